/* SPDX-License-Identifier: MIT */
/*
 * Advice about the machine: CPUs that workers share with each other or with other programs.
 */
#include <stdio.h>

#include "base/text.h"
#include "metrics/account.h"
#include "metrics/advice.h"

#define OTHERS_MATTER 5 /* percent of the workers' time */
#define NEAR_LIMIT 0.85 /* of what as many copies read */
#define LESS 0.9        /* than this share of the CPUs */

static const char *
plural(double n)
{
	return n == 1 ? "" : "s";
}

/* The part of off-cpu that is the program's own doing; all of it where it is not split. */
static double
own_percent(const struct pt_advice_in *in)
{
	double own = isnan(in->cores.offcpu_own) ? in->cores.off_cpu : in->cores.offcpu_own;

	return pt_advice_percent(own, in->threads);
}

/* ---- more workers than CPUs ---- */

static double
excess_percent(const struct pt_advice_in *in)
{
	double share = own_percent(in);

	if (!(in->cpus > 0) || !(in->threads > in->cpus))
		return NAN;
	if (in->cores.blocked > in->cpus) /* tasks that wait leave room for more workers */
		return NAN;
	return share > 0 ? share : 0;
}

static void
say_oversubscribed(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_suggest(a, "--threads %.0f", in->cpus);
	if (a->number >= 1)
		pt_advice_say(a,
			"%.0f workers on %.0f CPU%s: %.0f %% of their time they wait for "
			"each other's CPU",
			in->threads, in->cpus, plural(in->cpus), a->number);
	else
		pt_advice_say(a, "%.0f workers on %.0f CPU%s: they have to take turns", in->threads,
			in->cpus, plural(in->cpus));
}

const struct pt_advice_rule pt_advice_oversubscribed = {
	.name = "oversubscribed",
	.level = PT_ADVICE_WARNING,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "",
	.number = excess_percent,
	.say = say_oversubscribed,
};

/* ---- other programs on this machine ---- */

static double
others_percent(const struct pt_advice_in *in)
{
	double others = in->cores.offcpu_others;

	if (isnan(others) && !(in->cpus > 0 && in->threads > in->cpus))
		others = in->cores.off_cpu;
	others = pt_advice_percent(others, in->threads);
	return others >= OTHERS_MATTER ? others : NAN;
}

static void
say_preempted(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_say(a,
		"%.0f %% of the time workers are ready but not on a CPU: something else "
		"runs on this machine",
		a->number);
}

const struct pt_advice_rule pt_advice_preempted = {
	.name = "preempted",
	.level = PT_ADVICE_WARNING,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "without other programs, or with fewer --threads",
	.number = others_percent,
	.say = say_preempted,
};

/* ---- baselines ---- */

static double
disturbed_percent(const struct pt_advice_in *in)
{
	double worst = fmax(in->sequential_off_cpu, in->one_worker_off_cpu);

	return worst > PT_ACCOUNT_DISTURBED ? 100 * worst : NAN;
}

static void
say_disturbed(struct pt_advice *a, const struct pt_advice_in *in)
{
	bool first = in->sequential_off_cpu * 100 >= a->number;

	pt_advice_say(a,
		"other programs took %.0f %% of the time of the %s runs: they count "
		"without it",
		a->number, first ? "sequential" : "one-worker");
}

const struct pt_advice_rule pt_advice_disturbed_baseline = {
	.name = "disturbed_baseline",
	.level = PT_ADVICE_WARNING,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "another run when the machine is quiet",
	.number = disturbed_percent,
	.say = say_disturbed,
};

/* ---- CPUs that give less than their number ---- */

static double
cpus_used(const struct pt_advice_in *in)
{
	return in->cpus > 0 && in->cpus < in->threads ? in->cpus : in->threads;
}

static double
capacity_of_few(const struct pt_advice_in *in)
{
	double cpus = cpus_used(in), got = in->capacity.compute;

	return cpus >= 2 && got > 0 && got <= LESS * cpus ? got : NAN;
}

static void
say_capacity(struct pt_advice *a, const struct pt_advice_in *in)
{
	double cpus = cpus_used(in);
	char of[32] = "these ", number[PT_NUM];

	if (in->cpus > cpus)
		snprintf(of, sizeof(of), "%.0f of these ", cpus);
	if (in->capacity.disturbed)
		pt_advice_suggest(a, "partop info --calibrate when the machine is quiet");
	/* another advice tells how much other programs took */
	if (isnan(in->capacity_share) || !isnan(others_percent(in)))
		pt_advice_say(a, "%s%.0f CPUs deliver %.2f of one", of, fmax(in->cpus, cpus),
			a->number);
	else
		pt_advice_say(a, "%s%.0f CPUs deliver %.2f of one: the speedup is %s %% of that",
			of, fmax(in->cpus, cpus), a->number,
			pt_format_share(number, in->capacity_share));
}

const struct pt_advice_rule pt_advice_capacity = {
	.name = "capacity",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "",
	.number = capacity_of_few,
	.say = say_capacity,
};

/* ---- memory that gives no more ---- */

static double
read_limit_percent(const struct pt_advice_in *in)
{
	return in->stream.limit_share >= NEAR_LIMIT ? 100 * in->stream.limit_share : NAN;
}

static void
say_read_limit(struct pt_advice *a, const struct pt_advice_in *in)
{
	double cpus = cpus_used(in);
	char rate[PT_NUM];

	pt_advice_say(a, "%s GB/s are %.0f %% of what %.0f CPU%s from memory: that is the limit",
		pt_format_ratio(rate, in->stream.bytes_per_s / 1e9, 1), a->number, cpus,
		cpus > 1 ? "s read" : " reads");
}

const struct pt_advice_rule pt_advice_read_limit = {
	.name = "read_limit",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "less data: smaller numbers, or more done with what is read",
	.number = read_limit_percent,
	.say = say_read_limit,
};

/* SPDX-License-Identifier: MIT */
/*
 * Advice about the program: how its work is cut, what its tasks cost, what they wait for.
 *
 * Thresholds are where the effect starts to matter more than the noise of a measurement.
 */
#include "base/text.h"
#include "metrics/advice.h"

#define SMALL_S 1e-3
#define FINE_S 1e-6       /* shorter tasks cost more than they compute */
#define FEW_TASKS 8       /* per worker */
#define MANY_TASKS 100    /* per worker */
#define MEMORY_SHORT 0.75 /* of the CPUs: what copies that only read memory get together */

static double
if_at_least(double least, double v)
{
	return v >= least ? v : NAN;
}

static double
idle_percent(const struct pt_advice_in *in)
{
	return pt_advice_percent(in->cores.idle, in->threads);
}

/* ---- too small a problem ---- */

static double
small_s(const struct pt_advice_in *in)
{
	return in->sequential_s > 0 && in->sequential_s < SMALL_S ? in->sequential_s : NAN;
}

static void
say_too_small(struct pt_advice *a, const struct pt_advice_in *in)
{
	char time[PT_NUM];

	pt_advice_say(a, "the sequential version takes only %s: too small a problem to share out",
		pt_format_seconds(time, a->number));
}

const struct pt_advice_rule pt_advice_too_small = {
	.name = "too_small",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "a larger problem",
	.number = small_s,
	.say = say_too_small,
};

/* ---- blocked ---- */

static double
blocked_percent(const struct pt_advice_in *in)
{
	return if_at_least(5, pt_advice_percent(in->cores.blocked, in->threads));
}

static void
say_blocked(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_say(a,
		"blocked %.2f of %.0f cores: tasks sleep, or wait for a mutex, a disk or a "
		"page",
		in->cores.blocked, in->threads);
}

const struct pt_advice_rule pt_advice_blocked = {
	.name = "blocked",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "what each worker can do alone, put together at the end (reduce)",
	.number = blocked_percent,
	.say = say_blocked,
};

/* ---- too few tasks ---- */

static double
few_tasks(const struct pt_advice_in *in)
{
	bool few = in->tasks < FEW_TASKS * in->threads && in->threads >= 2 && !in->equal_parts;

	return few && idle_percent(in) >= 5 ? in->tasks : NAN;
}

static void
say_grain_too_big(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (in->tasks > 0)
		pt_advice_say(a,
			"only %.0f task%s for %.0f workers, idle %.2f cores: there is too "
			"little to take",
			in->tasks, in->tasks == 1 ? "" : "s", in->threads, in->cores.idle);
	else
		pt_advice_say(a, "no tasks: one worker did all the work, idle %.2f of %.0f cores",
			in->cores.idle, in->threads);
}

const struct pt_advice_rule pt_advice_grain_too_big = {
	.name = "grain_too_big",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "a smaller grain",
	.number = few_tasks,
	.say = say_grain_too_big,
};

/* ---- what tasks cost, measured on one worker ---- */

static double
overhead_ratio(const struct pt_advice_in *in)
{
	return in->sequential_s > 0 ? if_at_least(1.1, in->one_worker_s / in->sequential_s) : NAN;
}

static void
say_scheduling(struct pt_advice *a, const struct pt_advice_in *in)
{
	char time[PT_NUM];

	if (in->tasks > 0 && in->busy_s > 0 && in->busy_s / in->tasks < FINE_S) {
		pt_advice_suggest(a, "a larger grain");
		pt_advice_say(a,
			"one worker takes %.2f x the sequential time, a task is only %s "
			"long",
			a->number, pt_format_seconds(time, in->busy_s / in->tasks));
	} else {
		pt_advice_say(a,
			"the parallel version on one worker takes %.2f x the sequential "
			"time",
			a->number);
	}
}

const struct pt_advice_rule pt_advice_scheduling = {
	.name = "scheduling",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "a parallel algorithm with less extra work",
	.number = overhead_ratio,
	.say = say_scheduling,
};

/* ---- the same work, longer or shorter than on one worker ---- */

/* Busy time over T_1, without the machine's own inflation where that is known. */
static double
work_ratio(const struct pt_advice_in *in)
{
	double f = in->f, machine = in->cores.inflation_machine;

	if (machine > 0 && in->cores.busy > 0)
		f *= (in->cores.busy - machine) / in->cores.busy;
	return in->threads >= 2 && (f >= 1.1 || f <= 0.9) ? f : NAN;
}

/* Copies that share only memory do not scale here: memory is the likely cause. */
static void
suggest_memory(struct pt_advice *a, const struct pt_advice_in *in)
{
	double cpus = in->cpus > 0 && in->cpus < in->threads ? in->cpus : in->threads;

	if (in->capacity.memory > 0 && in->capacity.memory <= MEMORY_SHORT * cpus)
		pt_advice_suggest(a,
			"less data, used again while it is in a cache: the memory feeds "
			"%.2f of %.0f CPUs that only read",
			in->capacity.memory, cpus);
}

static void
say_inflation(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (a->number > 1)
		suggest_memory(a, in);
	if (a->number > 1 && in->cores.inflation_machine > 0) {
		pt_advice_say(a,
			"busy time grew to %.2f x that of one worker, beyond what these CPUs "
			"take by themselves: memory, caches or a lock are shared",
			a->number);
	} else if (a->number > 1) {
		pt_advice_say(a,
			"busy time grew to %.2f x that of one worker: memory, caches or a "
			"lock are shared",
			a->number);
	} else {
		pt_advice_suggest(a, "%s", "");
		pt_advice_say(a,
			"busy time is %.2f x that of one worker: together the CPUs have "
			"more cache",
			a->number);
	}
}

const struct pt_advice_rule pt_advice_inflation = {
	.name = "inflation",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "smaller data per worker, fewer writes to what is shared",
	.number = work_ratio,
	.say = say_inflation,
};

/* ---- uneven, idle ---- */

static double
imbalance(const struct pt_advice_in *in)
{
	return in->threads >= 2 && idle_percent(in) >= 5 ? if_at_least(1.2, in->balance) : NAN;
}

static void
say_unbalanced(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (in->equal_parts) {
		pt_advice_say(a, "equal parts are not equal work: one worker has %.2f x the mean",
			a->number);
		pt_advice_suggest(a, "--policy steal, which shares out what is left");
	} else if (in->steals > 0) {
		pt_advice_say(a,
			"the busiest worker has %.2f x the mean work; %.0f steal%s did not "
			"even it out",
			a->number, in->steals, in->steals == 1 ? "" : "s");
	} else {
		pt_advice_say(a, "the busiest worker has %.2f x the mean work", a->number);
	}
}

const struct pt_advice_rule pt_advice_unbalanced = {
	.name = "unbalanced",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_STEALS,
	.suggestion = "a smaller grain, or more even parts",
	.number = imbalance,
	.say = say_unbalanced,
};

static double
idle_share(const struct pt_advice_in *in)
{
	return in->equal_parts ? NAN : if_at_least(15, idle_percent(in));
}

/* With many tasks there was something to steal, only not when a thief looked. */
static void
say_idle(struct pt_advice *a, const struct pt_advice_in *in)
{
	char number[PT_NUM];

	if (in->tasks >= MANY_TASKS * in->threads)
		pt_advice_say(a,
			"idle %.2f of %.0f cores with %s tasks: a part of the work is one "
			"after the other",
			in->cores.idle, in->threads, pt_format_count(number, in->tasks));
	else if (in->attempts > 0 && in->steals <= in->attempts)
		pt_advice_say(a,
			"idle %.2f of %.0f cores: little to steal (%s %% of attempts "
			"succeed)",
			in->cores.idle, in->threads,
			pt_format_share(number, in->steals / in->attempts));
	else
		pt_advice_say(a, "idle %.2f of %.0f cores: nothing to steal", in->cores.idle,
			in->threads);
}

const struct pt_advice_rule pt_advice_idle = {
	.name = "idle",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_STEALS,
	.suggestion = "sharing out the serial part, or starting it first",
	.number = idle_share,
	.say = say_idle,
};

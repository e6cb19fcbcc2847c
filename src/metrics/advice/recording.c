/* SPDX-License-Identifier: MIT */
/*
 * Advice about the recording itself, and about measurements that say little.
 */
#include "base/text.h"
#include "metrics/advice.h"
#include "metrics/cores.h"

#define TRACING_MATTERS 3 /* percent */

/* ---- events lost ---- */

static double
lost_events(const struct pt_advice_in *in)
{
	return in->events_lost > 0 ? (double)in->events_lost : NAN;
}

static void
say_events_lost(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_say(a, "%llu events lost: the list of steals has gaps, counters and times do not",
		(unsigned long long)in->events_lost);
}

const struct pt_advice_rule pt_advice_events_lost = {
	.name = "events_lost",
	.level = PT_ADVICE_WARNING,
	.screen = PT_ADVICE_STEALS,
	.suggestion = "a larger --trace-cap, or a lower --detail",
	.number = lost_events,
	.say = say_events_lost,
};

/* ---- what events cost ---- */

static double
tracing_percent(const struct pt_advice_in *in)
{
	return 100 * in->tracing > TRACING_MATTERS ? 100 * in->tracing : NAN;
}

static void
say_tracing(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_say(a,
		"writing events took an estimated %.0f %% of the work: the times are "
		"longer by that",
		a->number);
}

const struct pt_advice_rule pt_advice_tracing = {
	.name = "tracing",
	.level = PT_ADVICE_WARNING,
	.suggestion = "a lower --detail",
	.number = tracing_percent,
	.say = say_tracing,
};

/* ---- runs too short to divide ---- */

static double
short_run_s(const struct pt_advice_in *in)
{
	return in->detail_run_s < PT_CORES_RUN_MIN_S ? in->detail_run_s : NAN;
}

static void
say_too_short(struct pt_advice *a, const struct pt_advice_in *in)
{
	char time[PT_NUM];

	pt_advice_say(a, "a run takes only %s: too short to say where the cores went",
		pt_format_seconds(time, a->number));
}

const struct pt_advice_rule pt_advice_too_short = {
	.name = "too_short",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "more work in a run",
	.number = short_run_s,
	.say = say_too_short,
};

/* ---- a residue ---- */

static double
unexplained_percent(const struct pt_advice_in *in)
{
	double percent = pt_advice_percent(in->cores.other, in->threads);

	return percent > 2 ? percent : NAN;
}

static void
say_unexplained(struct pt_advice *a, const struct pt_advice_in *in)
{
	pt_advice_say(a,
		"%.0f %% of the cores' time is not explained (other): mind that when "
		"comparing the parts",
		a->number);
}

const struct pt_advice_rule pt_advice_unexplained = {
	.name = "unexplained",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "longer runs",
	.number = unexplained_percent,
	.say = say_unexplained,
};

/* ---- runs that differ ---- */

static double
spread_percent(const struct pt_advice_in *in)
{
	double spread = pt_advice_percent(in->run_max_s - in->run_min_s, in->run_s);

	return in->runs >= 3 && spread >= 15 ? spread : NAN;
}

static void
say_noisy(struct pt_advice *a, const struct pt_advice_in *in)
{
	char min[PT_NUM], max[PT_NUM];

	pt_advice_say(a, "runs differ by %.0f %% (%s to %s): their median is only as good as that",
		a->number, pt_format_seconds(min, in->run_min_s),
		pt_format_seconds(max, in->run_max_s));
}

const struct pt_advice_rule pt_advice_noisy = {
	.name = "noisy",
	.level = PT_ADVICE_INFO,
	.screen = PT_ADVICE_OVERVIEW,
	.suggestion = "more --runs, on a quiet machine",
	.number = spread_percent,
	.say = say_noisy,
};

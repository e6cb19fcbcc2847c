/* SPDX-License-Identifier: MIT */
/*
 * What the numbers say in words.  See advice.h.
 *
 * One function per advice, in the order of importance.  Thresholds are where the effect starts to
 * matter more than the noise of a measurement.
 */
#include "metrics/advice.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

#define SCREEN_OVERVIEW 1
#define SCREEN_STEALS 2

/* Fills a->text and says true when it applies. */
typedef bool advice_fn(struct pt_advice *a, const struct pt_advice_in *in);

static void say(struct pt_advice *a, const char *fmt, ...) PT_PRINTF(2, 3);

static void
say(struct pt_advice *a, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(a->text, sizeof(a->text), fmt, args);
	va_end(args);
}

static double
percent(double part, double of)
{
	return of > 0 ? 100 * part / of : NAN;
}

static bool
events_lost(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (in->events_lost == 0)
		return false;
	a->level = PT_ADVICE_WARNING;
	a->screen = SCREEN_STEALS;
	say(a, "%llu events lost: the list of steals has gaps, counters "
		"and times do not", (unsigned long long)in->events_lost);
	return true;
}

static bool
tracing(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (!(in->tracing > 0.03))
		return false;
	a->level = PT_ADVICE_WARNING;
	say(a, "writing events took an estimated %.0f %% of the work: the "
		"times are longer by that, a lower --detail costs less", 100 * in->tracing);
	return true;
}

static bool
oversubscribed(struct pt_advice *a, const struct pt_advice_in *in)
{
	double share = percent(in->cores.off_cpu, in->threads);

	if (!(in->cpus > 0) || in->threads <= in->cpus)
		return false;
	a->level = PT_ADVICE_WARNING;
	a->screen = SCREEN_OVERVIEW;
	if (share >= 1)
		say(a, "%.0f workers on %.0f CPU%s: %.0f %% of their time they wait for a CPU",
			in->threads, in->cpus, in->cpus == 1 ? "" : "s", share);
	else
		say(a, "%.0f workers on %.0f CPU%s: they have to share",
			in->threads, in->cpus, in->cpus == 1 ? "" : "s");
	return true;
}

static bool
preempted(struct pt_advice *a, const struct pt_advice_in *in)
{
	double share = percent(in->cores.off_cpu, in->threads);

	if (!(share >= 5) || (in->cpus > 0 && in->threads > in->cpus))
		return false;
	a->level = PT_ADVICE_WARNING;
	a->screen = SCREEN_OVERVIEW;
	say(a, "%.0f %% of the time workers are ready but not on a CPU: "
		"something else runs on this machine", share);
	return true;
}

static bool
too_small(struct pt_advice *a, const struct pt_advice_in *in)
{
	char time[PT_NUM];

	if (!(in->sequential_s < 1e-3))
		return false;
	say(a, "the sequential version takes only %s: too small a problem "
		"to share out", pt_format_seconds(time, in->sequential_s));
	return true;
}

static bool
grain_too_big(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (!(in->tasks < 8 * in->threads) || in->threads < 2 ||
	    !(percent(in->cores.idle, in->threads) >= 5))
		return false;
	say(a, "only %.0f tasks for %.0f workers, idle %.2f cores: a "
		"smaller grain gives thieves more to take", in->tasks, in->threads, in->cores.idle);
	return true;
}

/* What the tasks cost on one worker, and how long one is: below some hundred ns it is the grain. */
static bool
scheduling(struct pt_advice *a, const struct pt_advice_in *in)
{
	double ratio = in->one_worker_s / in->sequential_s;
	char time[PT_NUM];

	if (!(in->sequential_s > 0) || !(ratio >= 1.1))
		return false;
	if (in->tasks > 0 && in->busy_s / in->tasks < 1e-6)
		say(a, "one worker takes %.2f x the sequential time, a task "
			"is only %s long: a larger grain costs less", ratio,
			pt_format_seconds(time, in->busy_s / in->tasks));
	else
		say(a, "the parallel version on one worker takes %.2f x the "
			"sequential time", ratio);
	return true;
}

static bool
inflation(struct pt_advice *a, const struct pt_advice_in *in)
{
	double ratio = in->cores.busy * in->run_s / in->one_worker_s;

	if (in->threads < 2 || !(ratio >= 1.1 || ratio <= 0.9))
		return false;
	if (ratio > 1)
		say(a, "busy time grew to %.2f x that of one worker: "
			"memory, caches or a lock are shared", ratio);
	else
		say(a, "busy time is %.2f x the time of one worker: more "
			"cache, or the one-worker runs were disturbed", ratio);
	return true;
}

static bool
unbalanced(struct pt_advice *a, const struct pt_advice_in *in)
{
	if (!(in->balance >= 1.2) || in->threads < 2 ||
	    !(percent(in->cores.idle, in->threads) >= 5))
		return false;
	a->screen = SCREEN_STEALS;
	if (in->steals >= 0)
		say(a, "the busiest worker has %.2f x the mean work; %.0f "
			"steals did not even it out", in->balance, in->steals);
	else
		say(a, "the busiest worker has %.2f x the mean work",
			in->balance);
	return true;
}

static bool
idle(struct pt_advice *a, const struct pt_advice_in *in)
{
	double share = percent(in->cores.idle, in->threads);
	char success[PT_NUM];

	if (!(share >= 15))
		return false;
	a->screen = SCREEN_STEALS;
	if (in->attempts > 0)
		say(a, "idle %.2f of %.0f cores: nothing to steal (%s %% of "
			"attempts succeed)", in->cores.idle, in->threads,
			pt_format_share(success, in->steals / in->attempts));
	else
		say(a, "idle %.2f of %.0f cores: nothing to steal",
			in->cores.idle, in->threads);
	return true;
}

static bool
noisy(struct pt_advice *a, const struct pt_advice_in *in)
{
	double spread = percent(in->run_max_s - in->run_min_s, in->run_s);
	char min[PT_NUM], max[PT_NUM];

	if (in->runs < 3 || !(spread >= 15))
		return false;
	say(a, "runs differ by %.0f %% (%s to %s): this machine is not "
		"quiet", spread, pt_format_seconds(min, in->run_min_s),
		pt_format_seconds(max, in->run_max_s));
	return true;
}

uint32_t
pt_advice_make(struct pt_advice *out, uint32_t max, const struct pt_advice_in *in)
{
	static advice_fn *const all[] = { events_lost, tracing, oversubscribed, preempted, too_small,
		grain_too_big, scheduling, inflation, unbalanced, idle, noisy };
	uint32_t n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all) && n < max; i++) {
		out[n] = (struct pt_advice){ .level = PT_ADVICE_INFO, .screen = SCREEN_OVERVIEW,
			.rule = "", .number = NAN };
		n += all[i](&out[n], in);
	}
	return n;
}

/* SPDX-License-Identifier: MIT */
/*
 * How far the rounds are.  See trials_progress.h.
 */
#include "session/trials_progress.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"
#include "metrics/source.h"
#include "os/clock.h"
#include "session/progress_line.h"
#include "session/session.h"
#include "session/trials.h"

#define TOLD_LEAST 0.05 /* of a process: before, it says little of how long it takes */

void
pt_trials_progress_init(struct pt_trials_progress *p, const struct pt_trials *t,
	const struct pt_trials_plan *plan, bool shown)
{
	*p = (struct pt_trials_progress){ .t = t,
		.plan = plan,
		.shown = shown,
		.guess_s = NAN,
		.took_s = pt_xcalloc(t->len, sizeof(*p->took_s)) };
	for (size_t i = 0; i < t->len; i++)
		p->took_s[i] = NAN;
}

void
pt_trials_progress_clear(struct pt_trials_progress *p)
{
	if (p->shown)
		pt_progress_line_clear();
}

void
pt_trials_progress_fini(struct pt_trials_progress *p)
{
	pt_trials_progress_clear(p);
	free(p->took_s);
}

void
pt_trials_progress_begin(struct pt_trials_progress *p, size_t config, uint32_t round)
{
	p->now = config;
	p->round = round;
	p->begin_ns = pt_timepiece_now_ns(&pt_timepiece_real);
	if (p->shown)
		pt_trials_progress_draw(p, NULL);
}

void
pt_trials_progress_end(struct pt_trials_progress *p, size_t config, double took_s)
{
	p->took_s[config] = took_s;
}

void
pt_trials_progress_warm(struct pt_trials_progress *p)
{
	p->warm = true;
	p->warm_ns = pt_timepiece_now_ns(&pt_timepiece_real);
}

void
pt_trials_progress_round(struct pt_trials_progress *p)
{
	if (p->shown && p->t->news != NULL)
		p->t->news(p->t, p->news, sizeof(p->news), p->t->ctx);
}

/* ---- the line ---- */

static uint32_t
rounds_planned(const struct pt_trials_progress *p)
{
	if (!p->warm)
		return p->plan->warmup;
	return p->plan->rounds > 0 ? p->plan->rounds : p->plan->processes;
}

/* More than have to be: the budget ends them. */
static bool
is_extra(const struct pt_trials_progress *p)
{
	return p->warm && p->round >= rounds_planned(p);
}

static double
budget_used(const struct pt_trials_progress *p)
{
	uint64_t gone_ns = pt_timepiece_now_ns(&pt_timepiece_real) - p->warm_ns;

	return fmin((double)gone_ns / (double)p->plan->budget_ns, 1);
}

/* The time of its last process; before there is one, the mean of the other configurations; before any
 * process has ended, as long as the first one seems to take. */
static double
expected_s(const struct pt_trials_progress *p, size_t config)
{
	double sum = 0;
	size_t known = 0;

	if (!isnan(p->took_s[config]))
		return p->took_s[config];
	for (size_t i = 0; i < p->t->len; i++)
		if (!isnan(p->took_s[i])) {
			sum += p->took_s[i];
			known++;
		}
	return known > 0 ? sum / (double)known : p->guess_s;
}

static double
round_s(const struct pt_trials_progress *p)
{
	double sum = 0;

	for (size_t i = 0; i < p->t->len; i++)
		if (p->t->measured[i].error == NULL)
			sum += expected_s(p, i);
	return sum;
}

/* How far the process that runs is, 0 to 1. */
static double
part(struct pt_trials_progress *p, const struct pt_session *s)
{
	double gone_s = (double)(pt_timepiece_now_ns(&pt_timepiece_real) - p->begin_ns) / 1e9;
	double told = NAN, expected;

	if (s != NULL && s->source != NULL)
		told = pt_source_model(s->source)->progress;
	p->guess_s = told >= TOLD_LEAST ? gone_s / told : NAN;
	expected = expected_s(p, p->now);
	if (isnan(told))
		told = expected > 0 ? gone_s / expected : 0;
	return fmin(fmax(told, 0), 1);
}

/* Processes of this round that are done.  Round n began with configuration n. */
static size_t
done_in_round(const struct pt_trials_progress *p)
{
	return (p->now + p->t->len - p->round % p->t->len) % p->t->len;
}

static void
add_left(struct pt_text *t, const struct pt_trials_progress *p, double of_round)
{
	double rounds = (double)rounds_planned(p) - p->round - of_round;
	double left_s = rounds * round_s(p);

	if (is_extra(p))
		left_s = (1 - budget_used(p)) * (double)p->plan->budget_ns / 1e9;
	if (!isnan(left_s))
		pt_progress_line_part(t, "%s%.0f s left", is_extra(p) ? "up to " : "",
			ceil(fmax(left_s, 0)));
}

static void
add_round(struct pt_text *t, const struct pt_trials_progress *p)
{
	const char *label = p->t->config[p->now].label;

	pt_text_add(t, "%s %u", p->warm ? "round" : "warm-up", p->round + 1);
	if (!is_extra(p))
		pt_text_add(t, "/%u", rounds_planned(p));
	pt_text_add(t, "  %.*s", (int)pt_text_fit(label, 20), label);
}

void
pt_trials_progress_draw(struct pt_trials_progress *p, const struct pt_session *s)
{
	double of_round = ((double)done_in_round(p) + part(p, s)) / (double)p->t->len;
	double done = (p->round + of_round) / rounds_planned(p);
	struct pt_text t = { 0 };

	add_round(&t, p);
	pt_progress_line_bar(&t, is_extra(p) ? budget_used(p) : fmin(done, 1));
	add_left(&t, p, of_round);
	if (*p->news != 0)
		pt_progress_line_part(&t, "%s", p->news);
	pt_progress_line_text(pt_text_string(&t));
	pt_text_fini(&t);
}

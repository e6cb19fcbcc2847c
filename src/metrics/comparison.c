/* SPDX-License-Identifier: MIT */
/*
 * Which of several configurations is faster.  See comparison.h.
 */
#include "metrics/comparison.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "metrics/speedup.h"

enum pt_verdict
pt_comparison_verdict(const struct pt_estimate *ratio)
{
	if (isnan(ratio->lo) || isnan(ratio->hi))
		return PT_VERDICT_UNKNOWN;
	return ratio->lo > 1  ? PT_VERDICT_FASTER :
		ratio->hi < 1 ? PT_VERDICT_SLOWER :
				PT_VERDICT_SAME;
}

const char *
pt_comparison_word(const struct pt_comparison *c, size_t row)
{
	static const char *const names[] = {
		[PT_VERDICT_UNKNOWN] = "unknown",
		[PT_VERDICT_SAME] = "no difference shown",
		[PT_VERDICT_FASTER] = "faster",
		[PT_VERDICT_SLOWER] = "slower",
	};

	return row == c->baseline ? "baseline" : names[c->row[row].verdict];
}

/* ---- rows ---- */

static struct pt_comparison_row
row_of(const struct pt_measured *m)
{
	struct pt_comparison_row r = {
		.m = m,
		.spread = pt_timings_spread(&m->parallel),
		.time = pt_estimate_median(&m->parallel),
		.ratio = PT_ESTIMATE_UNKNOWN,
		.speedup = pt_estimate_ratio(&m->sequential, &m->parallel),
		.cpus_busy = pt_measured_cpus_busy(m),
		.out = m->error != NULL || m->verified == 0 || m->parallel.len == 0,
	};

	r.capacity_share = pt_speedup_ratio(r.speedup.value, m->capacity.compute);
	return r;
}

/* The fastest row without `left_out`; NONE. */
static size_t
fastest_but(const struct pt_comparison *c, size_t left_out)
{
	size_t best = PT_COMPARISON_NONE;

	for (size_t i = 0; i < c->len; i++)
		if (i != left_out && !c->row[i].out &&
			(best == PT_COMPARISON_NONE ||
				c->row[i].time.value < c->row[best].time.value))
			best = i;
	return best;
}

static size_t
first(const struct pt_comparison *c)
{
	for (size_t i = 0; i < c->len; i++)
		if (!c->row[i].out)
			return i;
	return PT_COMPARISON_NONE;
}

static struct pt_estimate
ratio_of(const struct pt_comparison *c, size_t slow, size_t fast)
{
	return pt_estimate_ratio(&c->row[slow].m->parallel, &c->row[fast].m->parallel);
}

static void
set_ratios(struct pt_comparison *c)
{
	for (size_t i = 0; i < c->len; i++) {
		struct pt_comparison_row *r = &c->row[i];

		if (r->out || c->baseline == PT_COMPARISON_NONE)
			continue;
		r->ratio = ratio_of(c, c->baseline, i);
		r->verdict = pt_comparison_verdict(&r->ratio);
		if (i != c->baseline)
			continue;
		r->ratio = (struct pt_estimate){ .value = 1,
			.lo = 1,
			.hi = 1,
			.rounds = r->spread.rounds };
		r->verdict = PT_VERDICT_SAME;
	}
}

/* ---- the winner ---- */

static bool
beats_all(const struct pt_comparison *c, size_t best)
{
	size_t others = 0;

	for (size_t i = 0; i < c->len; i++) {
		struct pt_estimate lead;

		if (i == best || c->row[i].out)
			continue;
		lead = ratio_of(c, i, best);
		if (pt_comparison_verdict(&lead) != PT_VERDICT_FASTER)
			return false;
		others++;
	}
	return others > 0;
}

/* A wrong result makes a comparison meaningless: then there is no winner. */
static bool
all_right(const struct pt_comparison *c)
{
	for (size_t i = 0; i < c->len; i++)
		if (c->row[i].out)
			return false;
	return true;
}

static void
set_winner(struct pt_comparison *c)
{
	c->fastest = fastest_but(c, PT_COMPARISON_NONE);
	c->second = fastest_but(c, c->fastest);
	c->winner = PT_COMPARISON_NONE;
	c->lead = PT_ESTIMATE_UNKNOWN;
	if (c->second == PT_COMPARISON_NONE)
		return;
	c->lead = ratio_of(c, c->second, c->fastest);
	if (all_right(c) && beats_all(c, c->fastest))
		c->winner = c->fastest;
}

static void
set_totals(struct pt_comparison *c)
{
	const struct pt_timings **t = pt_xcalloc(c->len, sizeof(*t));

	for (size_t i = 0; i < c->len; i++) {
		const struct pt_spread *s = &c->row[i].spread;

		t[i] = &c->row[i].m->parallel;
		c->runs += s->runs;
		c->disturbed += s->disturbed;
		c->unknown += s->unknown;
		c->rounds = s->rounds > c->rounds ? s->rounds : c->rounds;
	}
	c->noise = pt_estimate_noise(t, c->len);
	free(t);
}

void
pt_comparison_make(struct pt_comparison *c, const struct pt_measured *m, size_t len,
	enum pt_comparison_baseline baseline)
{
	*c = (struct pt_comparison){ .len = len, .row = pt_xcalloc(len, sizeof(*c->row)) };
	for (size_t i = 0; i < len; i++)
		c->row[i] = row_of(&m[i]);
	c->baseline =
		baseline == PT_COMPARISON_FIRST ? first(c) : fastest_but(c, PT_COMPARISON_NONE);
	set_ratios(c);
	set_winner(c);
	set_totals(c);
}

void
pt_comparison_fini(struct pt_comparison *c)
{
	free(c->row);
	*c = (struct pt_comparison){ 0 };
}

double
pt_comparison_width(const struct pt_comparison *c)
{
	double widest = 0, width;

	for (size_t i = 0; i < c->len; i++) {
		if (c->row[i].out)
			continue;
		width = pt_estimate_width(&c->row[i].ratio);
		if (isnan(width))
			return NAN;
		widest = fmax(widest, width);
	}
	return widest;
}

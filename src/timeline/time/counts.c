/* SPDX-License-Identifier: MIT */
/* What events count up to an instant, and the steals themselves.  See time.h. */
#include <string.h>

#include "timeline/time/internal.h"

bool
pt_time_count_behind(const struct pt_time_lane *l, size_t k, enum pt_time_count what, uint64_t *n)
{
	if (k + 1 < l->done.chunks)
		*n = l->chunk[k + 1].before[what];
	else
		*n = l->done.count[what];
	return k < l->done.chunks;
}

/* ---- steals ---- */

static uint32_t
steals_to(const struct pt_time_decoded *d, uint64_t at)
{
	uint32_t lo = 0, hi = d->steals;

	while (lo < hi) {
		uint32_t middle = (lo + hi) / 2;

		if (d->steal[middle].at < at)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

/* By the points: the pieces before `at`. */
static uint64_t
steals_by_points(const struct pt_time_chunk *c, uint64_t len, uint64_t at)
{
	unsigned pieces = (unsigned)((unsigned __int128)(at - c->begin) * PT_TIME_POINTS / len);
	uint64_t n = 0;

	for (unsigned i = 0; i < pieces && i < PT_TIME_POINTS; i++)
		n += c->points->steals[i];
	return n;
}

bool
pt_time_stolen(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack, uint64_t *n)
{
	const struct pt_time_lane *l = &t->lane[lane];
	ptrdiff_t k = pt_time_find(l, at);
	const struct pt_time_decoded *d;
	const struct pt_time_chunk *c;
	uint64_t to, len;

	*n = 0;
	if (k < 0)
		return true;
	c = &l->chunk[k];
	len = pt_time_next(l, (size_t)k)->begin - c->begin;
	*n = c->before[PT_TIME_STOLEN];
	if (!pt_time_count_behind(l, (size_t)k, PT_TIME_STOLEN, &to))
		return false;
	if (at >= c->begin + len)
		*n = to;
	if (to == c->before[PT_TIME_STOLEN] || at >= c->begin + len)
		return true;
	if (c->points && len / PT_TIME_POINTS <= slack) {
		uint64_t in = steals_by_points(c, len, at);

		*n = *n + in < to ? *n + in : to;
		return true;
	}
	d = pt_time_decode(t, lane, (size_t)k);
	if (d)
		*n += steals_to(d, at);
	return d != NULL;
}

/* ---- all counts ---- */

struct counting {
	struct pt_time_progress p;
	uint64_t at;
};

static void
take(void *arg, const struct pt_event *e)
{
	struct counting *c = arg;

	if (e->ts <= c->at)
		pt_time_count_event(&c->p, e);
}

bool
pt_time_counts(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t counts[PT_TIME_COUNTS])
{
	static const struct pt_visitor visitor = { .other = take };
	struct pt_time_lane *l = lane < t->lanes ? &t->lane[lane] : NULL;
	ptrdiff_t k = l ? pt_time_find(l, at) : -1;
	struct counting c = { .at = at };
	size_t slots;

	memset(counts, 0, sizeof(uint64_t[PT_TIME_COUNTS]));
	if (k < 0)
		return l != NULL;
	if ((size_t)k >= l->done.chunks)
		return false;
	memcpy(c.p.count, l->chunk[k].before, sizeof(c.p.count));
	slots = pt_time_load(t, l, &l->chunk[k]);
	pt_visit_slots(&visitor, &c, lane, pt_time_events(t), slots);
	memcpy(counts, c.p.count, sizeof(c.p.count));
	return slots > 0;
}

bool
pt_time_has_all_steals(struct pt_time *t, uint32_t lane)
{
	struct pt_rec_snapshot p;

	return lane < t->lanes && t->lane[lane].done.chunks == t->lane[lane].len &&
		pt_rec_snapshot(t->r, lane, &p) == 0 &&
		p.counter[PT_COUNTER_STOLEN] == t->lane[lane].done.count[PT_TIME_STOLEN];
}

bool
pt_time_row(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t *row, size_t n)
{
	uint64_t stolen;

	memset(row, 0, n * sizeof(*row));
	if (lane >= t->lanes || t->live || at == UINT64_MAX)
		return false;
	t->budget = UINT_MAX;
	if (!pt_time_stolen(t, lane, at + 1, 0, &stolen))
		return false;
	for (uint64_t i = 0; i < stolen && i < t->lane[lane].victims; i++)
		if (t->lane[lane].victim[i] < n)
			row[t->lane[lane].victim[i]]++;
	return true;
}

/* ---- arrows ---- */

/* How many steals there are in [from, to). */
static uint64_t
count_all(struct pt_time *t, uint64_t from, uint64_t to)
{
	uint64_t all = 0, a, b;

	for (uint32_t i = 0; i < t->lanes; i++) {
		pt_time_stolen(t, i, from, (to - from) / PT_TIME_POINTS, &a);
		pt_time_stolen(t, i, to, (to - from) / PT_TIME_POINTS, &b);
		all += b > a ? b - a : 0;
	}
	return all;
}

static size_t
arrows_of(struct pt_time *t, uint32_t lane, uint64_t from, uint64_t to, struct pt_time_arrow *out,
	size_t max)
{
	const struct pt_time_lane *l = &t->lane[lane];
	ptrdiff_t first = pt_time_find(l, from);
	size_t n = 0;

	for (size_t k = first < 0 ? 0 : (size_t)first; k < l->len && l->chunk[k].begin < to; k++) {
		const struct pt_time_decoded *d;
		uint64_t behind;

		if (pt_time_count_behind(l, k, PT_TIME_STOLEN, &behind) &&
			behind == l->chunk[k].before[PT_TIME_STOLEN])
			continue;
		d = pt_time_decode(t, lane, k);
		for (uint32_t i = d ? steals_to(d, from) : 0;
			d && i < d->steals && d->steal[i].at < to && n < max; i++)
			out[n++] = d->steal[i];
	}
	return n;
}

size_t
pt_time_arrows(struct pt_time *t, uint64_t from, uint64_t to, struct pt_time_arrow *out, size_t max,
	uint64_t *all)
{
	size_t n = 0;

	*all = 0;
	if (to <= from)
		return 0;
	t->budget = UINT_MAX;
	*all = count_all(t, from, to);
	if (*all > max)
		return 0;
	for (uint32_t i = 0; i < t->lanes; i++)
		n += arrows_of(t, i, from, to, out + n, max - n);
	if (n > *all)
		*all = n;
	return n;
}

/* SPDX-License-Identifier: MIT */
/* S(t), exact or as exact as is asked for.  See time.h. */
#include <string.h>

#include "timeline/time/internal.h"

/* The straight line from a to b. */
static void
between(const struct pt_time_chunk *a, const struct pt_time_chunk *b, uint64_t at,
	uint64_t spent[PT_REC_STATES])
{
	uint64_t len = b->begin - a->begin, x = at - a->begin;

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		spent[i] = a->spent[i] +
			(len ? (uint64_t)((unsigned __int128)(b->spent[i] - a->spent[i]) * x /
				       len) :
			       0);
}

/* In front of the first head: the lane did not exist, was in one state, or a ring has written over
 * what it did. */
static unsigned
before_first(const struct pt_time_lane *l, uint64_t at, uint64_t spent[PT_REC_STATES])
{
	struct pt_time_chunk begin = { .begin = l->begun };
	const struct pt_time_chunk *b = l->len > 0 ? &l->chunk[0] : &l->end;

	memset(spent, 0, sizeof(uint64_t[PT_REC_STATES]));
	if (l->begun == 0 || at < l->begun)
		return PT_TIME_BEFORE;
	if (b->begin < l->begun)
		return PT_TIME_AFTER;
	between(&begin, b, at < b->begin ? at : b->begin, spent);
	if (l->len > 0 && l->chunk[0].seq > 0)
		return PT_TIME_OVERWRITTEN;
	return at > b->begin ? PT_TIME_AFTER : 0;
}

/* Behind the last event of a chunk before a hole: only the sums up to the next head are known. */
static unsigned
in_hole(const struct pt_time_chunk *c, const struct pt_time_chunk *b,
	const struct pt_time_decoded *d, uint64_t at, uint64_t spent[PT_REC_STATES])
{
	struct pt_time_chunk from = *c;

	if (d && c->end > c->begin && c->end < b->begin) {
		pt_time_decoded_states(c, d, c->end, from.spent);
		from.begin = c->end;
	}
	between(&from, b, at, spent);
	return PT_TIME_LOST;
}

/* Within chunk k, which is mixed and longer than the slack. */
static unsigned
within(struct pt_time *t, uint32_t lane, size_t k, uint64_t at, uint64_t spent[PT_REC_STATES])
{
	struct pt_time_lane *l = &t->lane[lane];
	const struct pt_time_chunk *c = &l->chunk[k], *b = pt_time_next(l, k);
	const struct pt_time_decoded *d = pt_time_decode(t, lane, k);

	if ((c->marks & PT_TIME_HOLE) && (!d || at > c->end))
		return in_hole(c, b, d, at, spent);
	if (d) {
		pt_time_decoded_states(c, d, at, spent);
		return 0;
	}
	between(c, b, at, spent);
	return c->marks & PT_TIME_GONE ? PT_TIME_OVERWRITTEN : PT_TIME_ROUGH;
}

unsigned
pt_time_states_within(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack,
	uint64_t spent[PT_REC_STATES])
{
	const struct pt_time_lane *l = &t->lane[lane];
	ptrdiff_t k = pt_time_find(l, at);
	const struct pt_time_chunk *c, *b;
	uint64_t len;

	if (k < 0)
		return before_first(l, at, spent);
	c = &l->chunk[k];
	b = pt_time_next(l, (size_t)k);
	if (at >= b->begin) {
		memcpy(spent, b->spent, sizeof(b->spent));
		return at > b->begin ? PT_TIME_AFTER : 0;
	}
	len = b->begin - c->begin;
	if ((c->marks & PT_TIME_PURE) || len <= slack) {
		between(c, b, at, spent);
		return c->marks & PT_TIME_HOLE ? PT_TIME_LOST : 0;
	}
	if (c->points && len / PT_TIME_POINTS <= slack && !(c->marks & PT_TIME_HOLE)) {
		pt_time_points_states(c, b, at, spent);
		return 0;
	}
	return within(t, lane, (size_t)k, at, spent);
}

unsigned
pt_time_states(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack,
	uint64_t spent[PT_REC_STATES])
{
	memset(spent, 0, sizeof(uint64_t[PT_REC_STATES]));
	if (lane >= t->lanes)
		return PT_TIME_BEFORE;
	t->budget = UINT_MAX;
	return pt_time_states_within(t, lane, at, slack, spent);
}

/* ---- what a lane is doing ---- */

static void
now_in_chunk(struct pt_time *t, uint32_t lane, size_t k, uint64_t at, struct pt_time_now *out)
{
	const struct pt_time_chunk *c = &t->lane[lane].chunk[k];
	const struct pt_time_decoded *d = pt_time_decode(t, lane, k);
	uint32_t n = d ? pt_time_edges_to(d, at) : 0;

	out->state = c->state;
	out->label = c->label;
	out->depth = c->nest;
	out->since = c->marks & PT_TIME_DIGESTED ? c->since : 0;
	if (n == 0)
		return;
	out->state = d->edge[n - 1].state;
	out->label = d->edge[n - 1].label;
	out->depth = d->edge[n - 1].depth;
	out->since = d->edge[n - 1].at;
}

void
pt_time_now(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_time_now *out)
{
	ptrdiff_t k;

	*out = (struct pt_time_now){ .state = PT_REC_OUT };
	out->flags = pt_time_states(t, lane, at, 0, out->spent);
	if (lane >= t->lanes || (out->flags & PT_TIME_BEFORE))
		return;
	k = pt_time_find(&t->lane[lane], at);
	if (k >= 0)
		now_in_chunk(t, lane, (size_t)k, at, out);
	else
		out->since = t->lane[lane].begun;
}

/* SPDX-License-Identifier: MIT */
/*
 * From event to event, and from gap to gap.  See time.h.
 *
 * Chunks are read from their front only: the payload of a wide event looks like any event, so they
 * cannot be read backwards.
 */
#include <string.h>

#include "timeline/time/internal.h"

/* ---- events ---- */

/* Of two events of one lane or of two: by time, then by lane, then as they were written. */
static int
order(const struct pt_time_cursor *a, const struct pt_time_cursor *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->lane != b->lane)
		return a->lane < b->lane ? -1 : 1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

struct search {
	struct pt_time_cursor from, best;
	int direction;
	struct pt_time_wanted wanted;
	/* of the chunk that is being looked at */
	uint64_t now, seq;
	uint32_t index;
	bool found;
	struct pt_rec_event *raw; /* a copy of the best one */
};

/* Index 0 of a chunk is in front of its first event: a cursor with only a time stands before them all. */
static void
look_at(void *arg, const struct pt_event *e)
{
	struct search *s = arg;
	struct pt_time_cursor here;

	if (e->ts > s->now)
		s->now = e->ts;
	here = (struct pt_time_cursor){ s->now, e->worker, s->seq, ++s->index };
	if (pt_event_is_mark(e->type) || order(&here, &s->from) * s->direction <= 0 ||
		(s->found && order(&here, &s->best) * s->direction >= 0) ||
		(s->wanted.takes && !s->wanted.takes(s->wanted.arg, e)))
		return;
	s->found = true;
	s->best = here;
	memcpy(s->raw, e->raw, sizeof(*s->raw) * (e->type & PT_REC_WIDE ? 2 : 1));
}

static void
look_at_chunk(struct pt_time *t, uint32_t lane, size_t k, struct search *s)
{
	static const struct pt_visitor visitor = { .other = look_at };
	struct pt_time_lane *l = &t->lane[lane];
	struct pt_time_chunk *c = &l->chunk[k];
	uint64_t behind;
	size_t slots;

	if (s->wanted.is_counted && pt_time_count_behind(l, k, s->wanted.counted, &behind) &&
		behind == c->before[s->wanted.counted])
		return;
	slots = pt_time_load(t, l, c);
	s->now = c->begin;
	s->seq = c->seq;
	s->index = 0;
	pt_visit_slots(&visitor, s, lane, pt_time_events(t), slots);
}

/* The first chunk that may hold something of that instant. */
static size_t
first_of(const struct pt_time_lane *l, uint64_t at)
{
	ptrdiff_t k = pt_time_find(l, at);

	while (k > 0 && l->chunk[k].begin == at)
		k--;
	return k < 0 ? 0 : (size_t)k;
}

/* Chunk after chunk, as long as one can hold something better than what another lane has. */
static void
look_forward(struct pt_time *t, uint32_t lane, struct search *s)
{
	const struct pt_time_lane *l = &t->lane[lane];

	for (size_t k = first_of(l, s->from.at); k < l->len; k++) {
		bool found = s->found;

		if (s->found && l->chunk[k].begin > s->best.at)
			return;
		look_at_chunk(t, lane, k, s);
		if (s->found && !found)
			return;
	}
}

static void
look_backward(struct pt_time *t, uint32_t lane, struct search *s)
{
	const struct pt_time_lane *l = &t->lane[lane];

	for (ptrdiff_t k = pt_time_find(l, s->from.at); k >= 0; k--) {
		bool found = s->found;

		if (s->found && pt_time_next(l, (size_t)k)->begin < s->best.at)
			return;
		look_at_chunk(t, lane, (size_t)k, s);
		if (s->found && !found)
			return;
	}
}

bool
pt_time_step(struct pt_time *t, struct pt_time_cursor *c, int direction, uint32_t lane,
	const struct pt_time_wanted *wanted, struct pt_event *e)
{
	struct search s = { .from = *c,
		.direction = direction < 0 ? -1 : 1,
		.wanted = wanted ? *wanted : (struct pt_time_wanted){ 0 },
		.raw = t->stepped };

	for (uint32_t i = 0; i < t->lanes; i++) {
		if (lane != PT_TIME_ANY_LANE && lane != i)
			continue;
		if (direction < 0)
			look_backward(t, i, &s);
		else
			look_forward(t, i, &s);
	}
	if (!s.found)
		return false;
	*c = s.best;
	pt_event_decode(e, s.best.lane, t->stepped);
	e->ts = s.best.at;
	return true;
}

/* ---- gaps: stretches out of work ---- */

/* Follows the edges of a lane from a head on. */
struct walk {
	uint64_t begin; /* of the gap that lasts */
	bool out;
};

static bool
is_out(uint8_t state)
{
	return state != PT_REC_WORK;
}

/* Goes through chunk k; true: a gap that suits has ended in it. */
static bool
walk_chunk(struct pt_time *t, uint32_t lane, size_t k, struct walk *w, uint64_t from,
	uint64_t at_least, uint64_t gap[2])
{
	const struct pt_time_chunk *c = &t->lane[lane].chunk[k];
	const struct pt_time_decoded *d =
		c->marks & PT_TIME_PURE ? NULL : pt_time_decode(t, lane, k);

	if (is_out(c->state) && !w->out)
		w->begin = c->begin;
	w->out = is_out(c->state);
	for (uint32_t i = 0; d && i < d->edges; i++) {
		bool out = is_out(d->edge[i].state), ends = w->out && !out;

		if (!w->out && out)
			w->begin = d->edge[i].at;
		w->out = out;
		if (ends && w->begin >= from && d->edge[i].at - w->begin >= at_least) {
			gap[0] = w->begin;
			gap[1] = d->edge[i].at;
			return true;
		}
	}
	return false;
}

/* The first gap that begins at `from` or later. */
static bool
next_gap(struct pt_time *t, uint32_t lane, uint64_t from, uint64_t at_least, uint64_t gap[2])
{
	const struct pt_time_lane *l = &t->lane[lane];
	/* a lane is out of the pool before its first chunk */
	struct walk w = { .begin = l->begun, .out = l->len > 0 && l->chunk[0].seq == 0 };
	size_t k = first_of(l, from);

	if (k > 0)
		w.out = false;
	for (; k < l->len; k++)
		if (walk_chunk(t, lane, k, &w, from, at_least, gap))
			return true;
	if (!w.out || w.begin < from || l->end.begin < w.begin || l->end.begin - w.begin < at_least)
		return false;
	gap[0] = w.begin;
	gap[1] = l->end.begin;
	return true;
}

/* The last one that begins in [lo, hi). */
static bool
last_gap_in(struct pt_time *t, uint32_t lane, uint64_t lo, uint64_t hi, uint64_t at_least,
	uint64_t gap[2])
{
	uint64_t next[2];
	bool found = false;

	while (next_gap(t, lane, lo, at_least, next) && next[0] < hi) {
		found = true;
		memcpy(gap, next, sizeof(next));
		lo = next[0] + 1;
	}
	return found;
}

bool
pt_time_gap(struct pt_time *t, uint32_t lane, uint64_t from, int direction, uint64_t at_least,
	uint64_t gap[2])
{
	if (lane >= t->lanes)
		return false;
	t->budget = UINT_MAX;
	if (direction >= 0)
		return next_gap(t, lane, from, at_least, gap);
	for (ptrdiff_t k = pt_time_find(&t->lane[lane], from); k >= 0; k--) {
		uint64_t lo = t->lane[lane].chunk[k].begin;

		if (last_gap_in(t, lane, lo, from, at_least, gap))
			return true;
		from = lo;
	}
	return false;
}

/* SPDX-License-Identifier: MIT */
/* Digests: what one pass over a chunk's events says, in the order of each lane.  See time.h. */
#include <string.h>

#include "base/array.h"
#include "timeline/time/internal.h"

/* ---- counts ---- */

void
pt_time_count_event(struct pt_time_progress *p, const struct pt_event *e)
{
	uint64_t *n = p->count;

	switch (e->type) {
	case PT_REC_EV_STEAL:
		n[PT_TIME_STOLEN]++;
		n[PT_TIME_TRIES] += e->steal.tries;
		p->after_steal = true;
		break;
	case PT_REC_EV_RANGE_BEGIN:
		n[PT_TIME_CHUNKS] += !p->after_steal;
		p->after_steal = false;
		break;
	case PT_REC_EV_LEAF_BEGIN:
		p->after_steal = false;
		break;
	case PT_REC_EV_WAKE_SENT:
		n[PT_TIME_WAKES] = e->wake.number; /* it is the counter */
		break;
	case PT_REC_EV_STATE:
		n[PT_TIME_PARKS] += e->state.code == PT_REC_PARK;
		break;
	case PT_REC_EV_SPAWN:
		n[PT_TIME_SPAWNED]++;
		break;
	case PT_REC_EV_SYNC_RUN:
		n[PT_TIME_RAN]++;
		break;
	case PT_REC_EV_SYNC_WAIT:
		n[PT_TIME_JOINED]++;
		break;
	case PT_REC_EV_SYNC_DROP:
		n[PT_TIME_CANCELLED]++;
		break;
	default:
		break;
	}
}

/* ---- one chunk ---- */

/* The label of most of the time, as long as it is more than half: R. Boyer and J Moore's vote. */
struct pass {
	struct pt_time_lane *l; /* where victims are noted; NULL: they are not */
	struct pt_time_progress *p;
	struct pt_time_chunk *c;
	uint64_t last, vote;
	uint16_t label, most;
};

static void
vote(struct pass *v, uint64_t to)
{
	uint64_t ticks = to > v->last ? to - v->last : 0;

	if (v->label == v->most)
		v->vote += ticks;
	else if (ticks > v->vote) {
		v->most = v->label;
		v->vote = ticks - v->vote;
	} else {
		v->vote -= ticks;
	}
	if (to > v->last)
		v->last = to;
}

/* A live recording may go on for ever. */
static void
note_victim(struct pt_time_lane *l, uint16_t victim)
{
	l->victim = pt_array_room(l->victim, &l->victims_cap, l->victims + 1, sizeof(*l->victim));
	l->victim[l->victims++] = victim;
}

static void
take(void *arg, const struct pt_event *e)
{
	struct pass *v = arg;
	uint16_t label;

	pt_time_count_event(v->p, e);
	if (e->type == PT_REC_EV_STEAL && v->l)
		note_victim(v->l, e->steal.victim);
	if (e->type == PT_REC_EV_STATE) {
		v->p->since = e->ts;
		v->p->nest = e->state.depth;
	}
	if (!pt_time_labels_take(&v->p->labels, e))
		return;
	label = pt_time_label(&v->p->labels);
	if (label == v->label)
		return;
	vote(v, e->ts);
	v->label = label;
	v->c->marks &= (uint8_t)~PT_TIME_ONE_LABEL;
}

static const struct pt_visitor visitor = {
	.on = { [PT_REC_EV_STATE] = take,
		[PT_REC_EV_STEAL] = take,
		[PT_REC_EV_WAKE_SENT] = take,
		[PT_REC_EV_LEAF_BEGIN] = take,
		[PT_REC_EV_RANGE_BEGIN] = take,
		[PT_REC_EV_TASK_END] = take,
		[PT_REC_EV_SPAWN] = take,
		[PT_REC_EV_SYNC_RUN] = take,
		[PT_REC_EV_SYNC_WAIT] = take,
		[PT_REC_EV_SYNC_DONE] = take,
		[PT_REC_EV_SYNC_DROP] = take },
};

static uint16_t
clamped(uint32_t n)
{
	return (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX);
}

/* What is known at its begin. */
static void
note_begin(struct pt_time_lane *l, struct pt_time_chunk *c)
{
	struct pt_time_progress *p = &l->done;

	p->labels.base = c->label;
	memcpy(c->before, p->count, sizeof(c->before));
	memcpy(c->stack, p->labels.stack, sizeof(c->stack));
	c->depth = clamped(p->labels.depth);
	c->nest = clamped(p->nest);
	c->since = p->since ? p->since : l->begun;
	c->marks |= PT_TIME_DIGESTED | PT_TIME_ONE_LABEL;
}

static void
digest(struct pt_time *t, uint32_t lane)
{
	struct pt_time_lane *l = &t->lane[lane];
	size_t k = l->done.chunks++, slots;
	struct pt_time_chunk *c = &l->chunk[k];
	struct pass v = { .l = t->live ? NULL : l, .p = &l->done, .c = c, .last = c->begin };

	note_begin(l, c);
	v.label = v.most = pt_time_label(&l->done.labels);
	slots = pt_time_load(t, l, c);
	pt_visit_slots(&visitor, &v, lane, pt_time_events(t), slots);
	vote(&v, pt_time_next(l, k)->begin);
	c->most = v.most;
	if (slots > 0)
		pt_time_make_points(t, lane, k, slots);
}

/* ---- the next ones ---- */

/* A live lane may still write into its newest chunk. */
static bool
is_due(const struct pt_time *t, const struct pt_time_lane *l)
{
	return l->done.chunks + (t->live ? 1 : 0) < l->len;
}

/* The lane whose next chunk began first; t->lanes: there is none. */
static uint32_t
next_lane(const struct pt_time *t)
{
	uint32_t best = t->lanes;
	uint64_t first = UINT64_MAX;

	for (uint32_t i = 0; i < t->lanes; i++) {
		const struct pt_time_lane *l = &t->lane[i];

		if (is_due(t, l) && l->chunk[l->done.chunks].begin < first) {
			first = l->chunk[l->done.chunks].begin;
			best = i;
		}
	}
	return best;
}

bool
pt_time_work(struct pt_time *t, unsigned chunks)
{
	for (; chunks > 0; chunks--) {
		uint32_t lane = next_lane(t);

		if (lane == t->lanes)
			return false;
		digest(t, lane);
	}
	return next_lane(t) != t->lanes;
}

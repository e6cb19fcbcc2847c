/* SPDX-License-Identifier: MIT */
/* Points: a mixed chunk in 64 pieces, so that a picture of many chunks need not read them again. */
#include <string.h>

#include "base/alloc.h"
#include "timeline/time/internal.h"

#define LEAST_TICKS 16 /* of a piece: shorter chunks are read instead */

struct pieces {
	struct pt_time_points *points;
	struct pt_time_labels labels;
	uint64_t at, edge, length; /* in ticks; edge: where the piece ends */
	uint64_t sum[PT_REC_STATES];
	unsigned i;
	uint8_t state;
};

static uint8_t
share_of(uint64_t part, uint64_t whole)
{
	uint64_t share = (part * 255 + whole / 2) / whole;

	return (uint8_t)(share < 255 ? share : 255);
}

/* The piece is done. */
static void
put(struct pieces *p)
{
	for (unsigned s = 0; s < PT_REC_STATES; s++) {
		p->points->share[p->i][s] = share_of(p->sum[s], p->length);
		p->sum[s] = 0;
	}
	if (p->points->label[p->i] == 0)
		p->points->label[p->i] = pt_time_label(&p->labels);
}

/* The state goes on up to `to`. */
static void
advance(struct pieces *p, uint64_t to)
{
	while (to >= p->edge && p->i < PT_TIME_POINTS - 1) {
		p->sum[p->state] += p->edge - p->at;
		p->at = p->edge;
		put(p);
		p->i++;
		p->edge += p->length;
	}
	if (to > p->at) {
		p->sum[p->state] += to - p->at;
		p->at = to;
	}
}

static void
take_steal(void *arg, const struct pt_event *e)
{
	struct pieces *p = arg;

	advance(p, e->ts);
	if (p->points->steals[p->i] < UINT8_MAX)
		p->points->steals[p->i]++;
}

static void
take_label(void *arg, const struct pt_event *e)
{
	struct pieces *p = arg;
	uint16_t label;

	advance(p, e->ts);
	pt_time_labels_take(&p->labels, e);
	label = pt_time_label(&p->labels);
	if (label != 0)
		p->points->label[p->i] = label;
}

static void
take_edge(void *arg, const struct pt_event *e)
{
	take_label(arg, e);
	((struct pieces *)arg)->state = e->state.code & (PT_REC_STATES - 1);
}

static const struct pt_visitor visitor = {
	.on = { [PT_REC_EV_STATE] = take_edge,
		[PT_REC_EV_STEAL] = take_steal,
		[PT_REC_EV_LEAF_BEGIN] = take_label,
		[PT_REC_EV_RANGE_BEGIN] = take_label,
		[PT_REC_EV_TASK_END] = take_label,
		[PT_REC_EV_SYNC_RUN] = take_label,
		[PT_REC_EV_SYNC_DONE] = take_label },
};

/* One state, one label and no steal: the head says it all. */
static bool
is_plain(const struct pt_time_lane *l, const struct pt_time_chunk *c)
{
	return (c->marks & PT_TIME_PURE) && (c->marks & PT_TIME_ONE_LABEL) &&
		c->before[PT_TIME_STOLEN] == l->done.count[PT_TIME_STOLEN];
}

void
pt_time_make_points(struct pt_time *t, uint32_t lane, size_t k, size_t slots)
{
	struct pt_time_lane *l = &t->lane[lane];
	struct pt_time_chunk *c = &l->chunk[k];
	uint64_t end = pt_time_next(l, k)->begin;
	struct pieces p = { .at = c->begin,
		.length = (end - c->begin) / PT_TIME_POINTS,
		.state = c->state };

	if (is_plain(l, c) || p.length < LEAST_TICKS)
		return;
	p.points = c->points = pt_xcalloc(1, sizeof(*c->points));
	p.edge = c->begin + p.length;
	pt_time_labels_at(&p.labels, c);
	pt_visit_slots(&visitor, &p, lane, pt_time_events(t), slots);
	advance(&p, end);
	put(&p);
}

void
pt_time_points_states(const struct pt_time_chunk *c, const struct pt_time_chunk *b, uint64_t at,
	uint64_t spent[PT_REC_STATES])
{
	double piece = (double)(b->begin - c->begin) / PT_TIME_POINTS;
	double x = (double)(at - c->begin) / piece;
	unsigned n = x < PT_TIME_POINTS - 1 ? (unsigned)x : PT_TIME_POINTS - 1;

	for (unsigned s = 0; s < PT_REC_STATES; s++) {
		double sum = c->points->share[n][s] * (x - n);

		for (unsigned i = 0; i < n; i++)
			sum += c->points->share[i][s];
		spent[s] = c->spent[s] + (uint64_t)(sum * piece / 255);
		if (spent[s] > b->spent[s])
			spent[s] = b->spent[s];
	}
}

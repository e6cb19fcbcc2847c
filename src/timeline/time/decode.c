/* SPDX-License-Identifier: MIT */
/* Chunks that are read, and those that were read last.  See time.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "timeline/time/internal.h"

#define HEAD_SLOTS (sizeof(struct pt_rec_chunk) / sizeof(struct pt_rec_event))

size_t
pt_time_load(struct pt_time *t, const struct pt_time_lane *l, struct pt_time_chunk *c)
{
	size_t used = c->marks & PT_TIME_GONE ? 0 : pt_rec_load(t->r, c->number, t->buffer);

	if (used > sizeof(*t->buffer) && t->buffer->seq == c->seq &&
		t->buffer->ts_begin == c->begin)
		return used / sizeof(struct pt_rec_event) - HEAD_SLOTS;
	/* The newest chunk of a live lane may be between two lives; it can be read later. */
	if (!t->live || c != &l->chunk[l->len - 1])
		c->marks |= PT_TIME_GONE;
	return 0;
}

/* ---- the cache: by lane and chunk, the one used longest ago goes first ---- */

static struct pt_time_decoded **
bucket_of(struct pt_time_cache *c, uint32_t lane, uint64_t seq)
{
	uint64_t h = (seq * PT_REC_SLOTS_MAX + lane) * 0x9e3779b97f4a7c15u;

	return &c->bucket[h >> 52];
}

static void
unlink_used(struct pt_time_cache *c, struct pt_time_decoded *d)
{
	if (d->newer)
		d->newer->older = d->older;
	else
		c->newest = d->older;
	if (d->older)
		d->older->newer = d->newer;
	else
		c->oldest = d->newer;
}

static void
push_used(struct pt_time_cache *c, struct pt_time_decoded *d)
{
	d->newer = NULL;
	d->older = c->newest;
	if (c->newest)
		c->newest->newer = d;
	else
		c->oldest = d;
	c->newest = d;
}

static void
drop(struct pt_time_cache *c, struct pt_time_decoded *d)
{
	struct pt_time_decoded **at = bucket_of(c, d->lane, d->seq);

	while (*at != d)
		at = &(*at)->chain;
	*at = d->chain;
	unlink_used(c, d);
	c->bytes -= d->bytes;
	free(d);
}

static struct pt_time_decoded *
look_up(struct pt_time_cache *c, uint32_t lane, uint64_t seq)
{
	struct pt_time_decoded *d = *bucket_of(c, lane, seq);

	while (d && (d->lane != lane || d->seq != seq))
		d = d->chain;
	if (d && d != c->newest) {
		unlink_used(c, d);
		push_used(c, d);
	}
	return d;
}

static void
keep(struct pt_time_cache *c, struct pt_time_decoded *d)
{
	struct pt_time_decoded **at = bucket_of(c, d->lane, d->seq);

	while (c->oldest && c->bytes + d->bytes > c->most)
		drop(c, c->oldest);
	c->bytes += d->bytes;
	d->chain = *at;
	*at = d;
	push_used(c, d);
}

void
pt_time_cache_fini(struct pt_time_cache *c)
{
	while (c->oldest)
		drop(c, c->oldest);
}

/* ---- decoding ---- */

/* How many of each there are, or up to now. */
struct found {
	uint32_t edges, steals, runs;
};

struct filling {
	struct pt_time_decoded *d;
	struct pt_time_labels labels;
	uint64_t spent[PT_REC_STATES];
	uint64_t last, now; /* the last edge; time never goes backwards */
	uint8_t state;
};

static void
count_edge(void *arg, const struct pt_event *e)
{
	((struct found *)arg)->edges++;
	((struct found *)arg)->runs++;
}

static void
count_steal(void *arg, const struct pt_event *e)
{
	((struct found *)arg)->steals++;
}

static void
count_run(void *arg, const struct pt_event *e)
{
	((struct found *)arg)->runs++;
}

static void
tick(struct filling *f, const struct pt_event *e)
{
	if (e->ts > f->now)
		f->now = e->ts;
}

static void
fill_run(void *arg, const struct pt_event *e)
{
	struct filling *f = arg;
	struct pt_time_decoded *d = f->d;
	uint16_t label;

	tick(f, e);
	pt_time_labels_take(&f->labels, e);
	label = pt_time_label(&f->labels);
	if (d->runs == 0 || d->run[d->runs - 1].label != label)
		d->run[d->runs++] = (struct pt_time_run){ .at = f->now, .label = label };
}

static void
fill_edge(void *arg, const struct pt_event *e)
{
	struct filling *f = arg;
	struct pt_time_decoded *d = f->d;

	tick(f, e);
	f->spent[f->state] += f->now - f->last;
	f->last = f->now;
	f->state = e->state.code & (PT_REC_STATES - 1);
	d->edge[d->edges++] = (struct pt_time_edge){ .at = f->now,
		.label = e->state.label,
		.depth = (uint16_t)(e->state.depth < UINT16_MAX ? e->state.depth : UINT16_MAX),
		.state = f->state };
	if (d->edges % PT_TIME_EDGES == 0)
		memcpy(d->spent[d->edges / PT_TIME_EDGES], f->spent, sizeof(f->spent));
	fill_run(arg, e);
}

static void
fill_steal(void *arg, const struct pt_event *e)
{
	struct filling *f = arg;

	tick(f, e);
	f->d->steal[f->d->steals++] = (struct pt_time_arrow){ .at = f->now,
		.age = e->steal.age,
		.thief = f->d->lane,
		.victim = e->steal.victim,
		.tries = e->steal.tries,
		.label = e->steal.label,
		.depth = e->steal.depth };
}

static const struct pt_visitor counting = {
	.on = { [PT_REC_EV_STATE] = count_edge,
		[PT_REC_EV_STEAL] = count_steal,
		[PT_REC_EV_RANGE_BEGIN] = count_run,
		[PT_REC_EV_LEAF_BEGIN] = count_run,
		[PT_REC_EV_TASK_END] = count_run,
		[PT_REC_EV_SYNC_RUN] = count_run,
		[PT_REC_EV_SYNC_DONE] = count_run },
};
static const struct pt_visitor filling = {
	.on = { [PT_REC_EV_STATE] = fill_edge,
		[PT_REC_EV_STEAL] = fill_steal,
		[PT_REC_EV_RANGE_BEGIN] = fill_run,
		[PT_REC_EV_LEAF_BEGIN] = fill_run,
		[PT_REC_EV_TASK_END] = fill_run,
		[PT_REC_EV_SYNC_RUN] = fill_run,
		[PT_REC_EV_SYNC_DONE] = fill_run },
};

/* One block of memory for all of it. */
static struct pt_time_decoded *
make(const struct found *n)
{
	size_t points = n->edges / PT_TIME_EDGES + 1;
	size_t bytes = sizeof(struct pt_time_decoded) + points * sizeof(uint64_t[PT_REC_STATES]) +
		n->edges * sizeof(struct pt_time_edge) + n->steals * sizeof(struct pt_time_arrow) +
		n->runs * sizeof(struct pt_time_run);
	struct pt_time_decoded *d = pt_xcalloc(1, bytes);

	d->bytes = bytes;
	d->spent = (void *)(d + 1);
	d->edge = (void *)(d->spent + points);
	d->steal = (void *)(d->edge + n->edges);
	d->run = (void *)(d->steal + n->steals);
	return d;
}

static struct pt_time_decoded *
decode(struct pt_time *t, uint32_t lane, struct pt_time_chunk *c, size_t slots)
{
	const struct pt_rec_event *e = pt_time_events(t);
	struct found n = { .runs = 1 };
	struct filling f = { .last = c->begin, .now = c->begin, .state = c->state };

	pt_visit_slots(&counting, &n, lane, e, slots);
	f.d = make(&n);
	f.d->lane = lane;
	f.d->seq = c->seq;
	f.d->used = slots;
	memcpy(f.spent, c->spent, sizeof(f.spent));
	memcpy(f.d->spent[0], c->spent, sizeof(f.spent));
	pt_time_labels_at(&f.labels, c);
	f.d->run[f.d->runs++] =
		(struct pt_time_run){ .at = c->begin, .label = pt_time_label(&f.labels) };
	pt_visit_slots(&filling, &f, lane, e, slots);
	return f.d;
}

const struct pt_time_decoded *
pt_time_decode(struct pt_time *t, uint32_t lane, size_t k)
{
	struct pt_time_lane *l = &t->lane[lane];
	struct pt_time_chunk *c = &l->chunk[k];
	struct pt_time_decoded *d = look_up(&t->cache, lane, c->seq);
	bool grows = t->live && k + 1 == l->len;
	size_t slots;

	if (d && !grows)
		return d;
	if (t->budget == 0)
		return d;
	slots = pt_time_load(t, l, c);
	if (d && (slots == 0 || slots == d->used))
		return d;
	if (slots == 0)
		return NULL;
	if (t->budget != UINT_MAX)
		t->budget--;
	if (d)
		drop(&t->cache, d);
	d = decode(t, lane, c, slots);
	keep(&t->cache, d);
	return d;
}

/* ---- what they say ---- */

uint32_t
pt_time_edges_to(const struct pt_time_decoded *d, uint64_t at)
{
	uint32_t lo = 0, hi = d->edges;

	while (lo < hi) {
		uint32_t middle = (lo + hi) / 2;

		if (d->edge[middle].at <= at)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

void
pt_time_decoded_states(const struct pt_time_chunk *c, const struct pt_time_decoded *d, uint64_t at,
	uint64_t spent[PT_REC_STATES])
{
	uint32_t n = pt_time_edges_to(d, at), k = n / PT_TIME_EDGES * PT_TIME_EDGES;
	uint64_t last = k > 0 ? d->edge[k - 1].at : c->begin;
	uint8_t state = k > 0 ? d->edge[k - 1].state : c->state;

	memcpy(spent, d->spent[k / PT_TIME_EDGES], sizeof(uint64_t[PT_REC_STATES]));
	for (; k < n; k++) {
		spent[state] += d->edge[k].at - last;
		last = d->edge[k].at;
		state = d->edge[k].state;
	}
	spent[state] += at - last;
}

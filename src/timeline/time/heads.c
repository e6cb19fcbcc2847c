/* SPDX-License-Identifier: MIT */
/* The heads of all chunks, by lane: what S is made of.  See time.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/time/internal.h"

#define HEADS_MAX 32768 /* of a lane whose ring goes on and on; then every second old one goes */

/* ---- one head ---- */

static void
set_chunk(struct pt_time_chunk *c, const struct pt_rec_chunk *h, uint32_t number)
{
	*c = (struct pt_time_chunk){
		.begin = h->ts_begin,
		.end = h->ts_end,
		.seq = h->seq,
		.number = number,
		.discarded = h->discarded,
		.label = (uint16_t)(h->state >> 16),
		.state = h->state & (PT_REC_STATES - 1),
	};
	memcpy(c->spent, h->spent, sizeof(c->spent));
}

/* Whether the time between two heads is what the states between them took: in a file that is
 * not damaged it always is. */
static bool
fits(const struct pt_time_chunk *a, const struct pt_time_chunk *b)
{
	uint64_t left = b->begin - a->begin;

	if (b->begin < a->begin)
		return false;
	for (unsigned i = 0; i < PT_REC_STATES; i++) {
		if (b->spent[i] < a->spent[i] || b->spent[i] - a->spent[i] > left)
			return false;
		left -= b->spent[i] - a->spent[i];
	}
	return left == 0;
}

/* What lies between a chunk and what is behind it. */
static void
mark(struct pt_time_chunk *c, const struct pt_time_chunk *next)
{
	unsigned states = 0;

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		states += next->spent[i] != c->spent[i];
	c->marks &= (uint8_t) ~(PT_TIME_PURE | PT_TIME_HOLE);
	if (states <= 1)
		c->marks |= PT_TIME_PURE;
	if (next->discarded != c->discarded || (next->seq != 0 && next->seq != c->seq + 1))
		c->marks |= PT_TIME_HOLE;
}

ptrdiff_t
pt_time_find(const struct pt_time_lane *l, uint64_t at)
{
	size_t lo = 0, hi = l->len;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (l->chunk[middle].begin <= at)
			lo = middle + 1;
		else
			hi = middle;
	}
	return (ptrdiff_t)lo - 1;
}

const struct pt_time_chunk *
pt_time_next(const struct pt_time_lane *l, size_t k)
{
	return k + 1 < l->len ? &l->chunk[k + 1] : &l->end;
}

/* The last point that is known for sure. */
static struct pt_time_chunk
last_point(const struct pt_time_lane *l)
{
	return l->len > 0 ? l->chunk[l->len - 1] : (struct pt_time_chunk){ .begin = l->begun };
}

/* The head of a later chunk; one that does not fit is left out, and is a hole in what is known. */
static void
add(struct pt_time_lane *l, const struct pt_rec_chunk *h, uint32_t number)
{
	struct pt_time_chunk last = last_point(l), c;

	set_chunk(&c, h, number);
	if (!fits(&last, &c) || (l->len > 0 && c.seq <= last.seq))
		return;
	l->chunk = pt_array_room(l->chunk, &l->cap, l->len + 1, sizeof(*l->chunk));
	l->chunk[l->len++] = c;
	if (l->len > 1)
		mark(&l->chunk[l->len - 2], &l->chunk[l->len - 1]);
}

/* What the page says: S at the last change of state, and the state that lasts up to `now`. */
static void
set_end(struct pt_time_lane *l, const struct pt_rec_snapshot *p, uint64_t now)
{
	struct pt_time_chunk last,
		end = { .begin = p->since,
			.state = p->state & (PT_REC_STATES - 1),
			.label = (uint16_t)p->label,
			.discarded = (uint32_t)p->dropped };

	memcpy(end.spent, p->spent, sizeof(end.spent));
	if (p->life == PT_REC_SLOT_USED && now > p->since) {
		end.spent[end.state] += now - p->since;
		end.begin = now;
	}
	last = last_point(l);
	if (!fits(&last, &end)) { /* torn, or damaged: nothing is known behind the last head */
		end = last;
		end.seq = 0;
	}
	end.points = NULL;
	l->end = end;
	if (l->len > 0)
		mark(&l->chunk[l->len - 1], &l->end);
}

/* ---- a finished recording ---- */

static int
by_lane_and_seq(const void *a, const void *b)
{
	const struct pt_rec_chunk *x = *(const struct pt_rec_chunk *const *)a,
				  *y = *(const struct pt_rec_chunk *const *)b;

	if (x->worker != y->worker)
		return x->worker < y->worker ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static bool
counts(const struct pt_time *t, const struct pt_rec_chunk *h)
{
	return h->content_bits != 0 && h->stream == PT_REC_STREAM_EVENTS && h->worker < t->lanes;
}

static void
take_index(struct pt_time *t)
{
	const struct pt_rec_reader *r = t->r;
	const struct pt_rec_chunk **head = pt_xcalloc(r->index_len, sizeof(const void *));
	size_t n = 0;

	for (uint64_t i = 0; i < r->index_len; i++)
		if (counts(t, &r->index[i]))
			head[n++] = &r->index[i];
	if (n > 0)
		qsort(head, n, sizeof(const void *), by_lane_and_seq);
	for (size_t i = 0; i < n; i++)
		add(&t->lane[head[i]->worker], head[i], (uint32_t)(head[i] - r->index));
	free(head);
}

static bool
open_finished(struct pt_time *t, const struct pt_rec_status *s)
{
	struct pt_rec_snapshot p;

	if (!t->r->index && pt_rec_build_index(t->r) != 0)
		return false;
	for (uint32_t i = 0; i < t->lanes; i++)
		if (pt_rec_snapshot(t->r, i, &p) == 0)
			t->lane[i].begun = p.begun;
	take_index(t);
	pt_time_samples_begin(t);
	if (s->life == PT_REC_ENDED && s->end.ticks > t->end)
		t->end = s->end.ticks;
	for (uint32_t i = 0; i < t->lanes; i++) {
		struct pt_time_lane *l = &t->lane[i];

		if (pt_rec_snapshot(t->r, i, &p) != 0)
			continue;
		set_end(l, &p, t->end);
		if (l->end.begin > t->end)
			t->end = l->end.begin;
	}
	return true;
}

/* ---- a live one ---- */

static void
make_lanes(struct pt_time *t, uint32_t n)
{
	t->lane = pt_array_room(t->lane, &t->lanes_cap, n, sizeof(*t->lane));
	if (n > t->lanes)
		t->lanes = n;
}

/* Every second head of the older half goes, with what it says: S stays exact at those that are left. */
static void
thin(struct pt_time_lane *l)
{
	size_t half = l->len / 2, done = l->done.chunks, to = 1;

	for (size_t i = 1; i < l->len; i++) {
		if (i < half && i % 2) {
			free(l->chunk[i].points);
			l->done.chunks -= i < done;
			continue;
		}
		l->chunk[to++] = l->chunk[i];
	}
	l->len = to;
	for (size_t i = 0; i + 1 < l->len; i++)
		mark(&l->chunk[i], &l->chunk[i + 1]);
}

/* The place behind the newest head that the lane has. */
static struct pt_rec_heads
place(const struct pt_time_lane *l)
{
	struct pt_time_chunk last = last_point(l);

	return (struct pt_rec_heads){ .seq = last.seq, .chunk = last.number };
}

static void
take_head(struct pt_time_lane *l, const struct pt_rec_chunk *h, uint32_t number)
{
	struct pt_time_chunk *last = l->len > 0 ? &l->chunk[l->len - 1] : NULL;

	if (last && last->seq == h->seq)
		last->end = h->ts_end; /* it was open */
	else
		add(l, h, number);
}

static void
follow(struct pt_time *t, uint32_t lane, const struct pt_rec_snapshot *p)
{
	struct pt_time_lane *l = &t->lane[lane];
	struct pt_rec_heads at = place(l);
	struct pt_rec_chunk h;
	uint32_t number;

	for (int i = 0; i < PT_REC_POLLS; i++) {
		enum pt_rec_head_found found = pt_rec_next_head(t->r, lane, p, &at, &h, &number);

		if (found == PT_REC_HEAD_NONE)
			return;
		take_head(l, &h, number);
		if (found != PT_REC_HEAD_LEFT)
			return;
	}
}

bool
pt_time_look(struct pt_time *t, uint64_t now)
{
	struct pt_rec_status s;
	struct pt_rec_snapshot p;

	if (pt_rec_status(t->r, &s) != 0 || pt_rec_refresh(t->r) != 0)
		return false;
	make_lanes(t, s.workers);
	if (now > t->end)
		t->end = now;
	for (uint32_t i = 0; i < t->lanes; i++) {
		struct pt_time_lane *l = &t->lane[i];

		if (pt_rec_snapshot(t->r, i, &p) != 0)
			return false;
		if (p.torn)
			continue;
		l->begun = p.begun;
		follow(t, i, &p);
		if (l->len > HEADS_MAX && p.ring)
			thin(l);
		set_end(l, &p, t->end);
	}
	return true;
}

/* ---- open and close ---- */

struct pt_time *
pt_time_open(struct pt_rec_reader *r)
{
	struct pt_time *t = pt_xcalloc(1, sizeof(*t));
	struct pt_rec_status s;
	bool fine = pt_rec_status(r, &s) == 0;

	t->r = r;
	t->live = r->moving;
	t->cache.most = PT_TIME_CACHE_BYTES;
	t->buffer = pt_xcalloc(1, r->head.chunk_size);
	t->begin = t->end = r->head.begin.ticks;
	if (fine)
		make_lanes(t, s.workers);
	if (fine && (t->live || open_finished(t, &s)))
		return t;
	pt_time_close(t);
	return NULL;
}

void
pt_time_close(struct pt_time *t)
{
	if (!t)
		return;
	pt_time_cache_fini(&t->cache);
	pt_time_samples_fini(t);
	for (size_t i = 0; i < PT_TIME_TILES; i++)
		free(t->tile[i]);
	for (uint32_t i = 0; i < t->lanes; i++) {
		for (size_t k = 0; k < t->lane[i].len; k++)
			free(t->lane[i].chunk[k].points);
		free(t->lane[i].chunk);
		free(t->lane[i].victim);
	}
	free(t->lane);
	free(t->buffer);
	free(t);
}

void
pt_time_span(const struct pt_time *t, uint64_t *begin, uint64_t *end)
{
	*begin = t->begin;
	*end = t->end;
}

uint32_t
pt_time_lanes(const struct pt_time *t)
{
	return t->lanes;
}

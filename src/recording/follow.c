/* SPDX-License-Identifier: MIT */
/*
 * Following the events of a live worker.  The page says how far it has come; the bytes are copied
 * from the file.  In a ring the copy is thrown away if the worker has lapped the reader meanwhile,
 * and what was overwritten is counted as lost.  Differences are unsigned; impossible numbers are
 * not followed.
 */
#include "recording/reader.h"

#include <string.h>

#include "recording/lap.h"
#include "recording/reader_internal.h"

#define HEAD ((uint32_t)sizeof(struct pt_rec_chunk))
#define LOST_MAX (UINT64_C(1) << 40) /* slots lost at once: a larger number is damage */

/* What a look at the place says. */
struct look {
	uint32_t end;  /* valid bytes of the chunk */
	uint32_t next; /* number of the next chunk, growing only */
	bool open;     /* the worker is still in it */
};

static uint32_t
ring_chunk(const struct pt_rec_snapshot *s, uint64_t seq)
{
	return (uint32_t)(s->first_chunk + seq % s->ring);
}

static void
start(const struct pt_rec_snapshot *s, struct pt_rec_follow *f)
{
	f->started = true;
	f->seq = s->ring && s->chunk_seq > s->ring - 1 ? s->chunk_seq - (s->ring - 1) : 0;
	f->chunk = s->ring ? ring_chunk(s, f->seq) : (uint32_t)s->first_chunk;
	f->off = HEAD;
}

/* Goes to the oldest chunk that is not being overwritten. */
static void
catch_up(const struct pt_rec_reader *r, const struct pt_rec_snapshot *s, struct pt_rec_follow *f)
{
	uint64_t to = s->chunk_seq - (s->ring - 1), slots = (r->head.chunk_size - HEAD) / 16;
	uint64_t chunks = to - f->seq, lost = chunks * slots - (f->off - HEAD) / 16;

	if (chunks <= LOST_MAX / slots)
		f->lost += lost;
	f->seq = to;
	f->chunk = ring_chunk(s, to);
	f->off = HEAD;
}

static bool
lapped(const struct pt_rec_snapshot *s, const struct pt_rec_follow *f)
{
	return pt_lap_lapped(s->chunk_seq, f->seq, s->ring);
}

/* The head of the chunk that the worker has left.  False: being recycled, or hostile. */
static bool
look_at_head(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_follow *f,
	struct look *l)
{
	struct pt_rec_chunk c;

	if (pt_rec_get(r, &c, sizeof(c),
		    r->head.chunk_off + (uint64_t)f->chunk * r->head.chunk_size) != sizeof(c))
		return false;
	uint64_t bits = atomic_load_explicit(&c.content_bits, memory_order_relaxed);

	if (!pt_rec_chunk_ok(r, &c) || c.stream != PT_REC_STREAM_EVENTS || c.worker != worker ||
		c.seq != f->seq || bits == 0 || bits / 8 > r->head.chunk_size)
		return false;
	l->end = (uint32_t)(bits / 8);
	l->next = c.next;
	return true;
}

static bool
look_at(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_snapshot *s,
	const struct pt_rec_follow *f, struct look *l)
{
	l->open = s->position >> 32 == f->chunk && (!s->ring || f->seq + 1 >= s->chunk_seq);
	l->next = 0;
	l->end = (uint32_t)s->position;
	return l->open ||
		(pt_lap_left(s->chunk_seq, f->seq, s->ring) && look_at_head(r, worker, f, l));
}

/* Moves the place behind what was copied. */
static void
advance(const struct pt_rec_snapshot *s, const struct look *l, struct pt_rec_follow *f,
	uint32_t off)
{
	f->off = off;
	if (l->open || (!s->ring && l->next == 0)) /* no next: out of space, for now */
		return;
	f->seq++;
	f->chunk = s->ring ? ring_chunk(s, f->seq) : l->next;
	f->off = HEAD;
}

enum outcome { FOUND, AGAIN, NOTHING };

/* One chunk's worth.  AGAIN: *s is newer, or the place has moved on without events. */
static enum outcome
step(struct pt_rec_reader *r, uint32_t worker, struct pt_rec_snapshot *s, struct pt_rec_follow *f,
	struct pt_rec_event *out, uint32_t *len)
{
	struct look l;

	if (lapped(s, f))
		catch_up(r, s, f);
	if (!look_at(r, worker, s, f, &l)) {
		/* has the chunk been recycled meanwhile? */
		bool old = s->ring && pt_rec_snapshot(r, worker, s) == 0 && s->ring != 0 &&
			lapped(s, f);

		return old ? AGAIN : NOTHING;
	}
	if (l.end > r->head.chunk_size || l.end < f->off)
		return NOTHING;
	*len = (l.end - f->off) & ~UINT32_C(15);
	if (pt_rec_get(r, out, *len,
		    r->head.chunk_off + (uint64_t)f->chunk * r->head.chunk_size + f->off) != *len)
		return NOTHING;
	if (s->ring) { /* overwritten during the copy? */
		struct pt_rec_snapshot after;

		pt_lap_copied();
		if (pt_rec_snapshot(r, worker, &after) != 0)
			return NOTHING;
		if (pt_lap_lapped(after.chunk_seq, f->seq, s->ring)) {
			if (after.ring != s->ring)
				return NOTHING;
			*s = after;
			return AGAIN;
		}
	}
	advance(s, &l, f, f->off + *len);
	return *len > 0 ? FOUND : l.open ? NOTHING : AGAIN;
}

/* Chunk 0 is the journal's. */
static bool
sensible(const struct pt_rec_snapshot *s)
{
	return s->ring <= PT_REC_RING_MAX && s->first_chunk > 0 && s->first_chunk <= UINT32_MAX;
}

size_t
pt_rec_poll(struct pt_rec_reader *r, uint32_t worker, struct pt_rec_follow *f,
	struct pt_rec_event *out)
{
	struct pt_rec_snapshot s;

	if (pt_rec_snapshot(r, worker, &s) != 0 || s.chunk_seq == 0 || s.position == 0)
		return 0;
	if (!sensible(&s))
		return 0;
	if (!f->started)
		start(&s, f);
	for (int turns = 0; turns < 2; turns++) {
		uint32_t len = 0;
		enum outcome found = step(r, worker, &s, f, out, &len);

		if (found == FOUND)
			return len / 16;
		if (found == NOTHING)
			return 0;
		if (!sensible(&s))
			return 0;
	}
	return 0;
}

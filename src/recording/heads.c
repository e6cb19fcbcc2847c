/* SPDX-License-Identifier: MIT */
/* The heads of a live worker's chunks, one after the other: see reader.h, and follow.c for events. */
#include "recording/reader.h"

#include "recording/lap.h"
#include "recording/reader_internal.h"

static bool
sensible(const struct pt_rec_snapshot *s)
{
	return s->ring <= PT_REC_RING_MAX && s->first_chunk > 0 && s->first_chunk <= UINT32_MAX &&
		s->chunk_seq > 0;
}

/* To the oldest chunk that is not being overwritten. */
static void
place_in_ring(const struct pt_rec_snapshot *s, struct pt_rec_heads *h)
{
	uint64_t oldest = s->chunk_seq > s->ring - 1 ? s->chunk_seq - (s->ring - 1) : 0;

	if (h->seq < oldest || h->seq > s->chunk_seq)
		h->seq = oldest;
	h->chunk = (uint32_t)(s->first_chunk + h->seq % s->ring);
}

/* A copy of the head at the place, if it is the one that belongs there. */
static bool
copy(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_heads *h, struct pt_rec_chunk *c)
{
	uint64_t off = r->head.chunk_off + (uint64_t)h->chunk * r->head.chunk_size;

	return pt_rec_get(r, c, sizeof(*c), off) == sizeof(*c) && pt_rec_chunk_ok(r, c) &&
		c->stream == PT_REC_STREAM_EVENTS && c->worker == worker && c->seq == h->seq;
}

static bool
was_lapped(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_heads *h)
{
	struct pt_rec_snapshot after;

	pt_lap_copied();
	return pt_rec_snapshot(r, worker, &after) != 0 ||
		pt_lap_lapped(after.chunk_seq, h->seq, after.ring);
}

enum pt_rec_head_found
pt_rec_next_head(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_snapshot *s,
	struct pt_rec_heads *h, struct pt_rec_chunk *c, uint32_t *number)
{
	bool open;

	if (!sensible(s) || h->seq >= s->chunk_seq || s->position == 0)
		return PT_REC_HEAD_NONE;
	if (s->ring)
		place_in_ring(s, h);
	else if (h->chunk == 0)
		h->chunk = (uint32_t)s->first_chunk;
	open = s->position >> 32 == h->chunk && h->seq + 1 == s->chunk_seq;
	if (!open && !pt_lap_left(s->chunk_seq, h->seq, s->ring))
		return PT_REC_HEAD_NONE;
	if (!copy(r, worker, h, c) || (s->ring && was_lapped(r, worker, h)))
		return PT_REC_HEAD_NONE;
	*number = h->chunk;
	if (open)
		return PT_REC_HEAD_OPEN;
	if (!s->ring && c->next == 0) /* out of space, for now */
		return PT_REC_HEAD_LAST;
	h->seq++;
	h->chunk = s->ring ? h->chunk : c->next;
	return PT_REC_HEAD_LEFT;
}

/* SPDX-License-Identifier: MIT */
/*
 * The entries of the journal, resumable: a live reader reads only what is new.  Chunks are linked;
 * a damaged link may lead in a circle, so there are no more steps than chunks.
 */
#include "recording/reader.h"

#include <stdlib.h>

#include "recording/reader_internal.h"

static uint64_t
chunk_off(const struct pt_rec_reader *r, const struct pt_rec_entry_place *p)
{
	return r->head.chunk_off + p->chunk * r->head.chunk_size;
}

/* Reads the head of the chunk at the place.  Returns its valid bytes, 0: none. */
static uint32_t
look(struct pt_rec_reader *r, const struct pt_rec_entry_place *p, uint32_t *next)
{
	struct pt_rec_chunk c;

	if (p->chunk >= r->chunks || pt_rec_get(r, &c, sizeof(c), chunk_off(r, p)) != sizeof(c) ||
		!pt_rec_chunk_ok(r, &c) || c.stream != PT_REC_STREAM_JOURNAL)
		return 0;
	uint64_t bits = atomic_load_explicit(&c.content_bits, memory_order_relaxed);

	if (bits % 8 != 0 || bits / 8 < sizeof(c) || bits / 8 > r->head.chunk_size)
		return 0;
	*next = c.next;
	return (uint32_t)(bits / 8);
}

/* Calls fn for the whole entries in buf; returns the bytes they took. */
static uint32_t
parse(const uint8_t *buf, uint32_t len, pt_rec_entry_fn *fn, void *arg, size_t *count)
{
	uint32_t at = 0;

	while (len - at >= sizeof(struct pt_rec_entry)) {
		const struct pt_rec_entry *e =
			(const struct pt_rec_entry *)(const void *)(buf + at);
		uint32_t left = len - at, whole = (uint32_t)(sizeof(*e) + e->len + 7) & ~7u;

		if (e->len > left - sizeof(*e))
			break;
		if (fn != NULL)
			fn(arg, e->kind, e->id, e + 1, e->len);
		(*count)++;
		at += whole < left ? whole : left;
	}
	return at;
}

/* The new entries of one chunk.  `used` bytes of it are valid. */
static size_t
read_entries(struct pt_rec_reader *r, struct pt_rec_entry_place *p, uint32_t used,
	pt_rec_entry_fn *fn, void *arg)
{
	size_t count = 0;

	if (used <= p->off)
		return 0;
	uint8_t *buf = malloc(used - p->off);

	if (buf == NULL)
		return 0;
	size_t have = pt_rec_get(r, buf, used - p->off, chunk_off(r, p) + p->off);

	p->off += parse(buf, (uint32_t)have, fn, arg, &count);
	free(buf);
	return count;
}

size_t
pt_rec_entries(struct pt_rec_reader *r, struct pt_rec_entry_place *place, pt_rec_entry_fn *fn,
	void *arg)
{
	size_t count = 0;

	if (pt_rec_refresh(r) != 0)
		return 0;
	if (place->off == 0)
		place->off = sizeof(struct pt_rec_chunk);
	while (place->steps <= r->chunks) {
		uint32_t next = 0, used = look(r, place, &next);

		if (used == 0)
			break;
		count += read_entries(r, place, used, fn, arg);
		if (next == 0)
			break;
		/* with a link the chunk is complete: read what the writer added before it */
		used = look(r, place, &next);
		if (used == 0)
			break;
		count += read_entries(r, place, used, fn, arg);
		place->chunk = next;
		place->off = sizeof(struct pt_rec_chunk);
		place->steps++;
	}
	return count;
}

/* SPDX-License-Identifier: MIT */
/*
 * Chunks of a recording and the index of their heads.  How much of a chunk counts is said by its
 * head, or, while it is open, by the page of its worker if that names this chunk.
 */
#include "recording/reader.h"

#include <errno.h>
#include <stdlib.h>

#include "recording/lap.h"
#include "recording/reader_internal.h"

static uint64_t
bits_of(const struct pt_rec_chunk *c)
{
	return atomic_load_explicit(&c->content_bits, memory_order_relaxed);
}

bool
pt_rec_chunk_ok(const struct pt_rec_reader *r, const struct pt_rec_chunk *c)
{
	return c->magic == PT_REC_CTF_MAGIC && c->stream <= PT_REC_STREAM_SAMPLES &&
		(c->stream != PT_REC_STREAM_EVENTS || c->worker < r->slots) &&
		c->packet_bits == (uint64_t)r->head.chunk_size * 8;
}

static uint64_t
chunk_off(const struct pt_rec_reader *r, uint64_t n)
{
	return r->head.chunk_off + n * r->head.chunk_size;
}

static bool
read_head(struct pt_rec_reader *r, uint64_t n, struct pt_rec_chunk *c)
{
	return pt_rec_get(r, c, sizeof(*c), chunk_off(r, n)) == sizeof(*c) && pt_rec_chunk_ok(r, c);
}

/* Is the worker in chunk n, with this head?  In a ring it may have been in an earlier life of it. */
static bool
is_open(const struct pt_rec_reader *r, uint64_t n, const struct pt_rec_chunk *c,
	const struct pt_rec_snapshot *s)
{
	return s->position >> 32 == n && (!r->moving || s->ring == 0 || c->seq + 1 >= s->chunk_seq);
}

/*
 * How many bits of chunk n count, by its head or by its worker's page; 0: none.  While the chunk is
 * written its head is read anew after the page: the first copy may be half a head, and a worker
 * that has left the chunk since has closed it before.
 */
static uint64_t
find_bits(struct pt_rec_reader *r, uint64_t n, struct pt_rec_chunk *c)
{
	struct pt_rec_snapshot s;

	if (bits_of(c) != 0 || c->stream != PT_REC_STREAM_EVENTS)
		return bits_of(c);
	if (pt_rec_snapshot(r, c->worker, &s) != 0 || (r->moving && !read_head(r, n, c)))
		return 0;
	if (bits_of(c) != 0 || !is_open(r, n, c, &s))
		return bits_of(c);
	return (s.position & UINT32_MAX) * 8;
}

/* Valid bytes of chunk n, head included; 0: it does not count.  *c is its head, read anew. */
static size_t
used_bytes(struct pt_rec_reader *r, uint64_t n, struct pt_rec_chunk *c)
{
	uint64_t bits = find_bits(r, n, c), used = bits / 8, off = chunk_off(r, n);

	if (used < sizeof(*c) || used > r->head.chunk_size || bits % 8 != 0)
		return 0;
	if (off + used > r->file_size)
		used = r->file_size > off + sizeof(*c) ? r->file_size - off : 0;
	return c->stream == PT_REC_STREAM_EVENTS ? used & ~(uint64_t)15 : used;
}

/* Has its worker come round its ring while chunk n was copied? */
static bool
was_recycled(struct pt_rec_reader *r, const struct pt_rec_chunk *c)
{
	struct pt_rec_snapshot s;

	if (!r->moving || c->stream != PT_REC_STREAM_EVENTS)
		return false;
	pt_lap_copied();
	return pt_rec_snapshot(r, c->worker, &s) != 0 || pt_lap_lapped(s.chunk_seq, c->seq, s.ring);
}

/* Asks first how much counts, then copies: bytes that are written meanwhile do not count. */
size_t
pt_rec_load(struct pt_rec_reader *r, uint64_t n, void *buf)
{
	struct pt_rec_chunk *c = buf;

	if (n >= r->chunks || !read_head(r, n, c))
		return 0;
	size_t used = used_bytes(r, n, c);

	if (used <= sizeof(*c))
		return used;
	used = sizeof(*c) + pt_rec_get(r, c + 1, used - sizeof(*c), chunk_off(r, n) + sizeof(*c));
	return was_recycled(r, c) ? 0 : used;
}

/* One chunk of the index: heads of the chunks from `done` on.  Returns how many, 0: damaged. */
static uint64_t
copy_heads(struct pt_rec_reader *r, uint64_t k, uint64_t done, uint64_t len)
{
	uint64_t room = r->head.chunk_size / sizeof(struct pt_rec_chunk) - 1;
	uint64_t n = len - done < room ? len - done : room;
	size_t bytes = n * sizeof(struct pt_rec_chunk);
	struct pt_rec_chunk c;

	if (pt_rec_get(r, &c, sizeof(c), chunk_off(r, k)) != sizeof(c) || !pt_rec_chunk_ok(r, &c) ||
		c.stream != PT_REC_STREAM_INDEX || c.seq != done ||
		pt_rec_get(r, r->index + done, bytes, chunk_off(r, k) + sizeof(c)) != bytes)
		return 0;
	return n;
}

/* The index of a clean end, if there is one and it is whole. */
static bool
copy_index(struct pt_rec_reader *r)
{
	uint64_t first = atomic_load(&r->head.index), len = atomic_load(&r->head.index_len);
	uint64_t done = 0;

	if (r->salvaged || atomic_load(&r->head.life) != PT_REC_ENDED || first == 0 ||
		len != first || first >= r->chunks)
		return false;
	for (uint64_t k = first; k < r->chunks && done < len; k++) {
		uint64_t n = copy_heads(r, k, done, len);

		if (n == 0)
			return false;
		done += n;
	}
	return done == len; /* the index itself is no event: its heads stay zero */
}

static uint64_t
read_heads(struct pt_rec_reader *r)
{
	uint64_t n = 0;

	while (n < r->chunks) {
		uint64_t off = chunk_off(r, n), data = pt_rec_next_data(r, off);

		if (data >= off + r->head.chunk_size) { /* a hole: its heads stay zero */
			n = (data - r->head.chunk_off) / r->head.chunk_size;
			continue;
		}
		if (pt_rec_get(r, &r->index[n], sizeof(struct pt_rec_chunk), off) !=
			sizeof(struct pt_rec_chunk))
			return n;
		n++;
	}
	return r->chunks;
}

int
pt_rec_build_index(struct pt_rec_reader *r)
{
	free(r->index);
	/* bounded by the file's size: 128 bytes for each 4 KiB at worst */
	r->index = calloc(r->chunks ? r->chunks : 1, sizeof(*r->index));
	r->index_len = 0;
	if (r->index == NULL)
		return -ENOMEM;
	uint64_t heads = copy_index(r) ? r->chunks : read_heads(r);

	r->index_len = r->chunks;
	for (uint64_t n = 0; n < r->chunks; n++) {
		struct pt_rec_chunk *c = &r->index[n];
		size_t used = n < heads && pt_rec_chunk_ok(r, c) ? used_bytes(r, n, c) : 0;

		if (used == 0 && bits_of(c) == 0) /* a hole takes no memory */
			continue;
		atomic_store_explicit(&c->content_bits, (uint64_t)used * 8, memory_order_relaxed);
	}
	return 0;
}

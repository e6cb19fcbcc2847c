/* SPDX-License-Identifier: MIT */
/* Rows into partitions: see radix.h. */
#include "workloads/lib/agg/radix.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LINE PT_RADIX_LINE

static inline unsigned
part_of(uint32_t key)
{
	return (unsigned)(pt_agg_hash_number(key) >> (64 - PT_RADIX_BITS));
}

uint64_t
pt_radix_room(uint64_t rows)
{
	return rows + (uint64_t)PT_RADIX_PARTS * LINE;
}

uint64_t
pt_radix_blocks(uint64_t morsels, uint64_t per_block)
{
	return (morsels + per_block - 1) / per_block;
}

/* The next rows [*lo, *hi) of a block that are to be scattered; *m: the morsel to look at. */
static bool
next_rows(const struct pt_radix *r, uint64_t block, uint64_t *m, uint64_t *lo, uint64_t *hi)
{
	uint64_t end = (block + 1) * r->per_block;

	if (end > r->morsels)
		end = r->morsels;
	while (*m < end && r->done[*m])
		++*m;
	if (*m >= end)
		return false;
	*lo = *m * r->morsel;
	*hi = *lo + r->morsel < r->rows ? *lo + r->morsel : r->rows;
	++*m;
	return true;
}

void
pt_radix_count(struct pt_radix *r, uint64_t block)
{
	uint64_t *count = r->place + block * PT_RADIX_PARTS;
	uint64_t m = block * r->per_block, lo, hi;

	memset(count, 0, PT_RADIX_PARTS * sizeof *count);
	while (next_rows(r, block, &m, &lo, &hi))
		for (uint64_t i = lo; i < hi; i++)
			count[part_of(r->keys[i])]++;
}

void
pt_radix_place(struct pt_radix *r)
{
	uint64_t at = 0;

	for (size_t p = 0; p < PT_RADIX_PARTS; p++) {
		at = (at + LINE - 1) / LINE * LINE;
		r->start[p] = at;
		for (uint64_t b = 0; b < r->blocks; b++) {
			uint64_t *place = &r->place[b * PT_RADIX_PARTS + p], rows = *place;

			*place = at;
			at += rows;
		}
		r->end[p] = at;
	}
}

/* A whole line goes past the cache: nothing there is read before all is written. */
static inline void
stream(struct pt_agg_row *to, const struct pt_agg_row *line)
{
#ifdef __SSE2__
	const __m128i *from = (const __m128i *)(const void *)line;
	__m128i *out = (__m128i *)(void *)to;

	for (int i = 0; i < 4; i++)
		_mm_stream_si128(out + i, _mm_load_si128(from + i));
#else
	memcpy(to, line, LINE * sizeof *to);
#endif
}

/* Other workers read what was streamed behind a join, which orders ordinary stores only. */
static inline void
stream_end(void)
{
#ifdef __SSE2__
	_mm_sfence();
#endif
}

/*
 * Copies the buffered rows of the line in which row `end` - 1 lies.  The first line of a block in a
 * partition may belong to the block before as well: only rows from `first` on are this block's.
 */
static inline void
flush(struct pt_agg_row *to, const struct pt_agg_row *line, uint64_t first, uint64_t end)
{
	uint64_t from = (end - 1) / LINE * LINE;

	if (from >= first && end - from == LINE) {
		stream(to + from, line);
		return;
	}
	for (uint64_t i = from > first ? from : first; i < end; i++)
		to[i] = line[i % LINE];
}

void
pt_radix_scatter(struct pt_radix *r, uint64_t block, struct pt_radix_lines *own)
{
	uint64_t *place = r->place + block * PT_RADIX_PARTS;
	uint64_t m = block * r->per_block, lo, hi;

	memcpy(own->first, place, sizeof own->first);
	while (next_rows(r, block, &m, &lo, &hi))
		for (uint64_t i = lo; i < hi; i++) {
			unsigned p = part_of(r->keys[i]);
			uint64_t at = place[p]++;

			own->line[p][at % LINE] =
				(struct pt_agg_row){ .key = r->keys[i], .value = r->values[i] };
			if (at % LINE == LINE - 1)
				flush(r->to, own->line[p], own->first[p], at + 1);
		}
	for (size_t p = 0; p < PT_RADIX_PARTS; p++)
		if (place[p] % LINE != 0 && place[p] > own->first[p])
			flush(r->to, own->line[p], own->first[p], place[p]);
	stream_end();
}

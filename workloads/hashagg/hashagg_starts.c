/* SPDX-License-Identifier: MIT */
/* See the header. */
#include "workloads/hashagg/hashagg_starts.h"

#include <stdlib.h>

uint64_t
pt_agg_starts_bytes(const struct pt_agg_csv *c)
{
	return (pt_agg_csv_chunks(c) + 1) * (sizeof(uint64_t) + sizeof(uint16_t));
}

bool
pt_agg_starts_init(struct pt_agg_starts *s, const struct pt_agg_csv *c)
{
	s->chunks = pt_agg_csv_chunks(c);
	s->row = calloc(s->chunks + 1, sizeof *s->row);
	s->transition = calloc(s->chunks + 1, sizeof *s->transition);
	if (!s->row || !s->transition)
		return false;
	pt_agg_starts_reset(s, c);
	return true;
}

void
pt_agg_starts_reset(struct pt_agg_starts *s, const struct pt_agg_csv *c)
{
	if (!s->row || !s->transition)
		return;
	for (uint64_t i = 0; i <= s->chunks; i++) {
		atomic_store_explicit(&s->row[i], 0, memory_order_relaxed);
		atomic_store_explicit(&s->transition[i], 0, memory_order_relaxed);
	}
	atomic_store_explicit(&s->next, 0, memory_order_relaxed);
	atomic_store_explicit(&s->row[0], c->file.data + 1, memory_order_relaxed);
}

void
pt_agg_starts_fini(struct pt_agg_starts *s)
{
	free(s->row);
	free(s->transition);
}

static bool
known_row(const struct pt_agg_starts *s, uint64_t chunk, uint64_t *row)
{
	uint64_t told = atomic_load_explicit(&s->row[chunk], memory_order_relaxed);

	*row = told - 1;
	return told != 0;
}

static bool
known_transition(const struct pt_agg_starts *s, uint64_t chunk, uint8_t *transition)
{
	uint16_t told = atomic_load_explicit(&s->transition[chunk], memory_order_relaxed);

	*transition = (uint8_t)told;
	return told != 0;
}

static enum pt_agg_read
find_transition(struct pt_agg_starts *s, const struct pt_agg_csv *c, uint64_t chunk,
	struct pt_agg_buffer *b, uint8_t *transition, struct pt_error *e)
{
	uint64_t lo, hi;
	enum pt_agg_read is;

	pt_agg_csv_bounds(c, chunk, &lo, &hi);
	is = pt_agg_csv_transition(c, lo, hi, b, transition, e);
	if (is == PT_AGG_DONE)
		atomic_store_explicit(&s->transition[chunk], (uint16_t)(256 + *transition),
			memory_order_relaxed);
	return is;
}

/* A chunk before `end` for this worker to look at; false: all of them are claimed. */
static bool
claim(struct pt_agg_starts *s, uint64_t end, uint64_t *chunk)
{
	*chunk = atomic_load_explicit(&s->next, memory_order_relaxed);
	do {
		if (*chunk >= end)
			return false;
	} while (!atomic_compare_exchange_weak_explicit(&s->next, chunk, *chunk + 1,
		memory_order_relaxed, memory_order_relaxed));
	return true;
}

/* Finds transitions before `end` until all are found, or are being found by others. */
static enum pt_agg_read
help(struct pt_agg_starts *s, const struct pt_agg_csv *c, uint64_t end, struct pt_agg_buffer *b,
	struct pt_error *e)
{
	uint64_t chunk, row;
	uint8_t transition;

	while (claim(s, end, &chunk)) {
		if (known_row(s, chunk + 1, &row))
			continue;
		if (find_transition(s, c, chunk, b, &transition, e) != PT_AGG_DONE)
			return PT_AGG_FAILED;
	}
	return PT_AGG_DONE;
}

/* The place where a chunk begins, or a known row behind that in *row. */
static enum pt_agg_read
find_place(struct pt_agg_starts *s, const struct pt_agg_csv *c, uint64_t chunk,
	struct pt_agg_buffer *b, enum pt_csv_place *place, uint64_t *row, struct pt_error *e)
{
	uint64_t known = chunk, lo, hi;
	uint8_t transition;

	while (!known_row(s, known, row))
		known--;
	pt_agg_csv_bounds(c, chunk, &lo, &hi);
	if (*row >= lo)
		return PT_AGG_DONE;
	/* The row is in a chunk before. */
	known = pt_agg_csv_chunk_of(c, *row);
	pt_agg_csv_bounds(c, known, &lo, &hi);
	if (pt_agg_csv_transition(c, *row, hi, b, &transition, e) != PT_AGG_DONE)
		return PT_AGG_FAILED;
	*place = pt_csv_place_after(transition, PT_CSV_AT_START);
	while (++known < chunk) {
		if (!known_transition(s, known, &transition) &&
			find_transition(s, c, known, b, &transition, e) != PT_AGG_DONE)
			return PT_AGG_FAILED;
		*place = pt_csv_place_after(transition, *place);
	}
	*row = 0;
	return PT_AGG_DONE;
}

enum pt_agg_read
pt_agg_starts_find(struct pt_agg_starts *s, const struct pt_agg_csv *c, uint64_t chunk,
	struct pt_agg_buffer *b, uint64_t *row, struct pt_error *e)
{
	enum pt_csv_place place = PT_CSV_IN_ROW;

	if (known_row(s, chunk, row))
		return PT_AGG_DONE;
	*row = 0;
	if (pt_agg_csv_needs_transitions(c)) {
		if (help(s, c, chunk, b, e) != PT_AGG_DONE ||
			find_place(s, c, chunk, b, &place, row, e) != PT_AGG_DONE)
			return PT_AGG_FAILED;
		if (*row)
			return PT_AGG_DONE;
	}
	return pt_agg_csv_find(c, chunk, place, b, row, e);
}

void
pt_agg_starts_tell(struct pt_agg_starts *s, uint64_t chunk, uint64_t row)
{
	atomic_store_explicit(&s->row[chunk + 1], row + 1, memory_order_relaxed);
}

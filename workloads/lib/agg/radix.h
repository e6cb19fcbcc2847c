/* SPDX-License-Identifier: MIT */
/*
 * Rows into partitions by the upper bits of their keys' hashes, so that the groups of one partition
 * fit in a core's cache however many groups there are.
 *
 *	count	how many rows of a block go to each partition
 *	place	where each block writes its rows of each partition
 *	scatter	copies them there, a cache line at a time
 *
 * Blocks can be counted, and scattered, in any order and side by side: the places are fixed between.
 * A *block* is a number of *morsels*; those that are `done` are left out.
 *
 * Source: the two-phase aggregation of V. Leis et al., Morsel-Driven Parallelism, SIGMOD 2014; the
 * lines in between: C. Balkesen et al., Main-Memory Hash Joins on Multi-Core CPUs, ICDE 2013.
 */
#ifndef PT_WORKLOADS_LIB_AGG_RADIX_H
#define PT_WORKLOADS_LIB_AGG_RADIX_H

#include <stdint.h>

#include "workloads/lib/agg/table.h"

enum {
	PT_RADIX_BITS = 10,
	PT_RADIX_PARTS = 1 << PT_RADIX_BITS,
	PT_RADIX_LINE = 8, /* rows of a cache line */
};

struct pt_radix {
	const uint32_t *keys;
	const int32_t *values;
	uint64_t rows, morsel; /* rows; of one morsel */
	const uint8_t *done;   /* per morsel */
	uint64_t morsels, blocks, per_block;
	uint64_t *place; /* [block][partition]: counts, then places in `to` */
	struct pt_agg_row *to;
	uint64_t start[PT_RADIX_PARTS], end[PT_RADIX_PARTS]; /* of each partition in `to` */
};

/* What one worker needs to scatter; on cache lines of its own. */
struct pt_radix_lines {
	_Alignas(64) struct pt_agg_row line[PT_RADIX_PARTS][PT_RADIX_LINE];
	uint64_t first[PT_RADIX_PARTS];
};

/* Rows that `to` has room for: partitions begin on a cache line. */
uint64_t pt_radix_room(uint64_t rows);

/* How many blocks so many rows make; pt_radix.place has blocks * PT_RADIX_PARTS numbers. */
uint64_t pt_radix_blocks(uint64_t morsels, uint64_t per_block);

void pt_radix_count(struct pt_radix *r, uint64_t block);
void pt_radix_place(struct pt_radix *r);
void pt_radix_scatter(struct pt_radix *r, uint64_t block, struct pt_radix_lines *own);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The format of the "one billion row challenge" (G. Morling, 2024): lines "station;-12.3", a name of 1
 * to 100 bytes without a semicolon, and a number from -99.9 to 99.9 with one decimal.  There is no
 * header, and a quote is a byte like others; lines end with LF or CRLF, the last one may end with the
 * file, and an empty line is no row.  Lines that are otherwise are rejected.
 *
 * A chunk owns the lines that start in it.  No good line is longer than BEYOND, so it is read from the
 * byte before it to so many behind it, whatever the lines are.
 *
 * Kernels, one per SIMD level, take lines with names of up to 30 bytes that are in the table already;
 * all others go to pt_1brc_line(), which knows the format by the letter.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_1BRC_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_1BRC_H

#include "workloads/hashagg/hashagg_csv.h"
#include "workloads/lib/agg/name.h"
#include "workloads/lib/simd.h"

enum { PT_1BRC_NAME_BYTES = 100, PT_1BRC_DECIMALS = 1 };

/* Lines in memory: those that start in [at, stop).  What is known of the file ends at `end`, behind a
 * newline if the file does; a block more is readable. */
struct pt_1brc_text {
	const unsigned char *at, *stop, *end;
	uint64_t end_at; /* where in the file the end is */
	struct pt_agg_sink *sink;
	uint64_t seed;
	uint64_t empty; /* lines so far */
	bool failed;    /* no memory for the groups */
};

typedef void pt_1brc_kernel(struct pt_1brc_text *t);
pt_1brc_kernel pt_1brc_avx512, pt_1brc_avx2, pt_1brc_sse2, pt_1brc_portable;
/* The best one of no higher level. */
pt_1brc_kernel *pt_1brc_kernel_of(enum pt_simd most);

/* One line, of any kind; returns where the next one starts. */
const unsigned char *pt_1brc_line(struct pt_1brc_text *t, const unsigned char *at);
/* Adds to a table of several workers; false: there is no such group yet. */
bool pt_1brc_add_shared(const struct pt_agg_sink *s, const struct pt_agg_name *n, uint64_t hash,
	int value);

struct pt_1brc {
	const struct pt_input *input;
	pt_1brc_kernel *kernel;
	uint64_t chunk_bytes, seed;
};

uint64_t pt_1brc_chunks(const struct pt_1brc *f);
enum pt_agg_read pt_1brc_chunk(const struct pt_1brc *f, uint64_t chunk, struct pt_agg_buffer *b,
	struct pt_agg_sink *s, struct pt_error *e);

#endif

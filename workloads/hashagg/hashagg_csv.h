/* SPDX-License-Identifier: MIT */
/*
 * Aggregating the rows of a CSV file, chunk by chunk, in memory that does not grow with the file.
 *
 * A chunk owns the rows that start in it.  To find the first of them a worker has to know whether
 * the chunk begins inside of quotes (or of a comment); hashagg_starts.h says how it does.
 *
 * *Rejected* are ragged rows and those whose value is no number that can be taken; place and reason
 * of the first are kept.  Sums are exact: the magnitudes of all values are added up too,
 * and when they reach 2^159, more than a group has room for, the run is refused, whatever the order
 * in which workers add.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_CSV_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_CSV_H

#include <pthread.h>

#include "workloads/hashagg/hashagg_reject.h"
#include "workloads/lib/agg/table.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/csv/quick.h"
#include "workloads/lib/scan/kernel.h"

struct pt_agg_csv {
	struct pt_csv_file file;
	const struct pt_scan_kernel *kernel; /* counts quotes where there are no comments */
	pt_csv_quick_fn *quick;              /* NULL: none */
	uint64_t chunk_bytes, seed;
};

/* A growing buffer; one per worker. */
struct pt_agg_buffer {
	unsigned char *bytes;
	size_t size;
};

/* On a cache line of its own. */
struct pt_agg_lock {
	_Alignas(64) pthread_mutex_t lock;
};

/* Where rows go. */
struct pt_agg_sink {
	struct pt_agg_table *table;
	pthread_mutex_t *lock;      /* around every row; NULL: the table is the worker's own */
	struct pt_agg_lock *shards; /* table is the first part, these are their locks; or NULL */
	uint64_t rows;              /* rejected ones too */
	struct pt_agg_rejected rejected;
	struct pt_wide magnitude;
};

enum pt_agg_read {
	PT_AGG_DONE,
	PT_AGG_FAULT,  /* the file is no CSV: pt_csv_explain() */
	PT_AGG_FAILED, /* e is filled */
};

uint64_t pt_agg_csv_chunks(const struct pt_agg_csv *c);
void pt_agg_csv_bounds(const struct pt_agg_csv *c, uint64_t chunk, uint64_t *lo, uint64_t *hi);
/* The chunk that a byte is in. */
static inline uint64_t
pt_agg_csv_chunk_of(const struct pt_agg_csv *c, uint64_t at)
{
	return (at - c->file.data) / c->chunk_bytes;
}

/* Whether chunks can begin inside of quotes, or of a comment. */
bool pt_agg_csv_needs_transitions(const struct pt_agg_csv *c);
/* Of the bytes [from, to). */
enum pt_agg_read pt_agg_csv_transition(const struct pt_agg_csv *c, uint64_t from, uint64_t to,
	struct pt_agg_buffer *b, uint8_t *out, struct pt_error *e);
/* *row: where the first row starts in a chunk that begins at such a place, not the first one; UINT64_MAX:
 * there is none. */
enum pt_agg_read pt_agg_csv_find(const struct pt_agg_csv *c, uint64_t chunk,
	enum pt_csv_place place, struct pt_agg_buffer *b, uint64_t *row, struct pt_error *e);
/* The rows of a chunk from *row on, which becomes the first row behind the chunk. */
enum pt_agg_read pt_agg_csv_chunk(const struct pt_agg_csv *c, uint64_t chunk, uint64_t *row,
	struct pt_agg_buffer *b, struct pt_agg_sink *s, struct pt_error *e);

#endif

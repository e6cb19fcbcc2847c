/* SPDX-License-Identifier: MIT */
/*
 * Aggregating the rows of a CSV file, chunk by chunk, in memory that does not grow with the file.
 *
 * A chunk owns the rows that start in it.  To find the first of them a worker has to know whether
 * the chunk begins inside of quotes (or of a comment).  The transitions of the chunks before it tell
 * (csv.h), so the parallel version makes these first.  The sequential version knows where each row
 * ends and needs no such pass; nor does a file in which quotes mean nothing.
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
#include "workloads/lib/scan/kernel.h"

struct pt_agg_csv {
	struct pt_csv_file file;
	const struct pt_scan_kernel *kernel; /* counts quotes where there are no comments */
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
/* Whether chunks can begin inside of quotes, or of a comment. */
bool pt_agg_csv_needs_transitions(const struct pt_agg_csv *c);
enum pt_agg_read pt_agg_csv_transition(const struct pt_agg_csv *c, uint64_t chunk,
	struct pt_agg_buffer *b, uint8_t *out, struct pt_error *e);
/* The rows of a chunk that begins at such a place. */
enum pt_agg_read
pt_agg_csv_chunk(const struct pt_agg_csv *c, uint64_t chunk, enum pt_csv_place place,
	struct pt_agg_buffer *b, struct pt_agg_sink *s, struct pt_error *e);
/* All rows of the file. */
enum pt_agg_read pt_agg_csv_all(const struct pt_agg_csv *c, struct pt_agg_buffer *b,
	struct pt_agg_sink *s, struct pt_error *e);

#endif

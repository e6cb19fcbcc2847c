/* SPDX-License-Identifier: MIT */
/*
 * The database of workload ingest.  A run writes into a table of its own, which takes the place of
 * partop_chunks when it is complete: what is there is always that of a whole run.
 *
 * One connection, for one thread at a time: the caller has a lock.
 */
#ifndef PT_WORKLOADS_INGEST_STORE_H
#define PT_WORKLOADS_INGEST_STORE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct pt_error;

struct pt_store {
	sqlite3 *db;
	sqlite3_stmt *insert;
	const char *name; /* of the file; NULL: a temporary database */
	int rc;           /* the first error of this run; SQLITE_OK */
	char why[160];
};

struct pt_row {
	uint64_t id, begin;
	const char *text;
	int bytes, vector_bytes;
	const void *vector;
};

/* Opens it and sees that it can be written.  0, or -1 with e filled (environment). */
int pt_store_open(struct pt_store *s, const char *name, struct pt_error *e);
/* An empty table for the run to come, and no error. */
void pt_store_begin(struct pt_store *s);
/* One transaction.  After an error nothing is done. */
void pt_store_rows(struct pt_store *s, const struct pt_row *row, uint64_t n);
/* The table takes its place. */
void pt_store_end(struct pt_store *s);
/* 0, or -1 with e filled (environment): the run's error. */
int pt_store_check(const struct pt_store *s, struct pt_error *e);
/* Reads all rows in the order of id; fn returns false to stop.  How many were read, -1: an error. */
int64_t
pt_store_read(struct pt_store *s, bool (*fn)(const struct pt_row *row, void *arg), void *arg);
void pt_store_close(struct pt_store *s);

#endif

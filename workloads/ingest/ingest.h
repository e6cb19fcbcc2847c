/* SPDX-License-Identifier: MIT */
/* The state of workload ingest, and its check. */
#ifndef PT_WORKLOADS_INGEST_INGEST_H
#define PT_WORKLOADS_INGEST_INGEST_H

#include <pthread.h>

#include "workloads/ingest/document.h"
#include "workloads/ingest/store.h"

#define PT_QUERIES 64
#define PT_NEAREST 5
#define PT_QUERY_BYTES 120

typedef int16_t pt_vector[PT_DIMENSIONS];

struct pt_match {
	uint64_t chunk;
	int32_t score;
};

struct pt_answer {
	uint64_t n;
	struct pt_match match[PT_NEAREST]; /* the best first */
};

enum pt_stage { PT_SPLIT, PT_EMBED, PT_STORE, PT_SEARCH, PT_STAGES };

struct pt_ingest {
	struct pt_document doc;
	uint64_t batch; /* rows in a transaction */
	bool overlap;
	struct pt_store store;
	pthread_mutex_t lock; /* of the store */
	bool lock_made;
	struct pt_span *span; /* per chunk */
	pt_vector *embedded;
	struct pt_row *row;
	/* of the last run */
	struct pt_answer answer[PT_QUERIES];
	bool ran;
	uint64_t ns[PT_STAGES], sequential_ns[PT_STAGES]; /* parallel, sequential */
	bool in_parallel;
};

/* Compares the database and the answers with naive code.  0, or -1 with e filled. */
int pt_ingest_check(struct pt_ingest *m, struct pt_error *e);

/* The text of query q. */
struct pt_span pt_ingest_query(const struct pt_ingest *m, uint64_t q);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The document of workload ingest: made or read, cut into chunks that overlap, and each chunk as a
 * vector.
 */
#ifndef PT_WORKLOADS_INGEST_DOCUMENT_H
#define PT_WORKLOADS_INGEST_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/workload.h"

#define PT_DIMENSIONS 256
#define PT_VECTOR_ONE 4096 /* length of a vector, rounded */

struct pt_document {
	char *text;
	uint64_t len;
	uint64_t chunk, overlap; /* bytes */
	uint64_t chunks;
};

struct pt_span {
	uint64_t begin, end;
};

/* Makes d->text, of d->len bytes, from the seed, by so many threads. */
void pt_document_make(struct pt_document *d, uint64_t seed, int threads);

/* How many chunks a document of `len` bytes has. */
uint64_t pt_document_chunks(uint64_t len, uint64_t chunk, uint64_t overlap);

/* Where chunk i lies: from one blank to another where there is one near. */
struct pt_span pt_document_span(const struct pt_document *d, uint64_t i);

/*
 * Feature hashing (K. Weinberger and others, 2009): each word, and each pair of neighbours, adds 1 or
 * -1 to a component that its hash chooses.  The sums are scaled to the length PT_VECTOR_ONE; a text
 * without words gives zeros.
 */
void pt_embed(const char *text, size_t len, int16_t vector[PT_DIMENSIONS]);

int32_t pt_dot(const int16_t *a, const int16_t *b);

#endif

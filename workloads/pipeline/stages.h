/* SPDX-License-Identifier: MIT */
/*
 * The stages of workload pipeline, and what lies between them.
 *
 *	source 0 .. N-1 ─▶ edit ─▶ slow ─▶ sink
 *
 * A *batch* of numbers goes from stage to stage.  A *link* is a bounded queue between two stages, a
 * channel or a ring, in which batches are named by a number.  The sink gives a batch back to its
 * source by a link of the same kind, so no more than so many are on the way.
 */
#ifndef PT_WORKLOADS_PIPELINE_STAGES_H
#define PT_WORKLOADS_PIPELINE_STAGES_H

#include <partop/partop.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PT_BATCH 256u      /* numbers */
#define PT_SOURCES_MAX 30u /* all links of a worker fit into one select */

struct pt_batch {
	uint64_t number, len;
	uint64_t x[PT_BATCH];
};

/* ---- the work: what the sequential version does as well ---- */

/* Makes batch b->number of a stream of n numbers. */
void pt_batch_make(struct pt_batch *b, uint64_t seed, uint64_t n);
/* Each number and its left neighbour. */
void pt_batch_edit(struct pt_batch *b);
/* So many steps of a generator for each number. */
void pt_batch_slow(struct pt_batch *b, uint64_t steps);
/* Of the numbers in their order. */
uint64_t pt_batch_digest(const struct pt_batch *b);

/* ---- links ---- */

/* For one sender and one receiver: neither ever waits for the other's lock, since there is none. */
struct pt_ring {
	_Alignas(128) _Atomic uint64_t head; /* the receiver's */
	_Alignas(128) _Atomic uint64_t tail; /* the sender's */
	uint64_t mask;
	uint64_t slot[];
};

struct pt_link {
	partop_channel *channel; /* one of the two */
	struct pt_ring *ring;
	uint64_t capacity;
	_Atomic uint64_t taken, depth_sum, depth_max; /* how many lay there at each receive */
};

/* 0, or -1: no memory. */
int pt_link_open(struct pt_link *l, uint64_t capacity, bool is_ring);
void pt_link_close(struct pt_link *l);
/* False: full, or over. */
bool pt_link_try_send(struct pt_link *l, uint64_t batch);
/* False: empty. */
bool pt_link_try_recv(struct pt_link *l, uint64_t *batch);
/* A batch was received.  Returns how many lay there, this one included. */
uint64_t pt_link_count(struct pt_link *l);
/* Bytes that links and batches of so many sources take. */
uint64_t pt_links_bytes(uint64_t sources, uint64_t capacity, uint64_t batches);

#endif

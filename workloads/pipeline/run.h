/* SPDX-License-Identifier: MIT */
/*
 * A pipeline under way: workers that take batches from links, run a stage, and put them into the next
 * link.
 *
 * Arrangements.  *any*: every worker may run every stage, and looks from the sink backwards for one
 * that has a batch; when the next link is full it goes on with that link's oldest batch instead of
 * waiting.  *staged*: the stages are dealt to the workers, neighbours together, and a worker waits
 * for the next one.
 */
#ifndef PT_WORKLOADS_PIPELINE_RUN_H
#define PT_WORKLOADS_PIPELINE_RUN_H

#include "workloads/pipeline/stages.h"

/* A producer: makes its batches one after the other. */
struct pt_source {
	_Atomic bool busy;          /* one worker at a time */
	_Atomic uint64_t next;      /* number of the next batch; guarded by busy */
	struct pt_link out, unused; /* to edit; batches that came back */
};

struct pt_flow {
	uint64_t n, seed, slow_steps; /* constant during a run */
	uint64_t batches;             /* of the stream */
	uint64_t own_batches;         /* buffers of each source */
	unsigned sources;
	bool is_staged, is_ring;
	struct pt_source source[PT_SOURCES_MAX];
	struct pt_link edited, slowed;
	struct pt_batch *buffer;   /* sources * own_batches */
	uint64_t *digest;          /* of each batch: the result */
	_Atomic uint64_t done;     /* batches at the end */
	_Atomic uint64_t timeouts; /* waits that found nothing for WAIT_NS */
	_Atomic bool finished;
};

/* Makes links and gives all batches to their sources.  0, or -1: no memory. */
int pt_flow_open(struct pt_flow *f, uint64_t capacity);
void pt_flow_close(struct pt_flow *f);

/* Runs it on the workers of w's pool, as a task. */
void pt_flow_run(struct pt_flow *f, partop_worker *w, partop_task *head);

#endif

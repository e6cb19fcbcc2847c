/* SPDX-License-Identifier: MIT */
/*
 * The measurement of a workload, in the child: which versions run, how often, and how they are
 * timed and checked.  Every step is a phase of the recording.
 *
 *	preview		the parallel version on a part of the input, not counted (preview.h)
 *	calibrate	what the CPUs can give, when it is due (capacity.h)
 *	rounds		sequential, one worker, all workers, again and again (schedule.h)
 *	warm-up		--warmup parallel runs before the first of them that counts
 *
 * Elapsed time is CLOCK_MONOTONIC around the version itself; inputs are reset outside of it.
 */
#ifndef PT_RUNNER_MEASURE_H
#define PT_RUNNER_MEASURE_H

#include <partop/partop.h>
#include <stdbool.h>
#include <stdint.h>

#include "runner/schedule.h"

struct pt_error;
struct pt_rec_writer;
struct pt_job;
struct pt_setup;

struct pt_measure {
	const struct pt_job *job;
	struct pt_rec_writer *writer;
	void *state;             /* of the workload, set up */
	int threads;             /* workers that could be started */
	partop_pool *pool, *one; /* measured; of one worker, NULL when the first has one */
	struct pt_schedule schedule;
	bool pin;
	bool checks;             /* this input is small enough for "verify auto" */
	bool verified, wrong;    /* some result was checked; one was wrong */
	uint64_t shortest_ns;    /* of the parallel runs */
	uint64_t peak_rss_bytes; /* before the peak was counted anew */
};

/* Starts the pools and tells the recording what is planned.  0, or -1 with e filled. */
int pt_measure_begin(struct pt_measure *m, struct pt_error *e);

/* Runs everything.  0, or -1 with e filled; a cancelled process does not return. */
int pt_measure_run(struct pt_measure *m, struct pt_error *e);

/* Stops the pools; also after a failure. */
void pt_measure_end(struct pt_measure *m);

#endif

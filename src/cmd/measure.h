/* SPDX-License-Identifier: MIT */
/*
 * The measurement of a workload, in the child: which versions run, how often, and how they are
 * timed and checked.  Every step is a phase of the recording.
 *
 *	sequential	3 runs, more while they take less than 0.5 s in all (not with --runs)
 *	one worker	the same, of the parallel version
 *	warm-up		--warmup parallel runs
 *	runs		until there are 5 and 3 s have passed, or as --runs and --time say
 *
 * Elapsed time is CLOCK_MONOTONIC around the version itself; inputs are reset outside of it.
 */
#ifndef PT_CMD_MEASURE_H
#define PT_CMD_MEASURE_H

#include <partop/partop.h>
#include <stdbool.h>
#include <stdint.h>

struct pt_error;
struct pt_rec_writer;
struct pt_run_args;
struct pt_setup;

struct pt_measure {
	const struct pt_run_args *args;
	struct pt_rec_writer *writer;
	void *state;		/* of the workload, set up */
	int threads;		/* workers that could be started */
	bool pin;
	bool checks;		/* this input is small enough for "verify auto" */
	bool verified, wrong;	/* some result was checked; one was wrong */
	uint64_t shortest_ns;	/* of the parallel runs */
};

/* Runs everything.  0, or -1 with e filled; a cancelled process does not return. */
int pt_measure_run(struct pt_measure *m, struct pt_error *e);

/* Tells the recording how many runs are planned. */
void pt_measure_plan(const struct pt_measure *m);

#endif

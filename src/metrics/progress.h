/* SPDX-License-Identifier: MIT */
/*
 * How far a measurement has come: time spent in its phases over the time they will take, as far
 * as the plan and the times measured so far tell.
 */
#ifndef PT_METRICS_PROGRESS_H
#define PT_METRICS_PROGRESS_H

#include <stdint.h>

struct pt_plan_part {
	uint64_t planned, done;
	double each_s;		/* NAN: none measured yet */
	double current_s;	/* how long the one that is running has been */
};

struct pt_plan {
	struct pt_plan_part sequential, one_worker, runs;
	double time_s;		/* parallel runs take this long at least; 0: no matter */
	double cores;		/* expected speedup where nothing was measured */
};

/* 0..1, NAN when there is no plan. */
double pt_progress(const struct pt_plan *plan);

/* Runs there will be in all, as far as is known: planned ones, or as many as fit the time. */
uint64_t pt_progress_runs(const struct pt_plan *plan);

#endif

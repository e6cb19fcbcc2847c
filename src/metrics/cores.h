/* SPDX-License-Identifier: MIT */
/*
 * Where the P cores went: the signature of a run.
 *
 *	useful		T_seq / T_P
 *	scheduling	(T_1 - T_seq) / T_P	negative when the parallel version is the faster one
 *	inflation	(sum of busy - T_1) / T_P	negative: more cache than one core has
 *	blocked, idle, off_cpu	sums / T_P
 *	other		P less all of these, exactly
 *
 * T_seq and T_1 are the CPU times of speedup.h.
 */
#ifndef PT_METRICS_CORES_H
#define PT_METRICS_CORES_H

#include "metrics/model.h"
#include "metrics/speedup.h"
#include "timeline/utilization.h"

/* In a shorter run the parts are mostly errors of its ends and of the clocks. */
#define PT_CORES_RUN_MIN_S 100e-6

/* What all workers did, as cores: sums over the length of the run that they come from. */
struct pt_used {
	double busy, search, idle, off_cpu; /* search is a part of idle */
	double blocked;                     /* NAN unknown */
	double other;
};

/* Adds a worker's times of a run of `run_s` seconds. */
void pt_used_add(struct pt_used *u, const struct pt_times *t, double run_s);

/*
 * Parts whose baseline is not known are NAN; the others depend on none.  `cpus` is how many
 * CPUs the workers may use, 0 unknown.
 */
struct pt_cores
pt_cores_of(const struct pt_speedup_in *times, const struct pt_used *used, double cpus);

/* The part of off-cpu that other programs took: CPUs that the workers wanted, in cores. */
double pt_cores_others(double workers, double cpus, double got, double off_cpu);

/* Whether all parts are possible numbers, and add up to the workers. */
bool pt_cores_add_up(const struct pt_cores *c, double workers);

#endif

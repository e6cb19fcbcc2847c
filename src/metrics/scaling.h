/* SPDX-License-Identifier: MIT */
/*
 * How far a workload scales: its measured configurations as points on curves over one axis.  The
 * label of each says where it belongs: its last word is the axis and the place on it, "threads=4",
 * what stands before it, if anything, names the curve: "fold threads=4".  Pure functions.
 *
 *	threads	the same work on more workers: speedup, the laws of scaling
 *	weak	work that grows with the workers, so that each has as much
 *	size	from which size on the parallel version wins
 *	grain	how large a piece of work should be
 *
 * Speedup is against the sequential version.  Where all points of a curve have the same work, all
 * their sequential runs are taken together, by rounds; so are the runs on one worker.
 */
#ifndef PT_METRICS_SCALING_H
#define PT_METRICS_SCALING_H

#include <stdbool.h>
#include <stddef.h>

#include "metrics/crossover.h"
#include "metrics/estimate.h"
#include "metrics/fit.h"
#include "metrics/measured.h"

enum pt_scaling_axis {
	PT_SCALING_THREADS,
	PT_SCALING_WEAK,
	PT_SCALING_SIZE,
	PT_SCALING_GRAIN,
};

#define PT_SCALING_NONE ((size_t)-1)
#define PT_SCALING_FLAT 0.1 /* of a U-curve: what lies so near to the best time, or in the noise */

struct pt_scaling_point {
	const struct pt_measured *m;
	double x;                /* workers, size, grain */
	struct pt_spread spread; /* of the (parallel) runs */
	struct pt_estimate time, speedup;
	struct pt_estimate self_speedup; /* against one worker; of threads alone */
	double sequential_s;             /* NAN unknown, as all that follows */
	double efficiency, karp_flatt;
	double gustafson; /* weak: serial part of the scaled work, (P - S) / (P - 1) */
	double work;      /* weak: a worker's work by sequential times, 1 at the first point */
	double growth;    /* weak: time / that of the first point; 1 is perfect */
	double cpus_busy, capacity_share;
	bool out; /* failed, wrong, or nothing was measured */
};

struct pt_scaling_curve {
	char *label;                    /* what it alone has; "" when there is no other */
	struct pt_scaling_point *point; /* x ascends */
	size_t len;
	struct pt_timings sequential, one_worker; /* of all points; empty if each has its own */
	size_t best;                 /* threads: the point with the lowest time; NONE */
	size_t fewest;               /* the first one that is not shown to be slower than that */
	struct pt_fit_amdahl amdahl; /* threads: of the points that have a CPU for each worker */
	struct pt_fit_usl usl;
	struct pt_fit_slope karp_flatt; /* of the same points, from 2 workers on */
	struct pt_crossover crossover;  /* sizes */
	struct pt_flat flat;            /* grains: indices of points */
	double flat_share; /* how near to the best they are: PT_SCALING_FLAT, or the noise */
};

struct pt_scaling {
	enum pt_scaling_axis axis;
	struct pt_scaling_curve *curve;
	size_t len;
	double noise; /* pt_estimate_noise(); NAN unknown */
	size_t runs, disturbed, unknown, rounds;
};

/* The axis is that of the first one.  `m` is borrowed until pt_scaling_fini(); one whose label has
 * no place on that axis is on no curve. */
void pt_scaling_make(struct pt_scaling *s, const struct pt_measured *m, size_t len);
void pt_scaling_fini(struct pt_scaling *s);

/* The widest half interval of the speedups (without baselines: of the times) as a share, of points
 * that are not oversubscribed; NAN: one is not known. */
double pt_scaling_width(const struct pt_scaling *s);

/* "threads", "weak", "size", "grain": the word before the "=". */
const char *pt_scaling_axis_name(enum pt_scaling_axis axis);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What a curve shows: from which size on a parallel version wins, and where a curve that
 * has a bottom is flat.  Pure functions; points ascend, and what is not known in them is left out.
 */
#ifndef PT_METRICS_CROSSOVER_H
#define PT_METRICS_CROSSOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "metrics/estimate.h"

struct pt_crossover_point {
	double x;                 /* > 0 */
	struct pt_estimate ratio; /* above 1 wins */
};

enum pt_crossover_kind {
	PT_CROSSOVER_UNKNOWN, /* no point */
	PT_CROSSOVER_NEVER,   /* it wins nowhere */
	PT_CROSSOVER_ALWAYS,  /* it wins everywhere */
	PT_CROSSOVER_FROM,    /* it wins from a size on */
	PT_CROSSOVER_PART,    /* it wins somewhere, but not at the end */
};

struct pt_crossover {
	enum pt_crossover_kind kind;
	double at;      /* the size from which on it wins; NAN: there is none */
	double lo, hi;  /* the same of the ends of the intervals; NAN: not between points */
	bool several;   /* below it there are sizes that win, too */
	size_t known;   /* points that say something */
	size_t unclear; /* of these: 1 lies in their intervals, or they have none */
};

/* Between two points the ratio is interpolated, in the logarithms of both. */
struct pt_crossover pt_crossover_find(const struct pt_crossover_point *p, size_t n);

#define PT_FLAT_NONE ((size_t)-1)

/* The points around the lowest one, up to the first that is higher than (1 + share) times it. */
struct pt_flat {
	size_t best, first, last; /* NONE: no point */
};

struct pt_flat pt_flat_find(const double *y, size_t n, double share);

#endif

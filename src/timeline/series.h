/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind of run: their median and extremes.
 */
#ifndef PT_TIMELINE_SERIES_H
#define PT_TIMELINE_SERIES_H

#include <math.h>
#include <stddef.h>

/* A measured series of runs. */
struct pt_series {
	size_t len;
	double *s;		/* in the order measured */
	double median, min, max;	/* NAN: none; of a program's own baseline only median */
};

void pt_series_init(struct pt_series *s);	/* empty: the rest NAN */
void pt_series_fini(struct pt_series *s);

/* Takes a copy of n times, in the order measured. */
void pt_series_set(struct pt_series *s, const double *times, size_t n);

/* The middle one, or the mean of the two in the middle; NAN of none.  Sorts. */
double pt_series_median(double *times, size_t n);

#endif

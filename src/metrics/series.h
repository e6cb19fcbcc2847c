/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind of run: their median and extremes.
 */
#ifndef PT_METRICS_SERIES_H
#define PT_METRICS_SERIES_H

#include "metrics/model.h"

void pt_series_init(struct pt_series *s);	/* empty: the rest NAN */
void pt_series_fini(struct pt_series *s);

/* Takes a copy of n times, in the order measured. */
void pt_series_set(struct pt_series *s, const double *times, size_t n);

/* The middle one, or the mean of the two in the middle; NAN of none.  Sorts. */
double pt_series_median(double *times, size_t n);

#endif

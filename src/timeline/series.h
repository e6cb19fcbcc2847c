/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind of run: their median and extremes.
 */
#ifndef PT_TIMELINE_SERIES_H
#define PT_TIMELINE_SERIES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* CPU time and run delay of all threads of a run together; NAN unknown. */
struct pt_series_use {
	double cpu_s, delay_s;
	uint32_t workers;
};

/* A measured series of runs. */
struct pt_series {
	size_t len;
	double *s;                 /* in the order measured */
	struct pt_series_use *use; /* of each; NULL: made of times alone */
	double median, min, max;   /* NAN: none; of a program's own baseline only median */
	/* of the thread that ran them: shares of their time not on a CPU; NAN unknown */
	double off_cpu, blocked;
	double own_s; /* median without off-cpu time; NAN unknown */
	double cpu_s; /* median of the CPU times; NAN unknown */
};

/* One run, and how long the thread that ran it was off-cpu and blocked; NAN unknown. */
struct pt_series_run {
	double s, off_cpu_s, blocked_s;
	struct pt_series_use use;
};

void pt_series_init(struct pt_series *s); /* empty: the rest NAN */
void pt_series_fini(struct pt_series *s);

/* Sets the series from n times, or from n runs, in the order measured. */
void pt_series_set(struct pt_series *s, const double *times, size_t n);
void pt_series_set_runs(struct pt_series *s, const struct pt_series_run *runs, size_t n);

/* NAN of no times.  Sorts them. */
double pt_series_median(double *times, size_t n);

#endif

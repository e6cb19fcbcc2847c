/* SPDX-License-Identifier: MIT */
/*
 * Two laws of scaling, fitted to the times of P workers.
 *
 *	Amdahl (1967)	T(P) = T(1) (f + (1 - f) / P)
 *	USL		T(P) = T(1) (1 + a (P - 1) + b P (P - 1)) / P
 *
 * f is the *serial* part.  In the universal scalability law (Gunther 1993) a is *contention*, the
 * share of time that workers wait for each other, and b is *coherence*, what each worker costs all
 * others; with b > 0 there is a peak at sqrt((1 - a) / b) workers, beyond which more are slower.
 *
 * Both are linear in their coefficients, which are times, so that least squares have one solution.
 * Errors are relative, as times scatter in proportion.  T(1) is fitted, too: an error of the first
 * point does not bend the curve.
 * A part below 0 has no meaning and becomes 0 (the data then scale better than the law allows).
 * Standard errors are those of the fit without that bound, from the residues; parts are ratios, so
 * theirs are by linear propagation.  Pure functions.
 */
#ifndef PT_METRICS_FIT_H
#define PT_METRICS_FIT_H

#include <stdbool.h>
#include <stddef.h>

#define PT_FIT_POINTS 4 /* with fewer different P there is no fit */

struct pt_fit_point {
	double workers, s;
};

struct pt_fit_part {
	double value;  /* a share */
	double error;  /* standard error */
	double lo, hi; /* 95 % interval by Student's t, lo not below 0 */
	bool bound;    /* would be below 0 */
};

struct pt_fit {
	bool known; /* else all that follows is NAN */
	size_t points;
	double one_worker_s; /* T(1) */
	double residue;      /* root mean square of the relative errors */
};

struct pt_fit_amdahl {
	struct pt_fit fit;
	struct pt_fit_part serial;
	double limit; /* T(1) / T(infinite); INFINITY without a serial part */
};

struct pt_fit_usl {
	struct pt_fit fit;
	struct pt_fit_part contention, coherence;
	double peak; /* workers; INFINITY: none */
};

struct pt_fit_amdahl pt_fit_amdahl(const struct pt_fit_point *p, size_t n);
struct pt_fit_usl pt_fit_usl(const struct pt_fit_point *p, size_t n);

/*
 * How y changes with the workers: a line by least squares.  Of the serial fraction of Karp and Flatt
 * (1990) it tells a serial part, which stays, from overhead, which grows.
 */
struct pt_fit_slope {
	bool known;    /* from 3 different places on */
	double value;  /* of y per worker */
	double lo, hi; /* 95 % interval by Student's t */
	double mean;   /* of y */
};

struct pt_fit_slope pt_fit_slope(const double *workers, const double *y, size_t n);

/* The time that the law gives; NAN without a fit. */
double pt_fit_amdahl_s(const struct pt_fit_amdahl *f, double workers);
double pt_fit_usl_s(const struct pt_fit_usl *f, double workers);

#endif

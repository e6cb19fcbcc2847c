/* SPDX-License-Identifier: MIT */
/*
 * Linear least squares of relative errors with few coefficients, none of which is below 0.
 *
 * Which of them are 0 is found by trying all subsets: the best one without a negative coefficient is
 * the solution, as the sum of squares is convex.  Pure functions.
 */
#ifndef PT_METRICS_LEAST_SQUARES_H
#define PT_METRICS_LEAST_SQUARES_H

#include <stdbool.h>
#include <stddef.h>

#define PT_SQUARES_MAX 3

struct pt_squares {
	size_t coefficients;
	double c[PT_SQUARES_MAX];
	bool bound[PT_SQUARES_MAX]; /* set to 0, as it would be below */
	/* Covariances without the bound; NAN where there are no more rows than coefficients. */
	double covariance[PT_SQUARES_MAX][PT_SQUARES_MAX];
	double sum; /* of the squares, with the bound */
};

struct pt_squares_row {
	double x[PT_SQUARES_MAX], y; /* y > 0 */
};

/* y = x[0] c[0] + ...  False: the rows do not tell the coefficients apart. */
bool pt_squares_solve(struct pt_squares *s, size_t coefficients, const struct pt_squares_row *row,
	size_t rows);

#endif

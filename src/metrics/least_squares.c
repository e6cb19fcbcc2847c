/* SPDX-License-Identifier: MIT */
/*
 * Least squares by normal equations.  See least_squares.h.
 */
#include "metrics/least_squares.h"

#include <math.h>
#include <string.h>

#define SINGULAR 1e-13 /* of a pivot, as a share of its diagonal */

/* The normal equations m c = v; */
struct normal {
	size_t n;
	double m[PT_SQUARES_MAX][PT_SQUARES_MAX], v[PT_SQUARES_MAX];
};

/* Divided by y, so that errors are relative: then each y is 1. */
static struct normal
normal_of(size_t n, const struct pt_squares_row *row, size_t rows)
{
	struct normal e = { .n = n };

	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < n; i++) {
			double x = row[r].x[i] / row[r].y;

			e.v[i] += x;
			for (size_t k = 0; k < n; k++)
				e.m[i][k] += x * row[r].x[k] / row[r].y;
		}
	return e;
}

/* The equations of the coefficients in the mask; the others are 0. */
static struct normal
part_of(const struct normal *e, unsigned mask)
{
	struct normal p = *e;

	for (size_t i = 0; i < e->n; i++) {
		if (mask >> i & 1)
			continue;
		for (size_t k = 0; k < e->n; k++)
			p.m[i][k] = p.m[k][i] = i == k;
		p.v[i] = 0;
	}
	return p;
}

/* The lower triangle such that l l' = m (Cholesky). */
static bool
factor(double l[PT_SQUARES_MAX][PT_SQUARES_MAX], const struct normal *e)
{
	memset(l, 0, sizeof(e->m));
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k <= i; k++) {
			double sum = e->m[i][k];

			for (size_t j = 0; j < k; j++)
				sum -= l[i][j] * l[k][j];
			if (i == k && !(sum > SINGULAR * e->m[i][i]))
				return false;
			l[i][k] = i == k ? sqrt(sum) : sum / l[k][k];
		}
	return true;
}

static void
substitute(double l[PT_SQUARES_MAX][PT_SQUARES_MAX], size_t n, const double *v, double *c)
{
	for (size_t i = 0; i < n; i++) {
		c[i] = v[i];
		for (size_t k = 0; k < i; k++)
			c[i] -= l[i][k] * c[k];
		c[i] /= l[i][i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			c[i] -= l[k][i] * c[k];
		c[i] /= l[i][i];
	}
}

static double
sum_of_squares(size_t n, const struct pt_squares_row *row, size_t rows, const double *c)
{
	double sum = 0;

	for (size_t r = 0; r < rows; r++) {
		double error = -1;

		for (size_t i = 0; i < n; i++)
			error += c[i] * row[r].x[i] / row[r].y;
		sum += error * error;
	}
	return sum;
}

static bool
none_negative(const double *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(c[i] >= 0))
			return false;
	return true;
}

/* The best of all subsets; the full set first: if no coefficient is below 0, it is the solution. */
static void
bound(struct pt_squares *s, const struct normal *e, const struct pt_squares_row *row, size_t rows)
{
	s->sum = INFINITY;
	for (unsigned mask = (1u << e->n) - 1; mask > 0; mask--) {
		double l[PT_SQUARES_MAX][PT_SQUARES_MAX], c[PT_SQUARES_MAX] = { 0 }, sum;
		struct normal p = part_of(e, mask);

		if (!factor(l, &p))
			continue;
		substitute(l, e->n, p.v, c);
		sum = sum_of_squares(e->n, row, rows, c);
		if (!none_negative(c, e->n) || sum >= s->sum)
			continue;
		s->sum = sum;
		memcpy(s->c, c, sizeof(c));
		for (size_t i = 0; i < e->n; i++)
			s->bound[i] = !(mask >> i & 1);
	}
}

static void
set_covariance(struct pt_squares *s, double l[PT_SQUARES_MAX][PT_SQUARES_MAX], double variance)
{
	for (size_t i = 0; i < s->coefficients; i++) {
		double unit[PT_SQUARES_MAX] = { 0 }, column[PT_SQUARES_MAX];

		unit[i] = 1;
		substitute(l, s->coefficients, unit, column);
		for (size_t k = 0; k < s->coefficients; k++)
			s->covariance[k][i] = variance * column[k];
	}
}

bool
pt_squares_solve(struct pt_squares *s, size_t coefficients, const struct pt_squares_row *row,
	size_t rows)
{
	struct normal e = normal_of(coefficients, row, rows);
	double l[PT_SQUARES_MAX][PT_SQUARES_MAX], c[PT_SQUARES_MAX], variance = NAN;

	*s = (struct pt_squares){ .coefficients = coefficients };
	if (rows < coefficients || !factor(l, &e))
		return false;
	substitute(l, coefficients, e.v, c);
	if (rows > coefficients)
		variance =
			sum_of_squares(coefficients, row, rows, c) / (double)(rows - coefficients);
	set_covariance(s, l, variance);
	bound(s, &e, row, rows);
	return isfinite(s->sum);
}

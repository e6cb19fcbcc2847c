/* SPDX-License-Identifier: MIT */
/*
 * Amdahl's law and the universal scalability law.  See fit.h.
 */
#include "metrics/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "metrics/least_squares.h"
#include "metrics/student.h"

#define PART_UNKNOWN ((struct pt_fit_part){ .value = NAN, .error = NAN, .lo = NAN, .hi = NAN })
#define FIT_UNKNOWN ((struct pt_fit){ .one_worker_s = NAN, .residue = NAN })

static size_t
different(const struct pt_fit_point *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen = seen || p[k].workers == p[i].workers;
		count += !seen;
	}
	return count;
}

/* Fills the factors of the coefficients at that number of workers. */
typedef void row_fn(struct pt_squares_row *row, double workers);

static bool
solve(struct pt_squares *s, size_t coefficients, row_fn *law, const struct pt_fit_point *p,
	size_t n)
{
	struct pt_squares_row *row;
	bool solved;

	if (different(p, n) < PT_FIT_POINTS)
		return false;
	row = pt_xcalloc(n, sizeof(*row));
	for (size_t i = 0; i < n; i++) {
		law(&row[i], p[i].workers);
		row[i].y = p[i].s;
	}
	solved = pt_squares_solve(s, coefficients, row, n);
	free(row);
	return solved;
}

static struct pt_fit
fit_of(const struct pt_squares *s, double one_worker_s, size_t n)
{
	return (struct pt_fit){ .known = true,
		.points = n,
		.one_worker_s = one_worker_s,
		.residue = sqrt(s->sum / (double)n) };
}

static struct pt_fit_part
part_of(const struct pt_squares *s, double value, double variance, bool bound, size_t n)
{
	double error = sqrt(fmax(variance, 0));
	double half = n > s->coefficients ? pt_student_95(n - s->coefficients) * error : NAN;

	return (struct pt_fit_part){ .value = value,
		.error = error,
		.bound = bound,
		.lo = fmax(value - half, 0),
		.hi = value + half };
}

/* ---- Amdahl: T(P) = serial + parallel / P ---- */

enum { SERIAL, PARALLEL };

static void
amdahl_row(struct pt_squares_row *row, double workers)
{
	row->x[SERIAL] = 1;
	row->x[PARALLEL] = 1 / workers;
}

struct pt_fit_amdahl
pt_fit_amdahl(const struct pt_fit_point *p, size_t n)
{
	struct pt_fit_amdahl f = { .fit = FIT_UNKNOWN, .serial = PART_UNKNOWN, .limit = NAN };
	struct pt_squares s;
	double one, ds, dp, variance;

	if (!solve(&s, 2, amdahl_row, p, n))
		return f;
	one = s.c[SERIAL] + s.c[PARALLEL];
	ds = s.c[PARALLEL] / one / one; /* derivatives of the share by its two times */
	dp = -s.c[SERIAL] / one / one;
	variance = ds * ds * s.covariance[SERIAL][SERIAL] +
		dp * dp * s.covariance[PARALLEL][PARALLEL] +
		2 * ds * dp * s.covariance[SERIAL][PARALLEL];
	f.fit = fit_of(&s, one, n);
	f.serial = part_of(&s, s.c[SERIAL] / one, variance, s.bound[SERIAL], n);
	f.serial.hi = fmin(f.serial.hi, 1);
	f.limit = 1 / f.serial.value;
	return f;
}

double
pt_fit_amdahl_s(const struct pt_fit_amdahl *f, double workers)
{
	return f->fit.one_worker_s * (f->serial.value + (1 - f->serial.value) / workers);
}

/* ---- USL: T(P) = (one + contention (P - 1) + coherence P (P - 1)) / P ---- */

enum { ONE, CONTENTION, COHERENCE };

static void
usl_row(struct pt_squares_row *row, double workers)
{
	row->x[ONE] = 1 / workers;
	row->x[CONTENTION] = (workers - 1) / workers;
	row->x[COHERENCE] = workers - 1;
}

static struct pt_fit_part
usl_part(const struct pt_squares *s, int which, size_t n)
{
	double one = s->c[ONE], share = s->c[which] / one;
	double variance = (s->covariance[which][which] + share * share * s->covariance[ONE][ONE] -
				  2 * share * s->covariance[which][ONE]) /
		one / one;

	return part_of(s, share, variance, s->bound[which], n);
}

/* With a contention of 1 nothing scales, and the peak is at 0. */
static double
peak_of(double contention, double coherence)
{
	return coherence > 0 ? sqrt(fmax(1 - contention, 0) / coherence) : INFINITY;
}

struct pt_fit_usl
pt_fit_usl(const struct pt_fit_point *p, size_t n)
{
	struct pt_fit_usl f = { .fit = FIT_UNKNOWN,
		.contention = PART_UNKNOWN,
		.coherence = PART_UNKNOWN,
		.peak = NAN };
	struct pt_squares s;

	if (!solve(&s, 3, usl_row, p, n) || !(s.c[ONE] > 0))
		return f;
	f.fit = fit_of(&s, s.c[ONE], n);
	f.contention = usl_part(&s, CONTENTION, n);
	f.coherence = usl_part(&s, COHERENCE, n);
	f.peak = fmax(peak_of(f.contention.value, f.coherence.value), 1);
	return f;
}

double
pt_fit_usl_s(const struct pt_fit_usl *f, double workers)
{
	double n = workers - 1;

	return f->fit.one_worker_s *
		(1 + f->contention.value * n + f->coherence.value * workers * n) / workers;
}

/* ---- a line ---- */

static double
mean_of(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum / (double)n;
}

struct pt_fit_slope
pt_fit_slope(const double *workers, const double *y, size_t n)
{
	struct pt_fit_slope f = { .value = NAN, .lo = NAN, .hi = NAN, .mean = mean_of(y, n) };
	double x_mean = mean_of(workers, n), xx = 0, xy = 0, residue = 0, half;

	for (size_t i = 0; i < n; i++) {
		xx += (workers[i] - x_mean) * (workers[i] - x_mean);
		xy += (workers[i] - x_mean) * (y[i] - f.mean);
	}
	f.known = n >= 3 && xx > 0;
	if (!f.known)
		return f;
	f.value = xy / xx;
	for (size_t i = 0; i < n; i++)
		residue += pow(y[i] - f.mean - f.value * (workers[i] - x_mean), 2);
	half = pt_student_95(n - 2) * sqrt(residue / (double)(n - 2) / xx);
	f.lo = f.value - half;
	f.hi = f.value + half;
	return f;
}

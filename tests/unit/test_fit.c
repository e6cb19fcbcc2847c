/* SPDX-License-Identifier: MIT */
/* The laws of scaling: exact times give their parameters back, noisy ones errors that cover them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "metrics/fit.h"
#include "metrics/least_squares.h"
#include "metrics/student.h"
#include "tests/unit/cm.h"

#define POINTS 8
#define NEAR 1e-9

static const double workers[POINTS] = { 1, 2, 3, 4, 6, 8, 12, 16 };

static double
amdahl(double one, double serial, double p)
{
	return one * (serial + (1 - serial) / p);
}

static double
usl(double one, double contention, double coherence, double p)
{
	return one * (1 + contention * (p - 1) + coherence * p * (p - 1)) / p;
}

static void
assert_near(double got, double want, double share)
{
	if (!(fabs(got - want) <= share * fabs(want)))
		fail_msg("%.12g is not %.12g", got, want);
}

/* ---- Amdahl ---- */

static void
exact_times_give_the_serial_part(void **state)
{
	static const double parts[] = { 0.001, 0.05, 0.2, 0.5, 0.9 };

	for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++) {
		struct pt_fit_point p[POINTS];
		struct pt_fit_amdahl f;

		for (size_t i = 0; i < POINTS; i++)
			p[i] = (struct pt_fit_point){ workers[i], amdahl(3, parts[k], workers[i]) };
		f = pt_fit_amdahl(p, POINTS);
		assert_true(f.fit.known);
		assert_int_equal(f.fit.points, POINTS);
		assert_near(f.serial.value, parts[k], NEAR);
		assert_near(f.fit.one_worker_s, 3, NEAR);
		assert_near(f.limit, 1 / parts[k], NEAR);
		assert_true(f.serial.error < 1e-9 && f.fit.residue < 1e-9);
		assert_near(pt_fit_amdahl_s(&f, 5), amdahl(3, parts[k], 5), NEAR);
	}
}

static void
perfect_scaling_has_no_serial_part_and_no_limit(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_amdahl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], 2 / workers[i] };
	f = pt_fit_amdahl(p, POINTS);
	assert_true(f.serial.value < 1e-12 && f.limit > 1e9);
}

static void
better_than_the_law_is_no_negative_part(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_amdahl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], pow(workers[i], -1.1) };
	f = pt_fit_amdahl(p, POINTS);
	assert_true(f.serial.value == 0 && f.serial.lo == 0 && f.serial.bound);
	assert_true(isinf(f.limit) && f.serial.error > 0);
}

static void
no_scaling_at_all_is_serial(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_amdahl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], 2 };
	f = pt_fit_amdahl(p, POINTS);
	assert_near(f.serial.value, 1, NEAR);
	for (size_t i = 0; i < POINTS; i++)
		p[i].s = 2 + workers[i];
	f = pt_fit_amdahl(p, POINTS);
	assert_near(f.serial.value, 1, NEAR);
}

/* ---- USL ---- */

static void
exact_times_give_contention_and_coherence(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_usl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], usl(5, 0.04, 0.002, workers[i]) };
	f = pt_fit_usl(p, POINTS);
	assert_true(f.fit.known);
	assert_near(f.contention.value, 0.04, NEAR);
	assert_near(f.coherence.value, 0.002, NEAR);
	assert_near(f.fit.one_worker_s, 5, NEAR);
	assert_near(f.peak, sqrt(0.96 / 0.002), NEAR);
	assert_near(pt_fit_usl_s(&f, 32), usl(5, 0.04, 0.002, 32), NEAR);
	assert_false(f.contention.bound || f.coherence.bound);
}

static void
without_coherence_usl_is_amdahl_and_has_no_peak(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_usl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], amdahl(1, 0.1, workers[i]) };
	f = pt_fit_usl(p, POINTS);
	assert_near(f.contention.value, 0.1, 1e-6);
	assert_true(f.coherence.value < 1e-9);
	assert_true(f.peak > 1e4);
}

static void
curves_that_rise_faster_than_the_law_have_no_negative_coherence(void **state)
{
	struct pt_fit_point p[POINTS];
	struct pt_fit_usl f;

	for (size_t i = 0; i < POINTS; i++)
		p[i] = (struct pt_fit_point){ workers[i], usl(1, 0.3, -0.005, workers[i]) };
	f = pt_fit_usl(p, POINTS);
	assert_true(f.coherence.value == 0 && f.coherence.bound && isinf(f.peak));
	assert_true(f.contention.value > 0.15 && f.contention.value < 0.3);
}

/* ---- a line ---- */

static void
a_slope_is_told_from_none(void **state)
{
	static const double rises[] = { 0.05, 0.061, 0.069, 0.08, 0.1, 0.121, 0.159, 0.2 };
	static const double stays[] = { 0.151, 0.149, 0.152, 0.148, 0.15, 0.151, 0.149, 0.15 };
	struct pt_fit_slope f = pt_fit_slope(workers, rises, POINTS);

	assert_true(f.known && f.lo > 0);
	assert_near(f.value, 0.01, 0.02);
	assert_near(f.mean, 0.105, 0.01);
	f = pt_fit_slope(workers, stays, POINTS);
	assert_true(f.known && f.lo < 0 && f.hi > 0);
	assert_false(pt_fit_slope(workers, stays, 2).known);
	assert_false(pt_fit_slope(NULL, NULL, 0).known);
	assert_false(pt_fit_slope((const double[]){ 4, 4, 4 }, stays, 3).known);
}

/* ---- what is no data ---- */

static void
below_four_points_there_is_no_fit(void **state)
{
	struct pt_fit_point p[] = { { 1, 1 }, { 2, 0.6 }, { 4, 0.35 }, { 4, 0.36 }, { 2, 0.61 },
		{ 8, 0.2 } };

	assert_false(pt_fit_amdahl(p, 3).fit.known);
	assert_true(isnan(pt_fit_amdahl(p, 3).serial.value) && isnan(pt_fit_amdahl(p, 3).limit));
	assert_false(pt_fit_usl(p, 3).fit.known);
	assert_true(isnan(pt_fit_usl_s(&(struct pt_fit_usl){ .fit.one_worker_s = NAN }, 2)));
	assert_false(pt_fit_usl(p, 5).fit.known); /* of five only three are different */
	assert_true(pt_fit_usl(p, 6).fit.known);
	assert_false(pt_fit_amdahl(NULL, 0).fit.known);
}

/* ---- noise ---- */

struct noise {
	uint64_t state;
};

static double
uniform(struct noise *n)
{
	n->state = n->state * 6364136223846793005u + 1442695040888963407u;
	return ((double)(n->state >> 11) + 0.5) / 9007199254740992.0;
}

/* Box and Muller. */
static double
gauss(struct noise *n)
{
	double r = sqrt(-2 * log(uniform(n)));

	return r * cos(6.283185307179586 * uniform(n));
}

#define TRIES 1000

/* Of so many 95 % intervals as many hold the truth, within what chance leaves them. */
static void
assert_covers(int hits)
{
	if (hits < 925 || hits > 975)
		fail_msg("%d of %d intervals hold the truth", hits, TRIES);
}

static void
intervals_of_noisy_times_hold_the_serial_part(void **state)
{
	struct noise n = { 7 };
	int hits = 0;
	double errors = 0, squares = 0;

	for (int t = 0; t < TRIES; t++) {
		struct pt_fit_point p[POINTS];
		struct pt_fit_amdahl f;

		for (size_t i = 0; i < POINTS; i++)
			p[i] = (struct pt_fit_point){ workers[i],
				amdahl(1, 0.2, workers[i]) * (1 + 0.01 * gauss(&n)) };
		f = pt_fit_amdahl(p, POINTS);
		hits += f.serial.lo <= 0.2 && 0.2 <= f.serial.hi;
		errors += f.serial.error * f.serial.error / TRIES;
		squares += pow(f.serial.value - 0.2, 2) / TRIES;
	}
	assert_covers(hits);
	assert_near(sqrt(errors), sqrt(squares),
		0.1); /* the standard error is what values scatter by */
}

static void
intervals_of_noisy_times_hold_contention_and_coherence(void **state)
{
	struct noise n = { 11 };
	int contention = 0, coherence = 0;

	for (int t = 0; t < TRIES; t++) {
		struct pt_fit_point p[POINTS];
		struct pt_fit_usl f;

		for (size_t i = 0; i < POINTS; i++)
			p[i] = (struct pt_fit_point){ workers[i],
				usl(1, 0.1, 0.01, workers[i]) * (1 + 0.005 * gauss(&n)) };
		f = pt_fit_usl(p, POINTS);
		contention += f.contention.lo <= 0.1 && 0.1 <= f.contention.hi;
		coherence += f.coherence.lo <= 0.01 && 0.01 <= f.coherence.hi;
	}
	assert_covers(contention);
	assert_covers(coherence);
}

/* ---- below them ---- */

static void
rows_that_do_not_tell_coefficients_apart_are_refused(void **state)
{
	struct pt_squares_row rows[] = { { { 1, 2 }, 1 }, { { 2, 4 }, 1 }, { { 3, 6 }, 1 } };
	struct pt_squares s;

	assert_false(pt_squares_solve(&s, 2, rows, 3));
	assert_false(pt_squares_solve(&s, 2, rows, 1));
	assert_true(pt_squares_solve(&s, 1, rows, 3));
}

static void
student_is_that_of_the_tables(void **state)
{
	assert_true(isnan(pt_student_95(0)));
	assert_near(pt_student_95(1), 12.706, 1e-4);
	assert_near(pt_student_95(8), 2.306, 1e-4);
	assert_near(pt_student_95(9), 2.2622, 2e-4);
	assert_near(pt_student_95(15), 2.1314, 1e-4);
	assert_near(pt_student_95(30), 2.0423, 1e-4);
	assert_near(pt_student_95(1000000), 1.95996, 1e-4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_times_give_the_serial_part),
		cmocka_unit_test(perfect_scaling_has_no_serial_part_and_no_limit),
		cmocka_unit_test(better_than_the_law_is_no_negative_part),
		cmocka_unit_test(no_scaling_at_all_is_serial),
		cmocka_unit_test(exact_times_give_contention_and_coherence),
		cmocka_unit_test(without_coherence_usl_is_amdahl_and_has_no_peak),
		cmocka_unit_test(curves_that_rise_faster_than_the_law_have_no_negative_coherence),
		cmocka_unit_test(a_slope_is_told_from_none),
		cmocka_unit_test(below_four_points_there_is_no_fit),
		cmocka_unit_test(intervals_of_noisy_times_hold_the_serial_part),
		cmocka_unit_test(intervals_of_noisy_times_hold_contention_and_coherence),
		cmocka_unit_test(rows_that_do_not_tell_coefficients_apart_are_refused),
		cmocka_unit_test(student_is_that_of_the_tables),
	};

	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * Times of several processes: outliers, medians, ratios, intervals, noise, all from made data.
 */
#include <math.h>
#include <stdlib.h>

#include "metrics/bootstrap.h"
#include "metrics/estimate.h"
#include "metrics/timings.h"
#include "tests/unit/cm.h"

static void
add(struct pt_timings *t, uint32_t round, double s)
{
	pt_timings_add(t, &(struct pt_timing){ .s = s, .round = round });
}

/* A run a round. */
static struct pt_timings
rounds_of(const double *s, size_t n)
{
	struct pt_timings t = { 0 };

	for (size_t i = 0; i < n; i++)
		add(&t, (uint32_t)i, s[i]);
	return t;
}
#define ROUNDS(...) \
	rounds_of((const double[]){ __VA_ARGS__ }, \
		sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double))

static void
about(double got, double want)
{
	assert_true(fabs(got - want) <= 1e-9 * fabs(want));
}

/* ---- timings ---- */

static void
outliers_are_told_by_tukeys_fences(void **state)
{
	/* quartiles 3 and 7, so the fences above are 13 and 19 */
	struct pt_timings t = ROUNDS(5, 3, 1, 100, 2, 4, 6, 7, 8);
	struct pt_spread p = pt_timings_spread(&t);
	enum pt_outlier *each;

	assert_int_equal(p.runs, 9);
	assert_int_equal(p.severe, 1);
	assert_int_equal(p.mild, 0);
	each = pt_timings_outliers(&t);
	assert_int_equal(each[3], PT_OUTLIER_SEVERE);
	assert_int_equal(each[0], PT_OUTLIER_NONE);
	free(each);
	t.v[3].s = 14;
	each = pt_timings_outliers(&t);
	assert_int_equal(each[3], PT_OUTLIER_MILD);
	free(each);
	assert_int_equal(pt_timings_spread(&t).mild, 1);
	pt_timings_fini(&t);
}

static void
an_outlier_still_counts(void **state)
{
	struct pt_timings t = ROUNDS(5, 3, 1, 100, 2, 4, 6, 7, 8);
	struct pt_spread p = pt_timings_spread(&t);

	about(p.median, 5);
	about(p.min, 1);
	about(p.max, 100);
	pt_timings_fini(&t);
}

static void
disturbed_runs_are_counted(void **state)
{
	struct pt_timings t = { 0 };
	struct pt_spread p;

	for (int i = -1; i < 5; i++)
		pt_timings_add(&t, &(struct pt_timing){ .s = 1, .disturbed = i < 2 ? i : 1 });
	p = pt_timings_spread(&t);
	assert_int_equal(p.disturbed, 4);
	assert_int_equal(p.unknown, 1);
	pt_timings_fini(&t);
}

static void
rounds_hold_what_was_measured_in_them(void **state)
{
	struct pt_timings t = { 0 };
	struct pt_timings_round *r;
	size_t n;

	add(&t, 0, 1);
	add(&t, 0, 3);
	add(&t, 2, 7);
	r = pt_timings_rounds(&t, &n);
	assert_int_equal(n, 2);
	assert_int_equal(r[1].round, 2);
	assert_int_equal(r[1].len, 1);
	about(pt_timings_round_median(&t, &r[0]), 2);
	assert_int_equal(pt_timings_spread(&t).rounds, 2);
	pt_timings_cut(&t, 2);
	assert_int_equal(t.len, 2);
	free(r);
	pt_timings_fini(&t);
}

static void
of_nothing_nothing_is_known(void **state)
{
	struct pt_timings none = { 0 }, one = ROUNDS(2);
	struct pt_spread p = pt_timings_spread(&none);
	struct pt_estimate e = pt_estimate_ratio(&one, &none);

	assert_true(isnan(p.median) && isnan(p.min) && isnan(p.max));
	assert_int_equal(e.rounds, 0);
	assert_true(isnan(e.value) && isnan(e.lo) && isnan(e.hi));
	assert_true(isnan(pt_estimate_median(&none).value));
	pt_timings_fini(&one);
}

/* ---- the bootstrap ---- */

static double
uniform(void *ctx, struct pt_draw *d)
{
	return (double)pt_draw_below(d, 1000) / 1000;
}

static void
percentiles_are_those_of_the_draws(void **state)
{
	struct pt_bounds b = pt_bootstrap(uniform, NULL), again = pt_bootstrap(uniform, NULL);

	assert_true(fabs(b.lo - 0.025) < 0.01);
	assert_true(fabs(b.hi - 0.975) < 0.01);
	assert_true(b.lo == again.lo && b.hi == again.hi);
}

static double
nothing(void *ctx, struct pt_draw *d)
{
	return NAN;
}

static void
draws_without_a_value_give_no_interval(void **state)
{
	struct pt_bounds b = pt_bootstrap(nothing, NULL);

	assert_true(isnan(b.lo) && isnan(b.hi));
}

/* ---- estimates ---- */

static void
one_process_tells_nothing_about_others(void **state)
{
	struct pt_timings t = { 0 };
	struct pt_estimate e;

	for (int i = 0; i < 20; i++)
		add(&t, 0, 1 + i * 0.01);
	e = pt_estimate_median(&t);
	about(e.value, 1.095);
	assert_true(isnan(e.lo) && isnan(e.hi));
	pt_timings_fini(&t);
}

static void
equal_times_leave_no_doubt(void **state)
{
	struct pt_timings slow = ROUNDS(3, 3, 3), fast = ROUNDS(2, 2, 2);
	struct pt_estimate e = pt_estimate_ratio(&slow, &fast);

	about(e.value, 1.5);
	about(e.lo, 1.5);
	about(e.hi, 1.5);
	assert_int_equal(e.rounds, 3);
	pt_timings_fini(&slow);
	pt_timings_fini(&fast);
}

static void
a_machine_that_slows_down_cancels_in_a_ratio(void **state)
{
	struct pt_timings slow = ROUNDS(3, 6, 9, 12), fast = ROUNDS(1, 2, 3, 4);
	struct pt_estimate e = pt_estimate_ratio(&slow, &fast);

	about(e.lo, 3);
	about(e.hi, 3);
	assert_true(pt_estimate_width(&e) < 1e-9);
	e = pt_estimate_median(&slow);
	assert_true(e.hi > 1.3 * e.lo);
	pt_timings_fini(&slow);
	pt_timings_fini(&fast);
}

static void
a_round_that_only_one_side_has_does_not_count(void **state)
{
	struct pt_timings slow = ROUNDS(3, 3, 100), fast = ROUNDS(1, 1);
	struct pt_estimate e = pt_estimate_ratio(&slow, &fast);

	assert_int_equal(e.rounds, 2);
	about(e.value, 3);
	pt_timings_fini(&slow);
	pt_timings_fini(&fast);
}

/* Student's t of two degrees of freedom is 4.303; the deviation of the logarithms is 0.1. */
static void
of_few_rounds_the_interval_is_students(void **state)
{
	struct pt_timings up = ROUNDS(2 * exp(-0.1), 2, 2 * exp(0.1)), down = ROUNDS(1, 1, 1);
	struct pt_estimate e = pt_estimate_ratio(&up, &down);
	double half = 4.303 * 0.1 / sqrt(3);

	about(e.value, 2);
	about(e.lo, 2 * exp(-half));
	about(e.hi, 2 * exp(half));
	pt_timings_fini(&up);
	pt_timings_fini(&down);
}

static void
many_rounds_need_no_help(void **state)
{
	struct pt_timings up = { 0 }, down = { 0 };
	struct pt_estimate e;

	for (uint32_t i = 0; i < 20; i++) {
		add(&up, i, 2 + 0.01 * (i % 5));
		add(&down, i, 1);
	}
	e = pt_estimate_ratio(&up, &down);
	assert_true(e.lo >= 2 && e.hi <= 2.04 && e.lo < e.value && e.hi > e.value);
	pt_timings_fini(&up);
	pt_timings_fini(&down);
}

/* ---- how often it is wrong ---- */

/* About normal: the sum of twelve. */
static double
normal(struct pt_draw *d)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += (double)pt_draw_below(d, 1 << 20) / (1 << 20);
	return sum;
}

/* Processes differ by 2 %, runs in one by 0.5 %. */
static struct pt_timings
made(struct pt_draw *d, uint32_t rounds, double s)
{
	struct pt_timings t = { 0 };

	for (uint32_t r = 0; r < rounds; r++) {
		double process = s * exp(0.02 * normal(d));

		for (int i = 0; i < 5; i++)
			add(&t, r, process * exp(0.005 * normal(d)));
	}
	return t;
}

static int
count_differences(uint32_t rounds, double factor, int tries)
{
	struct pt_draw d = { .state = 42 };
	int shown = 0;

	for (int i = 0; i < tries; i++) {
		struct pt_timings a = made(&d, rounds, 1), b = made(&d, rounds, factor);
		struct pt_estimate e = pt_estimate_ratio(&b, &a);

		shown += e.lo > 1 || e.hi < 1;
		pt_timings_fini(&a);
		pt_timings_fini(&b);
	}
	return shown;
}

static void
no_difference_is_rarely_taken_for_one(void **state)
{
	assert_true(count_differences(3, 1, 100) <= 10);
	assert_true(count_differences(6, 1, 60) <= 6);
	assert_true(count_differences(12, 1, 40) <= 5);
}

static void
a_real_difference_is_found(void **state)
{
	assert_true(count_differences(3, 1.3, 20) == 20);
	assert_true(count_differences(12, 1.05, 20) >= 18);
}

/* ---- noise ---- */

static void
noise_is_what_processes_of_the_same_differ_by(void **state)
{
	struct pt_timings a = ROUNDS(1, 1.02, 0.98), b = ROUNDS(10, 10, 10),
			  c = ROUNDS(2, 2.1, 1.9);
	const struct pt_timings *const all[] = { &a, &b, &c };

	about(pt_estimate_noise(all, 1), 0.016);
	about(pt_estimate_noise(all, 3), 0.016);
	assert_true(pt_estimate_noise(&all[1], 1) == 0);
	pt_timings_cut(&a, 1);
	assert_true(isnan(pt_estimate_noise(all, 1)));
	pt_timings_fini(&a);
	pt_timings_fini(&b);
	pt_timings_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outliers_are_told_by_tukeys_fences),
		cmocka_unit_test(an_outlier_still_counts),
		cmocka_unit_test(disturbed_runs_are_counted),
		cmocka_unit_test(rounds_hold_what_was_measured_in_them),
		cmocka_unit_test(of_nothing_nothing_is_known),
		cmocka_unit_test(percentiles_are_those_of_the_draws),
		cmocka_unit_test(draws_without_a_value_give_no_interval),
		cmocka_unit_test(one_process_tells_nothing_about_others),
		cmocka_unit_test(equal_times_leave_no_doubt),
		cmocka_unit_test(a_machine_that_slows_down_cancels_in_a_ratio),
		cmocka_unit_test(a_round_that_only_one_side_has_does_not_count),
		cmocka_unit_test(of_few_rounds_the_interval_is_students),
		cmocka_unit_test(many_rounds_need_no_help),
		cmocka_unit_test(no_difference_is_rarely_taken_for_one),
		cmocka_unit_test(a_real_difference_is_found),
		cmocka_unit_test(noise_is_what_processes_of_the_same_differ_by),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

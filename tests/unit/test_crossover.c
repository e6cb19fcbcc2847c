/* SPDX-License-Identifier: MIT */
/* From which size on a parallel version wins, and where a curve is flat. */
#include <math.h>

#include "metrics/crossover.h"
#include "tests/unit/cm.h"

static struct pt_crossover_point
at(double x, double ratio, double width)
{
	return (struct pt_crossover_point){ x,
		{ .value = ratio, .lo = ratio / width, .hi = ratio * width, .rounds = 5 } };
}

static void
assert_near(double got, double want)
{
	if (!(fabs(got - want) <= 1e-9 * want))
		fail_msg("%.12g is not %.12g", got, want);
}

/* A half and twice as fast lie as far from 1, so the crossing is in the middle of the decade. */
static void
the_crossing_lies_between_the_last_loss_and_the_wins(void **state)
{
	const struct pt_crossover_point p[] = { at(1e3, 0.1, 1.01), at(1e4, 0.5, 1.01),
		at(1e5, 2, 1.01), at(1e6, 1.9, 1.01) };
	struct pt_crossover c = pt_crossover_find(p, 4);

	assert_int_equal(c.kind, PT_CROSSOVER_FROM);
	assert_near(c.at, sqrt(1e9));
	assert_true(c.lo < c.at && c.at < c.hi);
	assert_true(c.lo > 0.9 * c.at && c.hi < 1.1 * c.at);
	assert_false(c.several);
}

static void
wide_intervals_make_a_wide_crossing(void **state)
{
	const struct pt_crossover_point p[] = { at(1e3, 0.1, 1.5), at(1e4, 0.8, 1.5),
		at(1e5, 1.2, 1.5), at(1e6, 4, 1.5) };
	struct pt_crossover c = pt_crossover_find(p, 4);

	assert_true(c.lo > 1e3 && c.lo < 1e4); /* 0.8 could be 1.2 */
	assert_true(c.hi > 1e5 && c.hi < 1e6); /* and 1.2 could be 0.8 */
}

static void
an_end_that_does_not_cross_is_not_known(void **state)
{
	const struct pt_crossover_point p[] = { at(1e3, 0.9, 1.5), at(1e4, 1.1, 1.5) };
	struct pt_crossover c = pt_crossover_find(p, 2);

	assert_int_equal(c.kind, PT_CROSSOVER_FROM);
	assert_true(isnan(c.lo) && isnan(c.hi));
}

static void
all_or_nothing(void **state)
{
	const struct pt_crossover_point win[] = { at(1, 1.5, 1), at(10, 2, 1) };
	const struct pt_crossover_point loss[] = { at(1, 0.5, 1), at(10, 0.9, 1), at(100, 1, 1) };

	assert_int_equal(pt_crossover_find(win, 2).kind, PT_CROSSOVER_ALWAYS);
	assert_true(isnan(pt_crossover_find(win, 2).at));
	assert_int_equal(pt_crossover_find(loss, 3).kind, PT_CROSSOVER_NEVER);
	assert_int_equal(pt_crossover_find(NULL, 0).kind, PT_CROSSOVER_UNKNOWN);
}

static void
a_win_that_is_lost_again_is_none(void **state)
{
	const struct pt_crossover_point p[] = { at(1, 0.5, 1), at(10, 2, 1), at(100, 0.5, 1) };
	struct pt_crossover c = pt_crossover_find(p, 3);

	assert_int_equal(c.kind, PT_CROSSOVER_PART);
	assert_true(isnan(c.at));
}

static void
of_several_crossings_the_last_counts(void **state)
{
	const struct pt_crossover_point p[] = { at(1, 0.5, 1), at(10, 2, 1), at(100, 0.5, 1),
		at(1000, 2, 1) };
	struct pt_crossover c = pt_crossover_find(p, 4);

	assert_int_equal(c.kind, PT_CROSSOVER_FROM);
	assert_near(c.at, sqrt(1e5));
	assert_true(c.several);
}

static void
what_is_not_known_is_left_out(void **state)
{
	const struct pt_crossover_point p[] = { at(1, 0.5, 1), { 10, PT_ESTIMATE_UNKNOWN },
		at(100, 2, 1) };

	assert_near(pt_crossover_find(p, 3).at, 10);
	assert_int_equal(pt_crossover_find(p + 1, 1).kind, PT_CROSSOVER_UNKNOWN);
}

/* ---- flat ---- */

static void
the_flat_part_is_around_the_lowest_point(void **state)
{
	const double y[] = { 402, 122, 39, 19.9, 18.9, 18.1, 19, 24, 19 };
	struct pt_flat f = pt_flat_find(y, 9, 0.1);

	assert_int_equal(f.best, 5);
	assert_int_equal(f.first, 3);
	assert_int_equal(f.last, 6); /* the last one is low again, but not a neighbour */
}

static void
a_flat_part_may_reach_the_ends(void **state)
{
	const double down[] = { 3, 2, 1 }, one[] = { 5 }, flat[] = { 1, 1.05, 1.1 };

	assert_int_equal(pt_flat_find(down, 3, 0.1).first, 2);
	assert_int_equal(pt_flat_find(down, 3, 0.1).last, 2);
	assert_int_equal(pt_flat_find(one, 1, 0.1).best, 0);
	assert_int_equal(pt_flat_find(flat, 3, 0.1).last, 2);
	assert_true(pt_flat_find(NULL, 0, 0.1).best == PT_FLAT_NONE);
}

static void
a_point_that_is_not_known_does_not_end_it(void **state)
{
	const double y[] = { NAN, 1.05, NAN, 1, NAN };
	const double none[] = { NAN, NAN };
	struct pt_flat f = pt_flat_find(y, 5, 0.1);

	assert_int_equal(f.best, 3);
	assert_int_equal(f.first, 1);
	assert_int_equal(f.last, 3);
	assert_true(pt_flat_find(none, 2, 0.1).first == PT_FLAT_NONE);
}

/* A ratio whose interval holds 1 is neither a win nor a loss. */
static void
points_that_cannot_tell_are_counted(void **state)
{
	const struct pt_crossover_point p[] = { at(1, 0.9, 1.5), at(10, 0.5, 1.01),
		at(100, 0.95, 1.2) };
	struct pt_crossover c = pt_crossover_find(p, 3);

	assert_int_equal(c.kind, PT_CROSSOVER_NEVER);
	assert_int_equal(c.known, 3);
	assert_int_equal(c.unclear, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_that_cannot_tell_are_counted),
		cmocka_unit_test(the_crossing_lies_between_the_last_loss_and_the_wins),
		cmocka_unit_test(wide_intervals_make_a_wide_crossing),
		cmocka_unit_test(an_end_that_does_not_cross_is_not_known),
		cmocka_unit_test(all_or_nothing),
		cmocka_unit_test(a_win_that_is_lost_again_is_none),
		cmocka_unit_test(of_several_crossings_the_last_counts),
		cmocka_unit_test(what_is_not_known_is_left_out),
		cmocka_unit_test(the_flat_part_is_around_the_lowest_point),
		cmocka_unit_test(a_flat_part_may_reach_the_ends),
		cmocka_unit_test(a_point_that_is_not_known_does_not_end_it),
	};

	return cmocka_run_group_tests_name("crossover", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The plan: what is done, runs, comes next, and how long it takes, by a clock of the test's own. */
#include "metrics/plan.h"

#include <math.h>

#include "tests/unit/cm.h"

static void
near(double is, double want)
{
	assert_true(fabs(is - want) < 1e-9 * fmax(1, fabs(want)));
}

#define UNKNOWN \
	{ \
		.median_s = NAN, .min_s = NAN, .max_s = NAN, .planned = 5 \
	}

/* Five rounds on four CPUs, a preview of a quarter of the work having taken 0.1 s. */
static struct pt_plan_in
begin(void)
{
	return (struct pt_plan_in){ .stage = PT_PLAN_SETUP,
		.rounds = true,
		.running = -1,
		.step = { UNKNOWN, UNKNOWN, UNKNOWN },
		.preview_s = NAN,
		.preview_scale = 4,
		.setup_s = NAN,
		.cores = 4 };
}

static struct pt_plan_in
after_preview(void)
{
	struct pt_plan_in in = begin();

	in.preview_s = 0.1;
	in.setup_s = 0.5;
	in.elapsed_s = 0.5;
	return in;
}

static struct pt_plan_done
measured(uint64_t runs, double s)
{
	return (struct pt_plan_done){ .planned = 5,
		.done = runs,
		.median_s = s,
		.min_s = s,
		.max_s = s };
}

static void
states(const struct pt_plan_in *in, const char *want)
{
	struct pt_plan p;
	char is[PT_PLAN_STEPS + 1] = "";

	pt_plan_make(&p, in);
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		is[i] = "lnrd"[p.step[i].state]; /* later, next, running, done */
	assert_string_equal(is, want);
}

static void
a_program_of_the_users_has_no_plan(void **state)
{
	struct pt_plan_in in = begin();
	struct pt_plan p;

	for (int i = 0; i < PT_PLAN_STEPS; i++)
		in.step[i].planned = 0;
	pt_plan_make(&p, &in);
	assert_int_equal(p.stage, PT_PLAN_NONE);
	assert_true(isnan(p.progress) && isnan(p.all_s));
}

static void
steps_go_from_next_to_done(void **state)
{
	struct pt_plan_in in = begin();

	states(&in, "nll");
	in.stage = PT_PLAN_PREVIEW;
	states(&in, "nll");
	in.stage = PT_PLAN_RUNS; /* a reset */
	states(&in, "nll");
	in.running = PT_PLAN_SEQUENTIAL;
	states(&in, "rnl");
	in.step[0] = measured(1, 2);
	in.running = -1;
	states(&in, "dnl");
	in.running = PT_PLAN_ONE_WORKER;
	states(&in, "drn");
	in.step[1] = measured(1, 2);
	in.running = PT_PLAN_PARALLEL;
	states(&in, "ddr");
	in.step[2] = measured(1, 1);
	in.running = -1;
	states(&in, "ddd");
	in.running = PT_PLAN_SEQUENTIAL;
	states(&in, "rdd");
	in.stage = PT_PLAN_OVER;
	in.running = -1;
	states(&in, "ddd");
}

/* What is not due takes no time; what is due comes before the first answer. */
static void
calibrating_puts_the_answer_off(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;
	double without_s;

	in.calibrate_s = in.calibrating_s = NAN;
	pt_plan_make(&p, &in);
	without_s = p.first_answer_s;
	in.calibrate_s = 1;
	pt_plan_make(&p, &in);
	near(p.first_answer_s, without_s + 1);
	in.stage = PT_PLAN_CALIBRATE;
	in.calibrating_s = 0.75;
	pt_plan_make(&p, &in);
	near(p.first_answer_s, without_s + 0.25);
	near(p.calibrating_s, 0.75);
	states(&in, "nll");
	in.stage = PT_PLAN_RUNS;
	pt_plan_make(&p, &in);
	near(p.first_answer_s, without_s);
}

static void
a_run_that_is_broken_off_leaves_no_step_waiting(void **state)
{
	struct pt_plan_in in = begin();

	in.step[0] = measured(1, 2);
	in.stage = PT_PLAN_OVER;
	states(&in, "dll");
}

static void
nothing_is_known_before_the_preview(void **state)
{
	struct pt_plan_in in = begin();
	struct pt_plan p;

	pt_plan_make(&p, &in);
	assert_true(isnan(p.first_answer_s) && isnan(p.all_s) && isnan(p.axis_s));
	near(p.progress, 0);
}

static void
the_preview_says_about_how_long_runs_take(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	pt_plan_make(&p, &in);
	near(p.step[PT_PLAN_SEQUENTIAL].expected_s, 1.6); /* 0.1 x 4 x 4 CPUs */
	near(p.step[PT_PLAN_PARALLEL].expected_s, 0.4);
	assert_true(p.step[PT_PLAN_SEQUENTIAL].about);
	near(p.axis_s, 1.6);
	near(p.first_answer_s, 0.5 + 1.6 + 1.6 + 0.4);
	near(p.all_s, 0.5 + 5 * 3.6);
	near(p.progress, 0.5 / (0.5 + 18.5));
}

static void
measured_times_replace_the_guess(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.between_s = 0.1;
	in.step[0] = measured(1, 2);
	in.running = PT_PLAN_ONE_WORKER;
	in.current_s = 0.5;
	pt_plan_make(&p, &in);
	assert_false(p.step[PT_PLAN_SEQUENTIAL].about);
	near(p.step[PT_PLAN_ONE_WORKER].expected_s, 2); /* as the sequential one, for now */
	near(p.first_answer_s, 2.1 - 0.5 + 0.5);
	near(p.all_s, 4 * 2.1 + 5 * 2.1 + 5 * 0.5 - 0.5);
	assert_int_equal(p.round, 1);
	assert_int_equal(p.rounds_planned, 5);
}

static void
a_run_that_takes_longer_than_expected_adds_nothing(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.running = PT_PLAN_SEQUENTIAL;
	in.current_s = 10;
	pt_plan_make(&p, &in);
	near(p.first_answer_s, 1.6 + 0.4);
	near(p.axis_s, 10); /* and the axis grows with it */
}

static void
the_answer_is_there_after_one_round(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		in.step[i] = measured(1, 1);
	in.running = PT_PLAN_SEQUENTIAL;
	pt_plan_make(&p, &in);
	near(p.first_answer_s, 0);
	near(p.all_s, 12);
	assert_int_equal(p.round, 2);
}

static void
time_makes_more_rounds(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.time_s = 3;
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		in.step[i] = measured(1, 0.1);
	pt_plan_make(&p, &in);
	assert_int_equal(p.rounds_planned, 10);
	near(p.all_s, 3 * 9 * 0.1);
}

static void
baselines_that_are_out_are_not_waited_for(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.step[0] = in.step[1] = measured(1, 30);
	in.step[0].planned = in.step[1].planned = 1;
	in.step[2] = measured(1, 1);
	pt_plan_make(&p, &in);
	assert_int_equal(p.now, PT_PLAN_PARALLEL);
	assert_int_equal(p.round, 2);
	near(p.all_s, 4);
	states(&in, "ddd");
}

static void
blocks_come_one_after_the_other(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.rounds = false;
	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.step[0] = measured(2, 1);
	in.step[0].planned = in.step[1].planned = 3;
	in.running = PT_PLAN_SEQUENTIAL;
	pt_plan_make(&p, &in);
	assert_int_equal(p.now, PT_PLAN_SEQUENTIAL);
	in.step[0].done = 3;
	in.running = -1;
	pt_plan_make(&p, &in);
	assert_int_equal(p.now, PT_PLAN_ONE_WORKER);
	near(p.all_s, 3 * 1 + 5 * 0.4);
}

static void
one_worker_has_two_steps(void **state)
{
	struct pt_plan_in in = after_preview();

	in.step[PT_PLAN_ONE_WORKER].planned = 0;
	in.stage = PT_PLAN_RUNS;
	in.running = PT_PLAN_SEQUENTIAL;
	states(&in, "rln");
}

static void
progress_never_passes_1(void **state)
{
	struct pt_plan_in in = after_preview();
	struct pt_plan p;

	in.stage = PT_PLAN_RUNS;
	in.setup_s = 0;
	in.elapsed_s = 100;
	for (int i = 0; i < PT_PLAN_STEPS; i++)
		in.step[i] = measured(7, 1);
	pt_plan_make(&p, &in);
	near(p.progress, 1);
	near(p.all_s, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_of_the_users_has_no_plan),
		cmocka_unit_test(steps_go_from_next_to_done),
		cmocka_unit_test(calibrating_puts_the_answer_off),
		cmocka_unit_test(a_run_that_is_broken_off_leaves_no_step_waiting),
		cmocka_unit_test(nothing_is_known_before_the_preview),
		cmocka_unit_test(the_preview_says_about_how_long_runs_take),
		cmocka_unit_test(measured_times_replace_the_guess),
		cmocka_unit_test(a_run_that_takes_longer_than_expected_adds_nothing),
		cmocka_unit_test(the_answer_is_there_after_one_round),
		cmocka_unit_test(time_makes_more_rounds),
		cmocka_unit_test(baselines_that_are_out_are_not_waited_for),
		cmocka_unit_test(blocks_come_one_after_the_other),
		cmocka_unit_test(one_worker_has_two_steps),
		cmocka_unit_test(progress_never_passes_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

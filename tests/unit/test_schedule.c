/* SPDX-License-Identifier: MIT */
/* In which order and how often the versions run, by a clock that only the test moves. */
#include "runner/schedule.h"
#include "tests/unit/cm.h"

#define SECOND UINT64_C(1000000000)

struct play {
	struct pt_schedule s;
	uint64_t now_ns, took_ns[PT_STEPS];
	char steps[4096]; /* what was run: s, 1, P */
};

/* A clock that does not begin at 0. */
static void
play(struct play *p, const struct pt_schedule_rules *rules)
{
	enum pt_step step;
	size_t n = 0;

	p->now_ns = 77 * SECOND;
	pt_schedule_begin(&p->s, rules);
	while ((step = pt_schedule_next(&p->s, p->now_ns)) < PT_STEPS && n + 1 < sizeof(p->steps)) {
		p->steps[n++] = "s1P"[step];
		p->now_ns += p->took_ns[step];
		pt_schedule_made(&p->s, step, p->took_ns[step]);
	}
	p->steps[n] = 0;
}

/* clang-format off */
static const struct pt_schedule_rules rounds = {
	.order = PT_ORDER_ROUNDS, .one_worker = true, .min_runs = 5, .max_runs = 1000,
	.min_ns = 3 * SECOND, .budget_ns = 20 * SECOND, .baseline_runs = 3,
	.baseline_ns = SECOND / 2, .baselines_max = 100,
};
/* clang-format on */

static void
rounds_hold_every_version(void **state)
{
	struct play p = { .took_ns = { SECOND, SECOND, SECOND } };

	play(&p, &rounds);
	assert_string_equal(p.steps, "s1Ps1Ps1Ps1Ps1P");
}

static void
short_rounds_go_on_until_the_time_has_passed(void **state)
{
	struct play p = { .took_ns = { SECOND / 10, SECOND / 10, SECOND / 20 } };

	play(&p, &rounds);
	assert_int_equal(p.s.done[PT_STEP_PARALLEL], 12); /* 12 x 0.25 s */
	assert_int_equal(p.s.done[PT_STEP_SEQUENTIAL], 12);
	assert_int_equal(p.s.done[PT_STEP_ONE_WORKER], 12);
}

static void
a_number_of_runs_is_kept_whatever_the_time(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct play p = { .took_ns = { 1, 1, 1 } };

	rules.min_runs = rules.max_runs = 2;
	play(&p, &rules);
	assert_string_equal(p.steps, "s1Ps1P");
}

static void
baselines_are_as_many_as_asked_for(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct play p = { .took_ns = { SECOND, SECOND, SECOND } };

	rules.baselines_max = 1;
	play(&p, &rules);
	assert_string_equal(p.steps, "s1PPPPP");
	rules.baselines_max = 0;
	play(&p, &rules);
	assert_string_equal(p.steps, "PPPPP");
	assert_int_equal(pt_schedule_planned(&p.s, PT_STEP_SEQUENTIAL), 0);
	rules.order = PT_ORDER_BLOCKS;
	play(&p, &rules);
	assert_string_equal(p.steps, "PPPPP");
	assert_int_equal(pt_schedule_planned(&p.s, PT_STEP_ONE_WORKER), 0);
}

static void
a_time_ends_rounds_as_a_whole(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct play p = { .took_ns = { SECOND, SECOND, SECOND } };

	rules.min_runs = 1;
	rules.min_ns = 4 * SECOND;
	play(&p, &rules);
	assert_string_equal(p.steps, "s1Ps1P");
}

static void
long_baselines_run_once(void **state)
{
	struct play p = { .took_ns = { 9 * SECOND, 9 * SECOND, SECOND } };

	play(&p, &rounds);
	assert_string_equal(p.steps, "s1PPPPP");
	assert_int_equal(pt_schedule_planned(&p.s, PT_STEP_SEQUENTIAL), 1);
	assert_int_equal(pt_schedule_planned(&p.s, PT_STEP_PARALLEL), 5);
}

static void
baselines_stay_out_when_the_budget_is_spent(void **state)
{
	struct play p = { .took_ns = { 3 * SECOND, 3 * SECOND, SECOND } };

	play(&p, &rounds); /* rounds of 7 s: a third would end at 14 + 6 = 20 s */
	assert_string_equal(p.steps, "s1Ps1Ps1PPP");
}

static void
baselines_of_very_short_runs_are_bounded(void **state)
{
	struct play p = { .took_ns = { 1000, 1000, 1000 } };

	play(&p, &rounds);
	assert_int_equal(p.s.done[PT_STEP_SEQUENTIAL], 100);
	assert_int_equal(p.s.done[PT_STEP_PARALLEL], 1000);
}

static void
a_pool_of_one_worker_has_no_second_baseline(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct play p = { .took_ns = { SECOND, SECOND, SECOND } };

	rules.one_worker = false;
	play(&p, &rules);
	assert_string_equal(p.steps, "sPsPsPsPsP");
	assert_int_equal(pt_schedule_planned(&p.s, PT_STEP_ONE_WORKER), 0);
	rules.order = PT_ORDER_BLOCKS;
	play(&p, &rules);
	assert_string_equal(p.steps, "sssPPPPP");
}

static void
blocks_end_one_version_before_the_next(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct play p = { .took_ns = { SECOND / 10, SECOND, SECOND / 2 } };

	rules.order = PT_ORDER_BLOCKS;
	play(&p, &rules);
	assert_string_equal(p.steps, "sssss111PPPPPP");
}

static void
the_plan_tells_what_will_be_run_at_least(void **state)
{
	struct pt_schedule_rules rules = rounds;
	struct pt_schedule s;

	pt_schedule_begin(&s, &rules);
	for (enum pt_step i = 0; i < PT_STEPS; i++)
		assert_int_equal(pt_schedule_planned(&s, i), 5);
	rules.order = PT_ORDER_BLOCKS;
	pt_schedule_begin(&s, &rules);
	assert_int_equal(pt_schedule_planned(&s, PT_STEP_SEQUENTIAL), 3);
	assert_int_equal(pt_schedule_planned(&s, PT_STEP_PARALLEL), 5);
	rules.order = PT_ORDER_ROUNDS;
	rules.min_runs = rules.max_runs = 500;
	pt_schedule_begin(&s, &rules);
	assert_int_equal(pt_schedule_planned(&s, PT_STEP_ONE_WORKER), 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds_hold_every_version),
		cmocka_unit_test(short_rounds_go_on_until_the_time_has_passed),
		cmocka_unit_test(a_number_of_runs_is_kept_whatever_the_time),
		cmocka_unit_test(baselines_are_as_many_as_asked_for),
		cmocka_unit_test(a_time_ends_rounds_as_a_whole),
		cmocka_unit_test(long_baselines_run_once),
		cmocka_unit_test(baselines_stay_out_when_the_budget_is_spent),
		cmocka_unit_test(baselines_of_very_short_runs_are_bounded),
		cmocka_unit_test(a_pool_of_one_worker_has_no_second_baseline),
		cmocka_unit_test(blocks_end_one_version_before_the_next),
		cmocka_unit_test(the_plan_tells_what_will_be_run_at_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The numbers, from hand-made times: identities hold exactly, what is unknown stays unknown. */
#include <math.h>
#include <string.h>

#include "metrics/balance.h"
#include "metrics/cores.h"
#include "metrics/history.h"
#include "timeline/matrix.h"
#include "timeline/sample.h"
#include "timeline/series.h"
#include "metrics/speedup.h"
#include "timeline/utilization.h"
#include "tests/unit/cm.h"

#define TINY 1e-12

static void
assert_near(double a, double b)
{
	if (!(fabs(a - b) <= TINY * fmax(1, fabs(b))))
		fail_msg("%.17g is not %.17g", a, b);
}

static void
assert_unknown(double v)
{
	if (!isnan(v))
		fail_msg("%g is not unknown", v);
}

static double
sum_of(const struct pt_times *t)
{
	double sum = 0;

	for (int i = 0; i < PT_SHARES; i++)
		sum += t->s[i];
	return sum;
}

/* ---- utilization ---- */

static void
busy_is_work_less_its_run_delay(void **state)
{
	struct pt_interval iv = { .state_s[PT_REC_WORK] = 8,
		.state_s[PT_REC_SEARCH] = 1,
		.state_s[PT_REC_WAIT] = 0.5,
		.state_s[PT_REC_PARK] = 0.5,
		.delay_s = { [PT_DELAY_WORK] = 3,
			[PT_DELAY_SEARCH] = 0.25,
			[PT_DELAY_WAIT] = 0.5,
			[PT_DELAY_OTHER] = 0.1 } };
	struct pt_times t = pt_times_of(&iv);

	assert_near(t.s[PT_SHARE_BUSY], 5);
	assert_near(t.s[PT_SHARE_SEARCH], 0.75);
	assert_near(t.s[PT_SHARE_WAIT], 0);
	assert_near(t.s[PT_SHARE_PARK], 0.4);
	assert_near(t.s[PT_SHARE_OFF_CPU], 3.85);
	assert_near(t.s[PT_SHARE_OTHER], 0);
	assert_near(pt_times_idle(&t), 1.15);
	assert_near(sum_of(&t), 10);
}

static void
delay_beyond_its_state_is_not_believed(void **state)
{
	struct pt_interval iv = { .state_s[PT_REC_WORK] = 1,
		.delay_s[PT_DELAY_WORK] = 100,
		.delay_s[PT_DELAY_SEARCH] = 7,
		.delay_s[PT_DELAY_WAIT] = -3 };
	struct pt_times t = pt_times_of(&iv);

	assert_near(t.s[PT_SHARE_BUSY], 0);
	assert_near(t.s[PT_SHARE_OFF_CPU], 1);
	assert_near(sum_of(&t), 1);
}

static void
time_outside_of_the_run_is_taken_from_out_then_park(void **state)
{
	struct pt_interval iv = { .state_s[PT_REC_OUT] = 2,
		.state_s[PT_REC_PARK] = 3,
		.state_s[PT_REC_WORK] = 5 };

	pt_interval_fit(&iv, 7);
	assert_near(iv.state_s[PT_REC_OUT], 0);
	assert_near(iv.state_s[PT_REC_PARK], 2);
	assert_near(iv.state_s[PT_REC_WORK], 5);
	assert_near(pt_interval_length(&iv), 7);
}

static void
delay_goes_with_the_time_that_is_cut(void **state)
{
	struct pt_interval iv = { .state_s[PT_REC_OUT] = 9,
		.state_s[PT_REC_PARK] = 1,
		.delay_s[PT_DELAY_OTHER] = 2 };

	pt_interval_fit(&iv, 1);
	assert_near(iv.delay_s[PT_DELAY_OTHER], 0.2);
}

static void
unobserved_time_is_other(void **state)
{
	struct pt_interval iv = { .state_s[PT_REC_WORK] = 3 };
	struct pt_times t;

	pt_interval_fit(&iv, 4);
	t = pt_times_of(&iv);
	assert_near(t.s[PT_SHARE_BUSY], 3);
	assert_near(t.s[PT_SHARE_OTHER], 1);
}

static void
utilization_of_no_time_is_unknown(void **state)
{
	assert_near(pt_utilization(6, 4, 2), 0.75);
	assert_unknown(pt_utilization(0, 4, 0));
	assert_unknown(pt_utilization(0, 0, 1));
}

static void
balance_is_the_busiest_over_the_mean(void **state)
{
	assert_near(pt_balance((const double[]){ 1, 1, 1, 1 }, 4), 1);
	assert_near(pt_balance((const double[]){ 4, 0, 0, 0 }, 4), 4);
	assert_near(pt_balance((const double[]){ 2, 1 }, 2), 2 / 1.5);
	assert_unknown(pt_balance((const double[]){ 0, 0 }, 2));
	assert_unknown(pt_balance(NULL, 0));
}

/* ---- speedup and cores ---- */

/* clang-format off */
static const struct pt_speedup_in whole = { .sequential_s = 8.41, .one_worker_s = 8.62,
	.sequential_cpu_s = 8.41, .one_worker_cpu_s = 8.62, .parallel_s = 1.31, .busy_cores = 7.4,
	.workers = 8 };
/* clang-format on */

static void
speedup_is_p_u_over_a_f(void **state)
{
	struct pt_speedup v = pt_speedup_of(&whole);

	assert_near(v.speedup, 8.41 / 1.31);
	assert_near(v.self_speedup, 8.62 / 1.31);
	assert_near(v.efficiency, 8.41 / 1.31 / 8);
	assert_near(v.speedup, 8 * v.u / (v.a * v.f));
}

static void
karp_flatt_is_zero_for_perfect_speedup(void **state)
{
	struct pt_speedup_in in = whole;

	in.parallel_s = in.sequential_s / 8;
	assert_near(pt_speedup_of(&in).karp_flatt, 0);
	in.parallel_s = in.sequential_s;
	assert_near(pt_speedup_of(&in).karp_flatt, 1);
	in.parallel_s = in.sequential_s / 4; /* (1/4 - 1/8) / (7/8) */
	assert_near(pt_speedup_of(&in).karp_flatt, 1.0 / 7);
	in.workers = 1;
	assert_unknown(pt_speedup_of(&in).karp_flatt);
}

static void
cores_add_up_to_the_workers(void **state)
{
	struct pt_used used = { .busy = 7.4, .idle = 0.3, .off_cpu = 0.05, .blocked = 0.1 };
	struct pt_cores c = pt_cores_of(&whole, &used, 8);

	assert_near(c.useful, 8.41 / 1.31);
	assert_near(c.scheduling, (8.62 - 8.41) / 1.31);
	assert_near(c.inflation, 7.4 - 8.62 / 1.31);
	assert_near(c.useful + c.scheduling + c.inflation, c.busy);
	assert_near(c.overhead, c.scheduling + c.inflation);
	assert_near(c.blocked, 0.1);
	assert_near(c.other, 8 - 7.4 - 0.3 - 0.1 - 0.05);
	assert_near(c.useful + c.inflation + c.scheduling + c.blocked + c.idle + c.off_cpu +
			c.other,
		8);
	assert_true(pt_cores_add_up(&c, 8));
}

static void
without_baselines_only_what_was_measured_is_known(void **state)
{
	struct pt_speedup_in in = { .sequential_s = NAN,
		.one_worker_s = NAN,
		.parallel_s = 2,
		.sequential_cpu_s = NAN,
		.one_worker_cpu_s = NAN,
		.busy_cores = 3,
		.workers = 4 };
	struct pt_speedup v = pt_speedup_of(&in);
	struct pt_used used = { .busy = 3, .idle = 0.5, .off_cpu = 0.25, .blocked = NAN };
	struct pt_cores c = pt_cores_of(&in, &used, 0);

	assert_unknown(v.speedup);
	assert_unknown(v.self_speedup);
	assert_unknown(v.efficiency);
	assert_unknown(v.karp_flatt);
	assert_unknown(v.a);
	assert_unknown(v.f);
	assert_near(v.u, 0.75);
	assert_unknown(c.useful);
	assert_unknown(c.inflation);
	assert_unknown(c.scheduling);
	assert_near(c.busy, 3);
	assert_near(c.idle, 0.5);
	assert_near(c.other, 0.25);
	assert_unknown(c.blocked);
	assert_unknown(c.offcpu_own);
	assert_unknown(c.offcpu_others);
}

/* Workers that compete with each other are no other program's fault. */
static void
off_cpu_is_split_by_whose_doing_it_is(void **state)
{
	struct pt_speedup_in times = { .sequential_s = NAN,
		.one_worker_s = NAN,
		.parallel_s = 1,
		.sequential_cpu_s = NAN,
		.one_worker_cpu_s = NAN,
		.busy_cores = 2,
		.workers = 8 };
	struct pt_used used = { .busy = 2, .off_cpu = 6 };
	struct pt_cores c = pt_cores_of(&times, &used, 2);

	assert_near(c.offcpu_own, 6); /* 8 on 2: 75 % */
	assert_near(c.offcpu_others, 0);
	used = (struct pt_used){ .busy = times.busy_cores = 1.5, .off_cpu = 6.5 };
	c = pt_cores_of(&times, &used, 2);
	assert_near(c.offcpu_others, 0.5); /* half a CPU went elsewhere */
	assert_near(c.offcpu_own, 6);
	used = (struct pt_used){ .busy = 1.5, .off_cpu = 3, .idle = 3.5 };
	c = pt_cores_of(&times, &used, 2);
	assert_near(c.offcpu_others, 0); /* half of the time one worker was alone */
	assert_near(c.offcpu_own, 3);
	times.workers = 2;
	used = (struct pt_used){ .busy = 1.5, .off_cpu = 0.4, .idle = 0.1 };
	c = pt_cores_of(&times, &used, 2);
	assert_near(c.offcpu_others, 0.4); /* a CPU for each: others took it */
	assert_near(c.offcpu_own, 0);
}

static void
a_serial_fraction_that_explains_nothing_is_unknown(void **state)
{
	struct pt_speedup_in in = whole;

	in.parallel_s = in.sequential_s * 2; /* slower than sequential */
	assert_unknown(pt_speedup_of(&in).karp_flatt);
	in.parallel_s = in.sequential_s / 9; /* more than 8 workers can */
	assert_unknown(pt_speedup_of(&in).karp_flatt);
}

static void
blocked_time_is_not_busy(void **state)
{
	struct pt_interval iv = { .state_s = { [PT_REC_WORK] = 10 },
		.delay_s[PT_DELAY_WORK] = 3,
		.blocked_s = 5 };
	struct pt_times t = pt_times_of(&iv);

	assert_near(t.s[PT_SHARE_BUSY], 2);
	assert_near(t.s[PT_SHARE_BLOCKED], 5);
	assert_near(t.s[PT_SHARE_OFF_CPU], 3);
	pt_interval_fit(&iv, 5); /* half of the work is outside of the run */
	t = pt_times_of(&iv);
	assert_near(t.s[PT_SHARE_BLOCKED], 2.5);
	iv.blocked_s = 100; /* not believed */
	t = pt_times_of(&iv);
	assert_near(t.s[PT_SHARE_BUSY], 0);
	assert_near(sum_of(&t), 5);
	iv.blocked_s = NAN; /* an older recording */
	t = pt_times_of(&iv);
	assert_unknown(t.s[PT_SHARE_BLOCKED]);
	assert_near(t.s[PT_SHARE_BUSY], 5 - 1.5);
}

static void
a_run_of_no_time_has_no_speedup(void **state)
{
	struct pt_speedup_in in = whole;

	in.parallel_s = 0;
	assert_unknown(pt_speedup_of(&in).speedup);
	in.parallel_s = NAN;
	assert_unknown(pt_speedup_of(&in).self_speedup);
}

/* ---- series ---- */

static void
median_of_even_many_is_the_mean_of_the_middle(void **state)
{
	struct pt_series s;

	pt_series_init(&s);
	assert_unknown(s.median);
	pt_series_set(&s, (const double[]){ 4, 1, 3, 2 }, 4);
	assert_near(s.median, 2.5);
	assert_near(s.min, 1);
	assert_near(s.max, 4);
	assert_near(s.s[0], 4); /* in the order measured */
	assert_unknown(s.off_cpu);
	pt_series_set_runs(&s,
		(const struct pt_series_run[]){ { 5, 1, 0 }, { 1, 0, 0.5 }, { 3, 0.5, 0 } }, 3);
	assert_near(s.off_cpu, 1.5 / 9);
	assert_near(s.own_s, 2.5);
	assert_near(s.cpu_s, 2.5);
	assert_near(s.median, 3);
	pt_series_set(&s, NULL, 0);
	assert_unknown(s.median);
	pt_series_fini(&s);
}

/* ---- samples ---- */

static void
tasks_are_spawned_less_stolen_plus_taken(void **state)
{
	uint64_t c[PT_REC_COUNTERS] = { [PT_COUNTER_SPAWNED] = 100,
		[PT_COUNTER_JOINED] = 7,
		[PT_COUNTER_STOLEN] = 5,
		[PT_COUNTER_CANCELLED] = 3,
		[PT_COUNTER_CHUNKS] = 11 };

	assert_int_equal(pt_tasks_of(c), 106);
	c[PT_COUNTER_JOINED] = UINT64_MAX;
	assert_int_equal(pt_tasks_of(c), 0);
	c[PT_COUNTER_SPAWNED] = UINT64_MAX;
	assert_int_equal(pt_tasks_of(c), 0);
}

static void
an_interval_is_the_difference_of_samples(void **state)
{
	struct pt_reading x = { .ticks[PT_REC_WORK] = 1000, .delay_ns[PT_DELAY_WORK] = 2e9 };
	struct pt_reading y = { .ticks[PT_REC_WORK] = 5000,
		.ticks[PT_REC_OUT] = 3000,
		.delay_ns[PT_DELAY_WORK] = 3e9 };
	struct pt_sample a = { .len = 1, .worker = &x }, b = { .len = 1, .worker = &y };
	struct pt_interval iv = pt_sample_interval(&a, &b, 0, 1000);

	assert_near(iv.state_s[PT_REC_WORK], 4);
	assert_near(iv.state_s[PT_REC_OUT], 3);
	assert_near(iv.delay_s[PT_DELAY_WORK], 1);
	assert_near(pt_sample_active(&a, &b, 1000), 4);
	iv = pt_sample_interval(&b, &a, 0, 1000); /* a page that runs backwards */
	assert_near(iv.state_s[PT_REC_WORK], 0);
}

/* ---- matrix ---- */

static void
matrix_is_by_workers_not_by_slots(void **state)
{
	const uint32_t slot[] = { 7, 2 };
	const uint64_t row[] = { 9, 9, 4, 9, 9, 9, 9, 0 };
	const struct pt_phase_steals steals[] = { { 2, 7, 10 }, { 2, 3, 99 }, { 99, 7, 99 } };
	struct pt_roster r = { 0 };
	uint64_t m[4] = { 0 }, column[2];

	assert_true(pt_roster_set(&r, slot, 2));
	assert_false(pt_roster_set(&r, slot, 2));
	assert_int_equal(pt_roster_worker(&r, 7), 0);
	assert_int_equal(pt_roster_worker(&r, 2), 1);
	assert_int_equal(pt_roster_worker(&r, 3), PT_NO_WORKER);
	assert_int_equal(pt_roster_worker(&r, UINT32_MAX), PT_NO_WORKER);
	pt_matrix_add_row(m, &r, 7, row, 8);
	pt_matrix_add_steals(m, &r, steals, 3);
	assert_int_equal(m[0 * 2 + 1], 4);
	assert_int_equal(m[1 * 2 + 0], 10);
	pt_matrix_columns(column, m, 2);
	assert_int_equal(column[0], 10);
	assert_int_equal(column[1], 4);
	pt_matrix_less_steals(m, &r, &(struct pt_phase_steals){ 2, 7, 11 }, 1);
	assert_int_equal(m[1 * 2 + 0], 0);
	pt_roster_fini(&r);
}

/* ---- history ---- */

static void
history_halves_when_it_is_full(void **state)
{
	static struct pt_history_maker h;

	pt_history_begin(&h, 0.1);
	for (int i = 0; i < PT_HISTORY; i++)
		pt_history_add(&h,
			&(struct pt_history_part){ .span_s = 0.1,
				.all_s = 0.4,
				.busy_s = i % 2 ? 0.4 : 0.2,
				.steals = 10 });
	assert_int_equal(h.curve.len, PT_HISTORY / 2);
	assert_near(h.curve.period_s, 0.2);
	for (uint32_t i = 0; i < h.curve.len; i++) {
		assert_true(fabsf(h.curve.utilization[i] - 0.75f) < 1e-5f);
		assert_true(fabsf(h.curve.steals_per_s[i] - 100) < 1e-2f);
	}
}

static void
history_spreads_a_long_part_over_columns(void **state)
{
	static struct pt_history_maker h;

	pt_history_begin(&h, 1);
	pt_history_add(&h, &(struct pt_history_part){ .span_s = 3.5, .all_s = 0 });
	assert_int_equal(h.curve.len, 3);
	assert_true(isnan(h.curve.utilization[2]));
	pt_history_add(&h, &(struct pt_history_part){ .span_s = 1e9, .all_s = 1, .busy_s = 1 });
	assert_true(h.curve.len < PT_HISTORY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(busy_is_work_less_its_run_delay),
		cmocka_unit_test(delay_beyond_its_state_is_not_believed),
		cmocka_unit_test(time_outside_of_the_run_is_taken_from_out_then_park),
		cmocka_unit_test(delay_goes_with_the_time_that_is_cut),
		cmocka_unit_test(unobserved_time_is_other),
		cmocka_unit_test(utilization_of_no_time_is_unknown),
		cmocka_unit_test(balance_is_the_busiest_over_the_mean),
		cmocka_unit_test(speedup_is_p_u_over_a_f),
		cmocka_unit_test(karp_flatt_is_zero_for_perfect_speedup),
		cmocka_unit_test(cores_add_up_to_the_workers),
		cmocka_unit_test(without_baselines_only_what_was_measured_is_known),
		cmocka_unit_test(off_cpu_is_split_by_whose_doing_it_is),
		cmocka_unit_test(a_serial_fraction_that_explains_nothing_is_unknown),
		cmocka_unit_test(blocked_time_is_not_busy),
		cmocka_unit_test(a_run_of_no_time_has_no_speedup),
		cmocka_unit_test(median_of_even_many_is_the_mean_of_the_middle),
		cmocka_unit_test(tasks_are_spawned_less_stolen_plus_taken),
		cmocka_unit_test(an_interval_is_the_difference_of_samples),
		cmocka_unit_test(matrix_is_by_workers_not_by_slots),
		cmocka_unit_test(history_halves_when_it_is_full),
		cmocka_unit_test(history_spreads_a_long_part_over_columns),
	};

	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * The account of a run and the advice made from it: no number that there cannot be, no sentence
 * that makes no sense, whatever a recording says.
 */
#include <math.h>
#include <string.h>

#include "metrics/account.h"
#include "metrics/advice.h"
#include "tests/unit/cm.h"
#include "timeline/series.h"

/* clang-format off */
static const struct pt_advice_in quiet = { .threads = 8, .cpus = 8, .sequential_s = 8,
	.one_worker_s = 8.2, .run_s = 1.1, .run_min_s = 1.09, .run_max_s = 1.11, .runs = 5,
	.cores = { .useful = 7.3, .inflation = 0.1, .scheduling = 0.2, .idle = 0.3, .off_cpu = 0.1,
		.busy = 7.6, .blocked = 0, .offcpu_own = 0, .offcpu_others = 0.1 }, .balance = 1.02, .f = 1.01, .detail_run_s = 1.1,
	.busy_s = 8.3, .tasks = 1e5, .steals = 1000, .attempts = 1500 };
/* clang-format on */

static bool
says(const struct pt_advice_in *in, const char *what)
{
	struct pt_advice a[PT_ADVICE_MAX];
	uint32_t n = pt_advice_make(a, PT_ADVICE_MAX, in);

	for (uint32_t i = 0; i < n; i++)
		if (strstr(a[i].text, what))
			return true;
	return false;
}

static bool
suggests(const struct pt_advice_in *in, const char *what)
{
	struct pt_advice a[PT_ADVICE_MAX];
	uint32_t n = pt_advice_make(a, PT_ADVICE_MAX, in);

	for (uint32_t i = 0; i < n; i++)
		if (strstr(a[i].suggestion, what))
			return true;
	return false;
}

static void
a_good_run_gets_no_advice(void **state)
{
	struct pt_advice a[PT_ADVICE_MAX];

	assert_int_equal(pt_advice_make(a, PT_ADVICE_MAX, &quiet), 0);
}

static void
what_is_unknown_gives_no_advice(void **state)
{
	struct pt_advice a[PT_ADVICE_MAX];
	struct pt_advice_in in = { .threads = 8,
		.sequential_s = NAN,
		.one_worker_s = NAN,
		.run_s = NAN,
		.run_min_s = NAN,
		.run_max_s = NAN,
		.balance = NAN,
		.busy_s = NAN,
		.cores = PT_CORES_UNKNOWN,
		.f = NAN,
		.detail_run_s = NAN,
		.sequential_off_cpu = NAN,
		.one_worker_off_cpu = NAN,
		.tracing = NAN,
		.tasks = NAN,
		.steals = NAN,
		.attempts = NAN };

	assert_int_equal(pt_advice_make(a, PT_ADVICE_MAX, &in), 0);
}

static void
each_condition_is_named_with_its_number(void **state)
{
	struct pt_advice_in in = quiet;

	in.cpus = 2;
	in.cores.off_cpu = in.cores.offcpu_own = 6;
	in.cores.offcpu_others = 0;
	assert_true(says(&in, "8 workers on 2 CPUs: 75 %"));
	assert_true(suggests(&in, "--threads 2"));
	assert_false(says(&in, "something else runs"));
	in = quiet;
	in.cores.off_cpu = in.cores.offcpu_others = 0.8;
	assert_true(says(&in, "10 % of the time"));
	in = quiet;
	in.sequential_s = in.one_worker_s = 4e-4;
	assert_true(says(&in, "too small"));
	in = quiet;
	in.tasks = 20;
	in.cores.idle = 3;
	assert_true(says(&in, "only 20 tasks for 8 workers"));
	assert_true(says(&in, "idle 3.00 of 8 cores"));
	in.equal_parts = true; /* a few tasks are what was asked for; stealing is another policy */
	in.balance = 1.86;
	assert_true(says(&in, "equal parts are not equal work: one worker has 1.86 x the mean"));
	assert_true(suggests(&in, "--policy steal"));
	assert_false(says(&in, "to take") || says(&in, "to steal") || suggests(&in, "grain"));
	in.equal_parts = false;
	in.balance = quiet.balance;
	in.tasks = 0;
	assert_true(says(&in, "no tasks"));
	in.tasks = 8e5; /* there was something to steal */
	assert_false(says(&in, "to steal"));
	assert_true(says(&in, "idle 3.00 of 8 cores with 800k tasks"));
	in = quiet;
	in.cores.blocked = 4;
	assert_true(says(&in, "blocked 4.00 of 8 cores"));
	in = quiet;
	in.cores.other = 0.8;
	assert_true(says(&in, "10 % of the cores' time is not explained"));
	in = quiet;
	in.detail_run_s = 38e-6;
	assert_true(says(&in, "only 38.0 us: too short"));
	in = quiet;
	in.sequential_off_cpu = 0.4;
	in.one_worker_off_cpu = 0.1;
	assert_true(says(&in, "took 40 % of the time of the sequential runs"));
	in.one_worker_off_cpu = 0.5;
	assert_true(says(&in, "took 50 % of the time of the one-worker runs"));
	in = quiet;
	in.one_worker_s = 16;
	in.tasks = 1e9;
	assert_true(says(&in, "2.00 x the sequential time"));
	assert_true(suggests(&in, "grain"));
	in = quiet;
	in.f = 2;
	assert_true(says(&in, "2.00 x that of one worker"));
	in = quiet;
	in.f = 0.5;
	assert_true(says(&in, "0.50 x that of one worker"));
	in = quiet;
	in.balance = 3;
	in.cores.idle = 2;
	assert_true(says(&in, "3.00 x the mean"));
	in = quiet;
	in.run_max_s = 1.64;
	assert_true(says(&in, "differ by 50 %"));
	in = quiet;
	in.tracing = 0.03;
	assert_false(says(&in, "writing events took"));
	in.tracing = 0.25;
	assert_true(says(&in, "writing events took an estimated 25 %"));
	in.tracing = NAN;
	in.events_lost = 17;
	assert_true(says(&in, "17 events lost"));
}

/* ---- numbers that there cannot be ---- */

static uint64_t dice;

static double
uniform(double low, double high)
{
	dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (high - low) * (double)(dice >> 11) / 9007199254740992.0;
}

static bool
chance(double p)
{
	return uniform(0, 1) < p;
}

/* What a page may say of a worker, torn, late and damaged ones included. */
static struct pt_times
random_times(double run_s)
{
	struct pt_interval iv = { 0 };

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		iv.state_s[i] = chance(0.5) ? uniform(0, run_s) : chance(0.1) ? 10 * run_s : 0;
	for (unsigned i = 0; i < PT_DELAYS; i++)
		iv.delay_s[i] = chance(0.5) ? uniform(0, run_s) : 0;
	iv.blocked_s = chance(0.2) ? NAN : chance(0.5) ? uniform(-run_s, 2 * run_s) : 0;
	pt_interval_fit(&iv, run_s);
	return pt_times_of(&iv);
}

static struct pt_series
random_series(void)
{
	struct pt_series s;
	struct pt_series_run runs[3];
	size_t n = (size_t)uniform(0, 4);

	pt_series_init(&s);
	for (size_t i = 0; i < n; i++) {
		double t = chance(0.1) ? 0 : pow(10, uniform(-6, 1));

		runs[i] = (struct pt_series_run){ .s = t,
			.off_cpu_s = uniform(0, 2 * t),
			.blocked_s = chance(0.1) ? NAN : uniform(0, 2 * t) };
	}
	pt_series_set_runs(&s, runs, n);
	return s;
}

static void
assert_between(double low, double v, double high)
{
	if (!isnan(v) && !(v >= low - 1e-9 && v <= high + 1e-9))
		fail_msg("%g is not between %g and %g", v, low, high);
}

static void
assert_possible(const struct pt_account *a, const struct pt_breakdown *b, double cpus)
{
	double p = (double)b->len;

	assert_between(0, a->v.karp_flatt, 1);
	assert_between(0, a->v.u, 1);
	assert_between(0, a->utilization, 1);
	assert_between(0, a->cpus_busy, cpus > 0 ? cpus : p);
	assert_between(1, a->balance, p);
	assert_between(0, a->v.speedup, INFINITY);
	assert_between(0, a->cores.other, p);
	assert_between(0, a->cores.offcpu_own, a->cores.off_cpu);
	if (!pt_cores_add_up(&a->cores, p))
		fail_msg(
			"useful %g + overhead %g + blocked %g + idle %g + off-cpu %g + other %g, %g",
			a->cores.useful, a->cores.overhead, a->cores.blocked, a->cores.idle,
			a->cores.off_cpu, a->cores.other, p);
	assert_true(a->too_short == (b->run_s < PT_CORES_RUN_MIN_S));
	assert_true(!a->too_short || (isnan(a->cores.other) && isnan(a->v.u)));
	if (!isnan(a->v.useful + a->v.u + a->v.a + a->v.f) && a->v.a > 0 && a->v.f > 0)
		assert_between(-1e-6 * a->v.useful, p * a->v.u / (a->v.a * a->v.f) - a->v.useful,
			1e-6 * a->v.useful);
}

static void
assert_sensible_advice(const struct pt_account *a, const struct pt_breakdown *b, double cpus)
{
	static const char *const nonsense[] = { "nan", "inf", "--", "only 0", "-0", " -" };
	double rare[] = { 0, 1, 1e5, NAN };
	struct pt_advice_in in = { .threads = (double)b->len,
		.cpus = cpus,
		.sequential_s = a->sequential_s,
		.one_worker_s = a->one_worker_s,
		.run_s = a->run_s,
		.run_min_s = a->run_s,
		.run_max_s = a->run_s * 2,
		.runs = 3,
		.f = a->v.f,
		.detail_run_s = b->run_s,
		.cores = a->cores,
		.balance = a->balance,
		.sequential_off_cpu = uniform(0, 1),
		.one_worker_off_cpu = NAN,
		.busy_s = uniform(0, 1),
		.tasks = rare[(int)uniform(0, 4)],
		.steals = rare[(int)uniform(0, 4)],
		.attempts = rare[(int)uniform(0, 4)],
		.tracing = uniform(0, 1) };
	struct pt_advice out[PT_ADVICE_MAX];
	uint32_t n = pt_advice_make(out, PT_ADVICE_MAX, &in);

	for (uint32_t i = 0; i < n; i++) {
		assert_true(isfinite(out[i].number) && *out[i].rule && *out[i].text);
		for (size_t k = 0; k < sizeof(nonsense) / sizeof(*nonsense); k++)
			if (strstr(out[i].text, nonsense[k]))
				fail_msg("%s", out[i].text);
	}
}

static void
random_runs_never_give_an_impossible_number(void **state)
{
	for (dice = 1; dice < 20000;) {
		uint64_t seed = dice;
		struct pt_series s[3] = { random_series(), random_series(), random_series() };
		struct pt_breakdown b = { .len = (size_t)uniform(1, 9),
			.run_s = chance(0.1) ? NAN : pow(10, uniform(-6, 1)) };
		struct pt_breakdown_worker workers[8] = { 0 };
		double cpus = chance(0.1) ? 0 : floor(uniform(1, 9));

		for (size_t i = 0; i < b.len; i++)
			workers[i].times = random_times(isnan(b.run_s) ? 1 : b.run_s);
		b.worker = workers;
		struct pt_account a = pt_account_of(&(struct pt_account_in){ .sequential = &s[0],
			.one_worker = &s[1],
			.parallel = &s[2],
			.median_run = &b,
			.cpus = cpus });

		assert_possible(&a, &b, cpus);
		assert_sensible_advice(&a, &b, cpus);
		for (size_t i = 0; i < 3; i++)
			pt_series_fini(&s[i]);
		dice = seed + 1;
	}
}

static void
reading_at_the_limit_is_told(void **state)
{
	struct pt_advice_in in = quiet;

	in.threads = in.cpus = 2;
	in.stream = (struct pt_stream){ .bytes = 1600000000,
		.bytes_per_s = 28.4e9,
		.limit_share = 0.96 };
	assert_true(says(&in, "28.4 GB/s are 96 % of what 2 CPUs read from memory"));
	assert_true(suggests(&in, "smaller numbers"));
	in.stream.limit_share = 1.03;
	assert_true(says(&in, "28.4 GB/s are 103 %"));
	in.threads = 1;
	assert_true(says(&in, "of what 1 CPU reads from memory"));
	in.stream.limit_share = 0.8;
	assert_false(says(&in, "GB/s"));
	in.stream = PT_STREAM_UNKNOWN;
	assert_false(says(&in, "GB/s"));
}

/* Two threads of one core: 1.27 x is 97 % of what there is. */
static void
what_the_cpus_can_give_is_told_and_not_blamed_on_the_program(void **state)
{
	struct pt_advice_in in = quiet;

	in.threads = in.cpus = 2;
	in.cores = (struct pt_cores){ .useful = 1.27,
		.inflation = 0.68,
		.scheduling = 0.02,
		.busy = 1.97,
		.inflation_machine = NAN,
		.inflation_program = NAN };
	in.capacity = PT_CAPACITY_UNKNOWN;
	in.f = 1.97 / 1.29;
	assert_false(says(&in, "deliver"));
	assert_true(says(&in, "busy time grew to 1.53 x"));
	in.capacity.compute = 1.31;
	in.capacity_share = 1.27 / 1.31;
	in.cores.inflation_machine = 0.66;
	in.cores.inflation_program = 0.02;
	assert_true(says(&in, "these 2 CPUs deliver 1.31 of one: the speedup is 97 % of that"));
	assert_false(says(&in, "busy time grew"));
	in.cores.off_cpu = in.cores.offcpu_others = 0.5; /* it is not the program that got less */
	assert_false(says(&in, "the speedup is"));
	in.cores.off_cpu = in.cores.offcpu_others = 0;
	in.capacity_share = NAN;
	assert_true(says(&in, "these 2 CPUs deliver 1.31 of one"));
	assert_false(says(&in, "the speedup is"));
	in.cpus = 64;
	assert_true(says(&in, "2 of these 64 CPUs deliver 1.31 of one"));
	in.cpus = 2;
	in.capacity.disturbed = true;
	assert_true(suggests(&in, "when the machine is quiet"));
	in.cores.inflation_machine = 0.3; /* the rest is the program's */
	assert_true(says(&in, "busy time grew to 1.29 x that of one worker, beyond"));
	assert_false(suggests(&in, "the memory feeds"));
	in.capacity.memory = 1.12;
	assert_true(suggests(&in, "the memory feeds 1.12 of 2 CPUs"));
	in.capacity.compute = 1.9;
	assert_false(says(&in, "deliver"));
	in.capacity.compute = 1.31;
	in.threads = 1;
	assert_false(says(&in, "deliver"));
}

/* A guard that is never seen to fail guards nothing. */
static void
parts_that_do_not_add_up_are_seen(void **state)
{
	struct pt_cores good = { .useful = 1,
		.inflation = 0.2,
		.scheduling = 0.3,
		.overhead = 0.5,
		.busy = 1.5,
		.blocked = 0.5,
		.idle = 1,
		.off_cpu = 0.75,
		.other = 0.25 };
	struct pt_cores c = good;

	assert_true(pt_cores_add_up(&c, 4));
	c.idle += 0.01;
	assert_false(pt_cores_add_up(&c, 4));
	c = good;
	c.useful += 0.01;
	assert_false(pt_cores_add_up(&c, 4));
	c = good;
	c.blocked = -0.5;
	c.idle = 2;
	assert_false(pt_cores_add_up(&c, 4));
}

static void
baselines_count_by_what_they_computed(void **state)
{
	struct pt_series sequential, one_worker, parallel;
	struct pt_breakdown_worker w[2] = { { .times.s[PT_SHARE_BUSY] = 1 },
		{ .times.s[PT_SHARE_BUSY] = 0.5, .times.s[PT_SHARE_BLOCKED] = 0.5 } };
	struct pt_breakdown b = { .len = 2, .run_s = 1, .worker = w };
	struct pt_account_in in = { &sequential, &one_worker, &parallel, &b, 2, NULL, 0 };

	pt_series_init(&sequential);
	pt_series_init(&one_worker);
	pt_series_init(&parallel);
	pt_series_set_runs(&sequential, &(struct pt_series_run){ 1.5, 0.015, 0 }, 1);
	pt_series_set_runs(&one_worker, &(struct pt_series_run){ 3, 1, 0.6 }, 1);
	pt_series_set_runs(&parallel, &(struct pt_series_run){ 1, 0, 0 }, 1);
	struct pt_account a = pt_account_of(&in);

	assert_true(!a.sequential_disturbed && a.sequential_s == 1.5); /* 1 % is nothing */
	assert_true(a.one_worker_disturbed && a.one_worker_s == 2);
	assert_true(fabs(a.v.a - 1.4 / 1.5) < 1e-12 && fabs(a.v.f - 1.5 / 1.4) < 1e-12);
	assert_true(fabs(a.cores.inflation - 0.1) < 1e-12 && a.cores.blocked == 0.5);
	assert_true(fabs(a.v.speedup - 1.5) < 1e-12 && fabs(a.v.self_speedup - 2) < 1e-12);
	assert_true(isnan(a.capacity_share) && isnan(a.cores.inflation_machine));
	struct pt_capacity_table capacity = { .cpus = 2,
		.quota = NAN,
		.len = 2,
		.copies = { 1, 2 },
		.got = { { 1, 1.6 }, { 1, 2 }, { 1, 2 } } };

	in.capacity = &capacity;
	a = pt_account_of(&in);
	assert_true(fabs(a.capacity.compute - 1.6) < 1e-12);
	assert_true(fabs(a.capacity_share - 1.5 / 1.6) < 1e-12);
	/* busy 1.5 CPUs give 1.3; of 1.4 cores of work they take more than there is */
	assert_true(fabs(a.cores.inflation_machine - 0.1) < 1e-12);
	assert_true(fabs(a.cores.inflation_program) < 1e-12);
	pt_series_fini(&sequential);
	pt_series_fini(&one_worker);
	pt_series_fini(&parallel);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_run_gets_no_advice),
		cmocka_unit_test(what_is_unknown_gives_no_advice),
		cmocka_unit_test(each_condition_is_named_with_its_number),
		cmocka_unit_test(random_runs_never_give_an_impossible_number),
		cmocka_unit_test(reading_at_the_limit_is_told),
		cmocka_unit_test(what_the_cpus_can_give_is_told_and_not_blamed_on_the_program),
		cmocka_unit_test(parts_that_do_not_add_up_are_seen),
		cmocka_unit_test(baselines_count_by_what_they_computed),
	};

	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}

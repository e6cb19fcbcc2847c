/* SPDX-License-Identifier: MIT */
/* fib and sum: right for all sizes, grains and pools, and their checks see what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/workload_case.h"

/* The input of the latest setup; the linker puts this in the place of the real one. */
static uint64_t *input;
void *__real_pt_buffer_alloc(size_t bytes);
void *__wrap_pt_buffer_alloc(size_t bytes);

void *
__wrap_pt_buffer_alloc(size_t bytes)
{
	return input = __real_pt_buffer_alloc(bytes);
}

static const int workers[] = { 1, 2, 5 };
#define POOLS (sizeof workers / sizeof *workers)

/* ---- fib ---- */
static void
expect_fib(int threads, const char *size, const char *grain, const char *value)
{
	struct wcase *c = case_new(&pt_workload_fib, threads);

	case_set(c, "size", size);
	if (grain)
		case_set(c, "grain", grain);
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_string_equal(case_result(c, "value"), value);
	assert_int_equal(case_verify(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_string_equal(case_result(c, "value"), value);
	assert_int_equal(case_verify(c), 0);
	case_free(c);
}

static void
fib_is_right_with_and_without_grain(void **state)
{
	for (size_t i = 0; i < POOLS; i++) {
		expect_fib(workers[i], "1", NULL, "u:1");
		expect_fib(workers[i], "2", NULL, "u:1");
		expect_fib(workers[i], "24", NULL, "u:46368");
		expect_fib(workers[i], "24", "1", "u:46368");
		expect_fib(workers[i], "24", "10", "u:46368");
		expect_fib(workers[i], "24", "60", "u:46368");
	}
}

static void
fib_spawns_a_task_for_every_other_call(void **state)
{
	struct wcase *c = case_new(&pt_workload_fib, 1);
	struct case_run r = { .c = c };
	struct partop_counters counters;
	partop_pool *pool;

	case_set(c, "size", "20");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(partop_pool_open(&pool, &(struct partop_config){ .threads = 1 }), 0);
	assert_int_equal(partop_run(pool, case_root, &r), 0);
	partop_pool_counters(pool, &counters);
	assert_int_equal(counters.spawned, 10945); /* fib(21) - 1 */
	partop_pool_close(pool);
	case_free(c);
}

static void
fib_that_did_not_run_is_not_verified(void **state)
{
	struct wcase *c = case_new(&pt_workload_fib, 1);

	case_set(c, "size", "10");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_verify(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_FAILED);
	assert_string_equal(c->error.text, "fib(10) is 55, not 0");
	case_free(c);
}

/* ---- sum ---- */
static struct wcase *
sum_case(int threads, const char *type, const char *size, const char *grain)
{
	struct wcase *c = case_new(&pt_workload_sum, threads);

	case_set(c, "type", type);
	case_set(c, "size", size);
	if (grain)
		case_set(c, "grain", grain);
	return c;
}

static void
expect_sum(int threads, const char *type, const char *size, const char *grain)
{
	struct wcase *c = sum_case(threads, type, size, grain);
	char sequential[CASE_TEXT];

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	snprintf(sequential, sizeof sequential, "%s", case_result(c, "value"));
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), 0);
	if (!strcmp(type, "i64"))
		assert_string_equal(case_result(c, "value"), sequential);
	case_free(c);
}

static void
sum_is_right_for_all_lengths_of_the_last_vector(void **state)
{
	char size[16];

	for (unsigned n = 1; n < 80; n++) {
		snprintf(size, sizeof size, "%u", n);
		expect_sum(1, "i64", size, NULL);
		expect_sum(1, "f64", size, NULL);
	}
}

static void
sum_is_right_in_all_pools_with_and_without_grain(void **state)
{
	static const char *const grains[] = { NULL, "1", "1000", "100M" };

	for (size_t i = 0; i < POOLS; i++)
		for (size_t k = 0; k < sizeof grains / sizeof *grains; k++) {
			expect_sum(workers[i], "i64", "123457", grains[k]);
			expect_sum(workers[i], "f64", "123457", grains[k]);
		}
}

/* All lengths of the last vector, mapped. */
static void
sum_of_a_map_is_right(void **state)
{
	static const char *const maps[] = { "double", "sqrt" };
	char size[16];

	for (unsigned i = 0; i < 400; i++) {
		struct wcase *c =
			sum_case(1 + (int)i % 3, i & 1 ? "i64" : "f64", "1", i & 4 ? "1000" : NULL);

		snprintf(size, sizeof size, "%u", i < 320 ? 1 + i / 4 : 10000 + i);
		case_set(c, "size", size);
		case_set(c, "map", maps[i >> 1 & 1]);
		if (case_setup(c) || case_sequential(c) || case_verify(c) || case_parallel(c) ||
			case_verify(c))
			fail_msg("%s", c->error.text);
		case_free(c);
	}
}

/* Of one number. */
static void
maps_are_what_their_names_say(void **state)
{
	double plain, twice, roots;
	struct wcase *c = sum_case(1, "f64", "1", NULL);

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	plain = strtod(case_result(c, "value") + 2, NULL);
	case_free(c);
	c = sum_case(1, "f64", "1", NULL);
	case_set(c, "map", "double");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	twice = strtod(case_result(c, "value") + 2, NULL);
	case_free(c);
	c = sum_case(1, "f64", "1", NULL);
	case_set(c, "map", "sqrt");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	roots = strtod(case_result(c, "value") + 2, NULL);
	case_free(c);
	assert_true(twice == 2 * plain);
	assert_true(roots * roots > plain * (1 - 1e-15) && roots * roots < plain * (1 + 1e-15));
}

/* The total of one number is that number: the 1st, 2nd ... of the generator. */
static void
sum_keeps_integers_of_both_signs(void **state)
{
	unsigned negative = 0;
	char expected[CASE_TEXT];

	for (uint64_t seed = 0; seed < 50; seed++) {
		struct wcase *c = sum_case(1, "i64", "1", NULL);
		int64_t number = (int64_t)pt_mix(seed);

		c->setup.seed = seed;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_sequential(c), 0);
		snprintf(expected, sizeof expected, "d:%lld", (long long)number);
		assert_string_equal(case_result(c, "value"), expected);
		negative += number < 0;
		case_free(c);
	}
	assert_in_range(negative, 1, 49);
}

/* A number changes after the check has seen them all: so what is added up now is wrong. */
static void
expect_wrong_sum_found(const char *type, size_t at, uint64_t change)
{
	struct wcase *c = sum_case(1, type, "100k", NULL);

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_verify(c), -1); /* nothing added yet */
	assert_int_equal(c->error.exit, PT_EXIT_FAILED);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	input[at] ^= change;
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), -1);
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), -1);
	input[at] ^= change;
	assert_int_equal(case_parallel(c), 0);
	assert_int_equal(case_verify(c), 0);
	case_free(c);
}

static void
sum_that_is_wrong_is_not_verified(void **state)
{
	expect_wrong_sum_found("i64", 0, 1);
	expect_wrong_sum_found("i64", 99999, 1ull << 63);
	expect_wrong_sum_found("f64", 12345, 1ull << 50);
	expect_wrong_sum_found("f64", 99999, 0x7ff0000000000000); /* infinite or NaN */
}

static void
sum_refuses_what_does_not_fit(void **state)
{
	static const char *const sizes[] = { "132k", "18446744073709551615",
		"2305843009213693952" };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct wcase *c = sum_case(1, "i64", sizes[i], NULL);

		c->setup.memory_bytes = 1 << 20;
		assert_true(pt_workload_sum.needs_bytes(&c->setup) > c->setup.memory_bytes);
		assert_int_equal(case_setup(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		case_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fib_is_right_with_and_without_grain),
		cmocka_unit_test(fib_spawns_a_task_for_every_other_call),
		cmocka_unit_test(fib_that_did_not_run_is_not_verified),
		cmocka_unit_test(sum_is_right_for_all_lengths_of_the_last_vector),
		cmocka_unit_test(sum_is_right_in_all_pools_with_and_without_grain),
		cmocka_unit_test(sum_of_a_map_is_right),
		cmocka_unit_test(maps_are_what_their_names_say),
		cmocka_unit_test(sum_keeps_integers_of_both_signs),
		cmocka_unit_test(sum_that_is_wrong_is_not_verified),
		cmocka_unit_test(sum_refuses_what_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* fib and sum: right for all sizes, grains and pools, and their checks see what is wrong. */
#include <math.h>
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
static const char *const types[] = { "u64", "i64", "i32", "f64" };
#define TYPES (sizeof types / sizeof *types)

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
	if (strcmp(type, "f64") != 0)
		assert_string_equal(case_result(c, "value"), sequential);
	case_free(c);
}

/* A case with kernels of this level, as far as there are. */
static struct wcase *
level_case(enum pt_simd level, const char *type, unsigned n, const char *map)
{
	char size[16];
	struct wcase *c;

	snprintf(size, sizeof size, "%u", n);
	c = sum_case(1, type, size, NULL);
	case_set(c, "map", map);
	c->setup.simd = level;
	assert_int_equal(case_setup(c), 0);
	return c;
}

/* By naive code, whatever the level; integers have the same digits, too. */
static void
sum_is_right_for_all_lengths_of_the_last_vector(void **state)
{
	static const char *const maps[] = { "none", "double", "sqrt" };

	for (size_t i = 0; i < TYPES * 3; i++)
		for (enum pt_simd level = 0; level <= pt_simd_best(); level++)
			for (unsigned n = 1; n < 140; n++) {
				struct wcase *c = level_case(level, types[i / 3], n, maps[i % 3]);

				if (case_sequential(c) || case_verify(c))
					fail_msg("%s %s, level %d, %u: %s", types[i / 3],
						maps[i % 3], (int)level, n, c->error.text);
				case_free(c);
			}
}

/* What passes 2^64, and 2^63 on both sides, most often. */
static void
sum_is_exact_at_the_ends_of_its_types(void **state)
{
	static const uint64_t words[] = { UINT64_MAX, 0, UINT64_C(1) << 63, (UINT64_C(1) << 63) - 1,
		0x80000000ffffffff, 0x7fffffff80000000, 0xffffffff, 0xffffffff00000000 };
	static const char *const maps[] = { "none", "double" };
	const size_t kinds = sizeof words / sizeof *words;

	for (size_t i = 0; i < 3 * 2 * kinds * kinds; i++)
		for (enum pt_simd level = 0; level <= pt_simd_best(); level++) {
			const char *type = types[i % 3];
			struct wcase *c = level_case(level, type, 6002, maps[i / 3 % 2]);

			for (size_t k = 0; k < (i % 3 == 2 ? 3001 : 6002); k++)
				input[k] = words[k % 3 ? i / 6 % kinds : i / 6 / kinds];
			if (case_sequential(c) || case_verify(c))
				fail_msg("%s, level %d: %s", type, (int)level, c->error.text);
			case_free(c);
		}
}

/* The first 8 numbers of the generator with the seed 1, added by another program. */
#define U64_8 "70790798991611114925"
#define U64_8_TWICE "141581597983222229850"
#define I64_8 "-2996177303227091539"
#define I32_8 "-4344269395"
#define I32_8_TWICE "-8688538790"
static void
sum_of_integers_is_the_known_one(void **state)
{
	static const struct {
		const char *type, *map, *value;
	} rows[] = { { "u64", "none", "d:" U64_8 }, { "u64", "double", "d:" U64_8_TWICE },
		{ "i64", "none", "d:" I64_8 }, { "i32", "none", "d:" I32_8 },
		{ "i32", "double", "d:" I32_8_TWICE } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (enum pt_simd level = 0; level <= pt_simd_best(); level++) {
			struct wcase *c = level_case(level, rows[i].type, 8, rows[i].map);

			assert_int_equal(case_sequential(c), 0);
			assert_string_equal(case_result(c, "value"), rows[i].value);
			case_free(c);
		}
}

/* As the bound says of the sum: in blocks, hardly anything is lost. */
static void
sum_of_rounded_numbers_tells_how_far_it_can_be_off(void **state)
{
	static const char *const maps[] = { "none", "double", "sqrt" };
	const uint64_t n = 100003;

	for (size_t i = 0; i < 3; i++) {
		struct wcase *c = level_case(pt_simd_best(), "f64", (unsigned)n, maps[i]);
		long double exact = 0;
		double value, bound;

		for (uint64_t k = 0; k < n; k++) {
			long double x = ((const double *)(const void *)input)[k];

			exact += i == 2 ? sqrtl(x) : i == 1 ? 2 * x : x;
		}
		assert_int_equal(case_sequential(c), 0);
		value = strtod(case_result(c, "value") + 2, NULL);
		bound = strtod(case_result(c, "error_at_most") + 2, NULL);
		assert_true(fabs((double)(value - exact)) <= bound);
		assert_true(bound > 0 && bound < 1e-12 * value);
		case_free(c);
	}
	for (size_t i = 0; i < 3; i++) { /* exact ones have none */
		struct wcase *c = level_case(pt_simd_best(), types[i], 100, "none");

		assert_int_equal(case_sequential(c), 0);
		assert_null(case_result(c, "error_at_most"));
		case_free(c);
	}
}

static void
sum_is_right_in_all_pools_with_and_without_grain(void **state)
{
	static const char *const grains[] = { NULL, "1", "1000", "100M" };

	for (size_t i = 0; i < POOLS; i++)
		for (size_t k = 0; k < sizeof grains / sizeof *grains; k++) {
			for (size_t t = 0; t < TYPES; t++)
				expect_sum(workers[i], types[t], "123457", grains[k]);
		}
}

/* All lengths of the last vector, mapped. */
static void
sum_of_a_map_is_right(void **state)
{
	static const char *const maps[] = { "double", "sqrt" };
	char size[16];

	for (unsigned i = 0; i < 400; i++) {
		struct wcase *c = sum_case(1 + (int)i % 3, types[(i ^ i >> 3) % TYPES], "1",
			i & 4 ? "1000" : NULL);

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
	expect_wrong_sum_found("u64", 50000, 1ull << 63);
	expect_wrong_sum_found("i32", 49999, 1ull << 63);
	expect_wrong_sum_found("i32", 1, 1);
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
		cmocka_unit_test(sum_is_exact_at_the_ends_of_its_types),
		cmocka_unit_test(sum_of_integers_is_the_known_one),
		cmocka_unit_test(sum_of_rounded_numbers_tells_how_far_it_can_be_off),
		cmocka_unit_test(sum_is_right_in_all_pools_with_and_without_grain),
		cmocka_unit_test(sum_of_a_map_is_right),
		cmocka_unit_test(maps_are_what_their_names_say),
		cmocka_unit_test(sum_keeps_integers_of_both_signs),
		cmocka_unit_test(sum_that_is_wrong_is_not_verified),
		cmocka_unit_test(sum_refuses_what_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

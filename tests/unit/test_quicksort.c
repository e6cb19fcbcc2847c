/* SPDX-License-Identifier: MIT */
/* quicksort as a workload: all inputs and types, and what its check finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/workload_case.h"
#include "workloads/sort/input.h"

#define N 70001

/* The array of the latest setup; the linker puts this in the place of the real one. */
static void *array;
void *__real_pt_buffer_alloc(size_t bytes);
void *__wrap_pt_buffer_alloc(size_t bytes);

void *
__wrap_pt_buffer_alloc(size_t bytes)
{
	return array = __real_pt_buffer_alloc(bytes);
}

static const char *const types[] = { "u64", "i64", "f64", "u32", "i32", NULL };
static const char *const kinds[] = { "random", "sorted", "reversed", "few", "organ", NULL };

static struct wcase *
new_case(int workers, const char *type, const char *kind)
{
	struct wcase *c = case_new(&pt_workload_quicksort, workers);

	case_set(c, "size", "70001");
	case_set(c, "type", type);
	case_set(c, "input-kind", kind);
	return c;
}

static void
expect_sorted(struct wcase *c)
{
	char checksum[CASE_TEXT];

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	assert_string_equal(case_result(c, "sorted"), "b:true");
	snprintf(checksum, sizeof checksum, "%s", case_result(c, "checksum"));
	for (int again = 0; again < 2; again++) {
		assert_int_equal(case_parallel(c), 0);
		assert_int_equal(case_verify(c), 0);
		assert_string_equal(case_result(c, "sorted"), "b:true");
		assert_string_equal(case_result(c, "checksum"), checksum);
	}
}

static void
all_types_and_inputs_are_sorted_by_all_pools(void **state)
{
	static const int workers[] = { 1, 2, 5 };

	for (const char *const *type = types; *type; type++)
		for (const char *const *kind = kinds; *kind; kind++)
			for (int i = 0; i < 3; i++) {
				struct wcase *c = new_case(workers[i], *type, *kind);

				expect_sorted(c);
				case_free(c);
			}
}

static void
serial_partition_and_any_grain_sort_too(void **state)
{
	static const char *const grains[] = { "1", "2", "100", "5000", "1G" };

	for (unsigned variant = 0; variant < pt_workload_quicksort.variants_len; variant++)
		for (size_t i = 0; i < sizeof grains / sizeof *grains; i++) {
			struct wcase *c = new_case(5, "u64", "random");

			c->setup.variant = variant;
			case_set(c, "grain", grains[i]);
			expect_sorted(c);
			case_free(c);
		}
}

static void
an_input_is_the_same_after_every_reset(void **state)
{
	static uint64_t copy[N];
	struct wcase *c = new_case(1, "u64", "random");

	assert_int_equal(case_setup(c), 0);
	memcpy(copy, array, sizeof copy);
	assert_int_equal(case_sequential(c), 0);
	assert_memory_not_equal(copy, array, sizeof copy);
	pt_workload_quicksort.reset(c->state);
	assert_memory_equal(copy, array, sizeof copy);
	case_free(c);
}

static void
an_unsorted_array_is_found(void **state)
{
	struct wcase *c = new_case(1, "u64", "random");

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_verify(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_FAILED);
	case_results(c);
	assert_string_equal(case_result(c, "sorted"), "b:false");
	case_free(c);
}

/* Sorted, but one element stands there twice, and its neighbour no more. */
static void
an_element_that_replaced_another_is_found(void **state)
{
	struct wcase *c = new_case(1, "u64", "random");
	uint64_t *a;

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	a = array;
	a[N / 2] = a[N / 2 + 1];
	pt_workload_quicksort.sequential(c->state, &c->error);
	assert_int_equal(case_verify(c), -1);
	assert_string_equal(c->error.text, "the elements are not those of the input");
	case_free(c);
}

static void
every_type_is_checked_in_its_own_order(void **state)
{
	const int32_t i32[] = { -1, 0, 1 };
	const uint32_t u32[] = { 0, 1, UINT32_MAX };
	const double f64[] = { -1.5, 0, 0.5 };
	uint64_t same = 0xffffffff00000000;

	assert_int_equal(pt_sort_unsorted(i32, 3, PT_ELEM_I32), 3);
	assert_int_equal(pt_sort_unsorted(i32, 3, PT_ELEM_U32), 1);
	assert_int_equal(pt_sort_unsorted(u32, 3, PT_ELEM_U32), 3);
	assert_int_equal(pt_sort_unsorted(u32, 3, PT_ELEM_I32), 2);
	assert_int_equal(pt_sort_unsorted(f64, 3, PT_ELEM_F64), 3);
	assert_int_equal(pt_sort_unsorted(f64, 3, PT_ELEM_U64), 1);
	assert_int_equal(pt_sort_unsorted(&same, 1, PT_ELEM_U64), 1);
}

static void
a_checksum_counts_every_bit_and_no_order(void **state)
{
	uint64_t a[] = { 1, 2, 3 }, b[] = { 3, 1, 2 };
	const struct pt_sort_array first = { a, 3, PT_ELEM_U64, 1 },
				   other = { b, 3, PT_ELEM_U64, 1 };
	struct pt_sort_checksum want = pt_sort_checksum(&first), got;

	got = pt_sort_checksum(&other);
	assert_memory_equal(&want, &got, sizeof want);
	for (unsigned bit = 0; bit < 64; bit++) {
		b[1] ^= 1ull << bit;
		got = pt_sort_checksum(&other);
		assert_true(got.sum != want.sum && got.xor != want.xor);
		b[1] ^= 1ull << bit;
	}
}

static void
an_input_does_not_depend_on_the_threads(void **state)
{
	enum { MANY = 300001 };
	static uint32_t numbers[2][MANY];
	const struct pt_sort_array one = { numbers[0], MANY, PT_ELEM_U32, 1 };
	const struct pt_sort_array four = { numbers[1], MANY, PT_ELEM_U32, 4 };

	for (int input = 0; input < PT_INPUTS; input++) {
		struct pt_sort_checksum a, b;

		pt_sort_fill(&one, (enum pt_sort_input)input, 7);
		pt_sort_fill(&four, (enum pt_sort_input)input, 7);
		assert_memory_equal(numbers[0], numbers[1], sizeof numbers[0]);
		a = pt_sort_checksum(&one);
		b = pt_sort_checksum(&four);
		assert_memory_equal(&a, &b, sizeof a);
	}
}

static void
sizes_that_do_not_fit_are_refused(void **state)
{
	static const char *const sizes[] = { "262145", "18446744073709551615",
		"4611686018427387905" };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct wcase *c = new_case(1, "u32", "random");

		case_set(c, "size", sizes[i]);
		c->setup.memory_bytes = 1 << 20;
		assert_true(pt_workload_quicksort.needs_bytes(&c->setup) > c->setup.memory_bytes);
		assert_int_equal(case_setup(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		case_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_types_and_inputs_are_sorted_by_all_pools),
		cmocka_unit_test(serial_partition_and_any_grain_sort_too),
		cmocka_unit_test(an_input_is_the_same_after_every_reset),
		cmocka_unit_test(an_unsorted_array_is_found),
		cmocka_unit_test(an_element_that_replaced_another_is_found),
		cmocka_unit_test(every_type_is_checked_in_its_own_order),
		cmocka_unit_test(a_checksum_counts_every_bit_and_no_order),
		cmocka_unit_test(an_input_does_not_depend_on_the_threads),
		cmocka_unit_test(sizes_that_do_not_fit_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

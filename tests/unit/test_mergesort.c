/* SPDX-License-Identifier: MIT */
/* mergesort: its kernels at all lengths, its inputs and grains. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <stdlib.h>

#include "workloads/mergesort/kernel.h"

#define MOST 300

/* `keys` different keys, of which the values say the order. */
static void
make(struct pt_record *a, size_t n, uint64_t keys)
{
	for (size_t i = 0; i < n; i++)
		a[i] = (struct pt_record){ pt_mix(i + n) % keys, i };
}

static void
assert_sorted(const struct pt_record *a, size_t n, uint64_t keys)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(a[i].value < n && a[i].key == pt_mix(a[i].value + n) % keys);
		if (i > 0)
			assert_true(a[i - 1].key < a[i].key ||
				(a[i - 1].key == a[i].key && a[i - 1].value < a[i].value));
	}
}

static void
every_length_is_sorted_in_place_and_away(void **state)
{
	for (size_t n = 0; n <= MOST; n++)
		for (uint64_t keys = 1; keys < 1000000; keys *= 13)
			for (int there = 0; there < 2; there++) {
				struct pt_record *a = calloc(n + !n, sizeof(*a));
				struct pt_record *b = calloc(n + !n, sizeof(*b));

				make(a, n, keys);
				pt_record_sort(a, n, b, there);
				assert_sorted(there ? b : a, n, keys);
				free(a);
				free(b);
			}
}

/* Any cut of two runs makes two merges of the same result. */
static void
merges_can_be_cut_anywhere(void **state)
{
	static struct pt_record a[MOST], scratch[MOST], whole[MOST], parts[MOST];

	for (size_t na = 0; na <= MOST; na += 37) {
		size_t nb = MOST - na;

		make(a, MOST, 40);
		pt_record_sort(a, na, scratch, false);
		pt_record_sort(a + na, nb, scratch, false);
		pt_record_merge(a, na, a + na, nb, whole);
		assert_sorted(whole, MOST, 40);
		for (size_t k = 0; k <= MOST; k++) {
			size_t i = pt_record_cut(a, na, a + na, nb, k);

			assert_true(i <= na && k - i <= nb);
			pt_record_merge(a, i, a + na, k - i, parts);
			pt_record_merge(a + i, na - i, a + na + k - i, nb - (k - i), parts + k);
			assert_memory_equal(parts, whole, sizeof whole);
		}
	}
}

static void
inputs_and_grains_of_all_kinds_are_sorted(void **state)
{
	static const char *const kinds[] = { "random", "sorted", "reversed", "organ" };
	static const char *const grains[] = { "1", "2", "33", "5000", "1G" };
	static const char *const keys[] = { "1", "10", "1000000" };

	for (size_t kind = 0; kind < 4; kind++)
		for (size_t g = 0; g < 5; g++)
			for (unsigned variant = 0; variant < 2; variant++) {
				struct wcase *c = case_new(&pt_workload_mergesort, 5);

				c->setup.variant = variant;
				case_set(c, "size", "4999");
				case_set(c, "grain", grains[g]);
				case_set(c, "keys", keys[(g + kind) % 3]);
				case_set(c, "input-kind", kinds[kind]);
				assert_int_equal(case_setup(c), 0);
				assert_int_equal(case_parallel(c), 0);
				assert_int_equal(case_verify(c), 0);
				case_free(c);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length_is_sorted_in_place_and_away),
		cmocka_unit_test(merges_can_be_cut_anywhere),
		cmocka_unit_test(inputs_and_grains_of_all_kinds_are_sorted),
	};

	return cmocka_run_group_tests_name("mergesort", tests, NULL, NULL);
}

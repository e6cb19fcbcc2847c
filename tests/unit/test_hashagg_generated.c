/* SPDX-License-Identifier: MIT */
/* hashagg of generated rows against its naive check, in all versions. */
#include "tests/unit/cm.h"
#include "tests/unit/hashagg_cases.h"
#include "tests/unit/workload_case.h"
#include "workloads/hashagg/hashagg_run.h"

static void
generated_rows_agree_with_naive_code_in_all_versions(void **unused)
{
	static const char *const keys[] = { "1", "7", "1000", "50000" };
	static const int workers[] = { 1, 2, 5 };

	for (size_t k = 0; k < 4; k++) {
		for (size_t i = 0; i < 3; i++) {
			for (unsigned variant = 0; variant <= PT_AGG_ATOMIC; variant++) {
				struct wcase *c = case_new(&pt_workload_hashagg, workers[i]);

				c->setup.variant = variant;
				case_set(c, "size", "60000");
				case_set(c, "keys", keys[k]);
				case_set(c, "skew", k % 2 ? "zipf" : "uniform");
				case_set(c, "top", "3");
				run_all(c);
				assert_result(c, "rows", "u:60000");
				assert_result(c, "rejected_rows", "u:0");
				assert_non_null(case_result(c, "top/0/key"));
				assert_null(case_result(c, "top/3/key"));
				case_free(c);
			}
		}
	}
}

/* More groups than a table in the cache has room for: rows go to partitions after the first ones. */
static void
many_groups_are_partitioned_and_agree_with_naive_code(void **unused)
{
	static const char *const grains[] = { "0", "700", "100000" };
	static const int workers[] = { 1, 2, 7 };

	for (size_t i = 0; i < 3; i++) {
		struct wcase *c = case_new(&pt_workload_hashagg, workers[i]);
		const struct pt_agg *a;

		case_set(c, "size", "2000000");
		case_set(c, "keys", "1000000");
		case_set(c, "grain", grains[i]);
		case_set(c, "skew", i == 1 ? "zipf" : "uniform");
		run_all(c);
		a = c->state;
		if (i == 0) /* others may each have met fewer */
			assert_int_equal(a->answer.tables_len, PT_RADIX_PARTS);
		assert_result(c, "rows", "u:2000000");
		case_free(c);
	}
}

/* Many workers make, find and add to the same few groups, and a table that is as full as it gets. */
static void
a_table_without_a_lock_loses_no_row(void **unused)
{
	static const char *const keys[] = { "1", "3", "32768", "65536" };

	for (size_t k = 0; k < 4; k++) {
		struct wcase *c = case_new(&pt_workload_hashagg, 8);
		const struct pt_agg *a;

		c->setup.variant = PT_AGG_ATOMIC;
		case_set(c, "size", "200000");
		case_set(c, "keys", keys[k]);
		case_set(c, "grain", "100");
		run_all(c);
		a = c->state;
		assert_true(a->answer.tables->capacity >= 2 * a->answer.tables->used);
		case_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generated_rows_agree_with_naive_code_in_all_versions),
		cmocka_unit_test(many_groups_are_partitioned_and_agree_with_naive_code),
		cmocka_unit_test(a_table_without_a_lock_loses_no_row),
	};

	return cmocka_run_group_tests_name("hashagg, generated", tests, NULL, NULL);
}

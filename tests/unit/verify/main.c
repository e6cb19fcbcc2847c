/* SPDX-License-Identifier: MIT */
/* No verifier takes a wrong result for right. */
#include "config.h"

#include "tests/unit/verify/wrong.h"

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_fib),
		cmocka_unit_test(wrong_trees),
		cmocka_unit_test(wrong_ways),
		cmocka_unit_test(wrong_sums_of_integers),
		cmocka_unit_test(wrong_sums_of_floats),
		cmocka_unit_test(wrong_sums_of_maps),
		cmocka_unit_test(wrong_dumplings),
		cmocka_unit_test(wrong_numbers_of_primes),
		cmocka_unit_test(wrong_ends_of_steps),
		cmocka_unit_test(wrong_prefix_sums),
		cmocka_unit_test(wrong_collections),
		cmocka_unit_test(wrong_counts),
		cmocka_unit_test(wrong_histograms),
		cmocka_unit_test(wrong_batches),
		cmocka_unit_test(wrong_requests),
#ifdef HAVE_SQLITE
		cmocka_unit_test(wrong_chunks),
#endif
		cmocka_unit_test(wrong_sums_of_lines),
		cmocka_unit_test(wrong_errors_of_lines),
		cmocka_unit_test(wrong_pictures),
		cmocka_unit_test(wrong_images),
		cmocka_unit_test(wrong_orders),
		cmocka_unit_test(wrong_elements),
		cmocka_unit_test(wrong_merges),
		cmocka_unit_test(wrong_products),
		cmocka_unit_test(wrong_words),
		cmocka_unit_test(wrong_groups_of_rows),
		cmocka_unit_test(wrong_groups_of_csv),
		cmocka_unit_test(wrong_totals_of_csv),
		cmocka_unit_test(wrong_groups_of_1brc),
		cmocka_unit_test(wrong_counts_of_a_made_log),
		cmocka_unit_test(wrong_counts_of_a_file),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * Wrong results, shown to the verifier of each workload.  The file of a workload includes that of
 * the workload itself, to get at the result where it is kept, and makes it wrong in many ways.
 */
#ifndef PT_TESTS_UNIT_VERIFY_WRONG_H
#define PT_TESTS_UNIT_VERIFY_WRONG_H

#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

/* The result that is there now is refused as a failure of the run, in one line. */
static inline void
assert_refused(struct wcase *c, const char *how)
{
	c->error = (struct pt_error){ .exit = 0 };
	if (case_verify(c) != -1)
		fail_msg("%s: %s is taken for right", c->workload->name, how);
	assert_int_equal(c->error.exit, PT_EXIT_FAILED);
	assert_true(c->error.text[0] != '\0' && !strchr(c->error.text, '\n'));
}

static inline void
assert_right(struct wcase *c)
{
	if (case_verify(c) != 0)
		fail_msg("%s: %s", c->workload->name, c->error.text);
}

void wrong_fib(void **state);
void wrong_trees(void **state);
void wrong_ways(void **state);
void wrong_sums_of_integers(void **state);
void wrong_sums_of_floats(void **state);
void wrong_sums_of_maps(void **state);
void wrong_dumplings(void **state);
void wrong_numbers_of_primes(void **state);
void wrong_ends_of_steps(void **state);
void wrong_prefix_sums(void **state);
void wrong_collections(void **state);
void wrong_counts(void **state);
void wrong_histograms(void **state);
void wrong_batches(void **state);
void wrong_requests(void **state);
void wrong_chunks(void **state);
void wrong_sums_of_lines(void **state);
void wrong_errors_of_lines(void **state);
void wrong_pictures(void **state);
void wrong_images(void **state);
void wrong_orders(void **state);
void wrong_elements(void **state);
void wrong_merges(void **state);
void wrong_products(void **state);
void wrong_words(void **state);
void wrong_groups_of_rows(void **state);
void wrong_groups_of_csv(void **state);
void wrong_totals_of_csv(void **state);
void wrong_groups_of_1brc(void **state);
void wrong_counts_of_a_made_log(void **state);
void wrong_counts_of_a_file(void **state);

#endif

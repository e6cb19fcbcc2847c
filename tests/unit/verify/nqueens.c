/* SPDX-License-Identifier: MIT */
/* Wrong numbers of ways. */
#include "tests/unit/verify/wrong.h"

#include "workloads/nqueens.c"

void
wrong_ways(void **state)
{
	static const char *const sizes[] = { "1", "2", "4", "9", "10" };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct wcase *c = case_new(&pt_workload_nqueens, 1);
		struct nqueens *q;
		uint64_t ways_found;

		case_set(c, "size", sizes[i]);
		case_set(c, "grain", "0");
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_sequential(c), 0);
		assert_right(c);
		q = c->state;
		ways_found = q->ways;
		q->ways = ways_found + 1;
		assert_refused(c, "a way more");
		q->ways = 2 * ways_found + 2;
		assert_refused(c, "twice as many");
		case_free(c);
	}
}

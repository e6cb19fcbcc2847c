/* SPDX-License-Identifier: MIT */
/* Wrong counts of trees' nodes. */
#include "tests/unit/verify/wrong.h"

#include "workloads/uts.c"

void
wrong_trees(void **state)
{
	struct wcase *c = case_new(&pt_workload_uts, 1);
	struct tally right;
	struct uts *u;

	case_set(c, "tree", "T0");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_right(c);
	u = c->state;
	right = u->all;
	u->all.nodes++;
	assert_refused(c, "a node more");
	u->all = right;
	u->all.leaves--;
	assert_refused(c, "a leaf less");
	u->all = right;
	u->all.deepest++;
	assert_refused(c, "a level more");
	u->all = (struct tally){ .nodes = 0 };
	assert_refused(c, "nothing");
	case_free(c);
}

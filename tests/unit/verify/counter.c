/* SPDX-License-Identifier: MIT */
/* Wrong counts, in all variants. */
#include "tests/unit/verify/wrong.h"

#include "workloads/counter.c"

void
wrong_counts(void **state)
{
	for (unsigned variant = MUTEX_LONG; variant <= LOCAL; variant++) {
		struct wcase *c = case_new(&pt_workload_counter, 3);
		struct counter *m;

		case_set(c, "size", "10007");
		case_set(c, "work", "3");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		m->total++;
		assert_refused(c, "one more");
		m->total -= item(m, 10006) + 1;
		assert_refused(c, "all but the last item");
		m->total += item(m, 10006);
		assert_right(c);
		m->ran = false;
		assert_refused(c, "nothing");
		case_free(c);
	}
}

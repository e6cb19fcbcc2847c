/* SPDX-License-Identifier: MIT */
/* Wrong answers, in all variants. */
#include "tests/unit/verify/wrong.h"

#include "workloads/iowait/iowait.c"

void
wrong_requests(void **state)
{
	for (unsigned variant = MIXED; variant <= THREADS; variant++) {
		struct wcase *c = case_new(&pt_workload_iowait, 3);
		struct iowait *m;

		case_set(c, "size", "21");
		case_set(c, "delay", "100");
		case_set(c, "work", "3");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		m->value[20]++;
		assert_refused(c, "another answer");
		m->value[20] = 0;
		assert_refused(c, "no answer");
		m->value[20] = m->value[19];
		assert_refused(c, "the answer to another request");
		m->ran = false;
		assert_refused(c, "nothing");
		case_free(c);
	}
}

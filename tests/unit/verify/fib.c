/* SPDX-License-Identifier: MIT */
/* Wrong Fibonacci numbers. */
#include "tests/unit/verify/wrong.h"

#include "workloads/fib.c"

void
wrong_fib(void **state)
{
	static const char *const sizes[] = { "1", "2", "20", "24" };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct wcase *c = case_new(&pt_workload_fib, 1);
		uint64_t value;
		struct fib *f;

		case_set(c, "size", sizes[i]);
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_sequential(c), 0);
		assert_right(c);
		f = c->state;
		value = f->value;
		for (unsigned bit = 0; bit < 64; bit++) {
			f->value = value ^ UINT64_C(1) << bit;
			assert_refused(c, "a number with another bit");
		}
		f->value = calls(f->n + 2);
		assert_refused(c, "a later Fibonacci number");
		f->value = 0;
		assert_refused(c, "nothing");
		case_free(c);
	}
}

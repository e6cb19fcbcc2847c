/* SPDX-License-Identifier: MIT */
/* Wrong numbers of primes; and the right ones. */
#include "tests/unit/verify/wrong.h"

#include "workloads/primes.c"

/* Counted twice: the table of known numbers, and the sieve where there is none. */
static void
the_sieve_knows_what_the_table_knows(void)
{
	uint64_t n = 1, by_table, by_sieve;

	for (; n <= 10000000; n *= 10) {
		assert_true(is_known(n, &by_table) && sieve(n, &by_sieve));
		assert_int_equal(by_sieve, by_table);
	}
}

void
wrong_numbers_of_primes(void **state)
{
	static const char *const sizes[] = { "1", "2", "100", "10007", "100000" };

	the_sieve_knows_what_the_table_knows();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct wcase *c = case_new(&pt_workload_primes, 3);
		struct primes *m;
		uint64_t right;

		case_set(c, "size", sizes[i]);
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		right = m->count;
		m->count = right + 1;
		assert_refused(c, "one prime more");
		m->count = right - 1;
		assert_refused(c, "one prime less");
		m->count = right;
		m->ran = false;
		assert_refused(c, "a count that was not made");
		case_free(c);
	}
}

/* SPDX-License-Identifier: MIT */
/* Records out of order, exchanged with equal ones, lost, doubled, changed. */
#include "tests/unit/verify/wrong.h"

#include "workloads/mergesort/mergesort.c"

enum { N = 5003 };

static struct wcase *
merged(const char *kind, const char *keys, unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_mergesort, 2);

	case_set(c, "size", "5003");
	case_set(c, "grain", "100");
	case_set(c, "keys", keys);
	case_set(c, "input-kind", kind);
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
expect_refused(struct wcase *c, struct pt_record *at, struct pt_record wrong, const char *how)
{
	struct pt_record right = *at;

	*at = wrong;
	assert_refused(c, how);
	*at = right;
	assert_right(c);
}

static void
expect_exchange_refused(struct wcase *c, uint64_t i, uint64_t k, const char *how)
{
	struct pt_record *a = ((struct mergesort *)c->state)->a, hold = a[i];

	a[i] = a[k];
	a[k] = hold;
	assert_refused(c, how);
	a[k] = a[i];
	a[i] = hold;
	assert_right(c);
}

void
wrong_merges(void **state)
{
	for (unsigned k = 0; kinds[k]; k++)
		for (unsigned variant = 0; variant < 2; variant++) {
			struct wcase *c = merged(kinds[k], "10", variant);
			struct pt_record *a = ((struct mergesort *)c->state)->a;

			expect_exchange_refused(c, 0, N - 1, "the first and the last record");
			expect_exchange_refused(c, 100, 101, "two equal records");
			expect_exchange_refused(c, N - 2, N - 1, "the last two");
			expect_refused(c, &a[2500], a[2501], "a record twice");
			expect_refused(c, &a[0], (struct pt_record){ a[0].key, N },
				"a value beyond");
			expect_refused(c, &a[77], (struct pt_record){ a[77].key + 1, a[77].value },
				"another key");
			case_free(c);
		}
}

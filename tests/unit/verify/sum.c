/* SPDX-License-Identifier: MIT */
/* Wrong sums. */
#include "tests/unit/verify/wrong.h"

#include "workloads/sum.c"

static struct wcase *
summed(const char *type)
{
	struct wcase *c = case_new(&pt_workload_sum, 2);

	case_set(c, "type", type);
	case_set(c, "size", "10007");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

/* The sum of the numbers is not that of what they are mapped to. */
static void
refuse_unmapped(const char *type, const char *map)
{
	struct wcase *c = case_new(&pt_workload_sum, 2);
	struct sum *m;

	case_set(c, "type", type);
	case_set(c, "map", map);
	case_set(c, "size", "10007");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	m = c->state;
	m->total.exact /= 2;
	m->total.sum *= m->map == SQRT ? 1.001 : 0.5;
	assert_refused(c, "a sum that is mapped in another way");
	case_free(c);
}

void
wrong_sums_of_maps(void **state)
{
	refuse_unmapped("i64", "double");
	refuse_unmapped("i64", "sqrt");
	refuse_unmapped("u64", "double");
	refuse_unmapped("u64", "sqrt");
	refuse_unmapped("i32", "double");
	refuse_unmapped("i32", "sqrt");
	refuse_unmapped("f64", "double");
	refuse_unmapped("f64", "sqrt");
}

static void
refuse_wrong(const char *type)
{
	struct wcase *c = summed(type);
	struct sum *m = c->state;
	const __int128 right = m->total.exact;

	for (unsigned bit = 0; bit < 128; bit++) {
		m->total.exact = (__int128)((unsigned __int128)right ^ (unsigned __int128)1 << bit);
		assert_refused(c, "a sum with another bit");
	}
	m->total.exact = right - integer_of(m, 0);
	assert_refused(c, "a sum without the first number");
	m->total.exact = right - integer_of(m, 10006);
	assert_refused(c, "a sum without the last number");
	m->total.exact = right + integer_of(m, 5003);
	assert_refused(c, "a sum with a number twice");
	m->total.exact = (int64_t)right;
	assert_true(m->total.exact == right || case_verify(c) == -1);
	m->total.exact = right;
	assert_right(c);
	case_free(c);
}

void
wrong_sums_of_integers(void **state)
{
	refuse_wrong("u64");
	refuse_wrong("i64");
	refuse_wrong("i32");
}

void
wrong_sums_of_floats(void **state)
{
	struct wcase *c = summed("f64");
	struct sum *m = c->state;
	const struct total right = m->total;
	const double *a = m->numbers;
	const double allowed = error_at_most(m->magnitude);
	const double wrong[] = { right.sum + 1e-3, right.sum - 1e-3, right.sum - a[0],
		right.sum + a[10006], -right.sum, 0, INFINITY, -INFINITY, NAN,
		right.sum + 2 * allowed, right.sum - 2 * allowed };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		m->total = (struct total){ .sum = wrong[i], .error = right.error };
		assert_refused(c, "another sum");
	}
	m->total = (struct total){ .sum = right.sum, .error = right.error + 2 * allowed };
	assert_refused(c, "another error");
	/* Another order of adding is no fault. */
	m->total = (struct total){ .sum = right.sum, .error = right.error + allowed / 2 };
	assert_right(c);
	case_free(c);
}

/* SPDX-License-Identifier: MIT */
/* Products with wrong numbers. */
#include "tests/unit/verify/wrong.h"

#include "workloads/matmul/matmul.c"

static struct wcase *
multiplied(const char *size, unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_matmul, 2);

	case_set(c, "size", size);
	case_set(c, "grain", "20");
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
expect_refused(struct wcase *c, double *at, double wrong, const char *how)
{
	double right = *at;

	*at = wrong;
	assert_refused(c, how);
	*at = right;
	assert_right(c);
}

/* Both ways of checking: number by number, and by a vector. */
void
wrong_products(void **state)
{
	static const char *const sizes[] = { "61", "137" };

	for (unsigned i = 0; i < 6; i++) {
		struct wcase *c = multiplied(sizes[i % 2], i / 2);
		const struct pt_matmul *p = &((struct matmul *)c->state)->product;
		double *last = &p->c[p->n * p->n - 1], hold;

		expect_refused(c, &p->c[0], p->c[0] + 1, "a first number that is one more");
		expect_refused(c, last, *last - 1, "a last number that is one less");
		expect_refused(c, &p->c[77], p->c[77] + 0.25, "a number with a fraction");
		expect_refused(c, &p->c[77], NAN, "no number");
		expect_refused(c, &p->c[77], 1e30, "a number too large");
		expect_refused(c, &p->c[p->n + 5], NOT_WRITTEN, "a number that was not written");
		assert_true(p->c[100] != p->c[101]);
		hold = p->c[100];
		p->c[100] = p->c[101];
		p->c[101] = hold;
		assert_refused(c, "two numbers that have changed places");
		p->c[101] = p->c[100];
		p->c[100] = hold;
		for (size_t k = 0; k < p->n; k++)
			p->c[p->n + k] += p->b[k] * p->a[3];
		assert_refused(c, "a row with a product too many");
		case_free(c);
	}
}

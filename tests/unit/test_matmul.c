/* SPDX-License-Identifier: MIT */
/* The kernels of matmul, of every level that this CPU has, beside three loops. */
#include "tests/unit/cm.h"

#include <stdlib.h>
#include <string.h>

#include "workloads/matmul/kernel.h"
#include "workloads/workload.h"

static double *
numbers(size_t n)
{
	double *x = calloc(n, sizeof(*x));

	assert_non_null(x);
	return x;
}

static struct pt_matmul
new_product(const struct pt_matmul_kernel *k, size_t n)
{
	struct pt_matmul m = { .kernel = k,
		.n = n,
		.a = numbers(n * n),
		.b = numbers(n * n),
		.c = numbers(n * n),
		.row_panels = (n + k->rows - 1) / k->rows,
		.column_panels = (n + k->columns - 1) / k->columns };

	/* no larger than they have to be: a sanitizer sees what is read or written behind them */
	m.packed_a = numbers(m.row_panels * k->rows * n);
	m.packed_b = numbers(m.column_panels * k->columns * n);
	for (size_t i = 0; i < n * n; i++) {
		m.a[i] = (double)(pt_mix(i) % 31) - 15;
		m.b[i] = (double)(pt_mix(~i) % 31) - 15;
	}
	return m;
}

static void
free_product(struct pt_matmul *m)
{
	free(m->a);
	free(m->b);
	free(m->c);
	free(m->packed_a);
	free(m->packed_b);
}

static void
assert_product(const struct pt_matmul *m)
{
	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; j < m->n; j++) {
			double sum = 0;

			for (size_t k = 0; k < m->n; k++)
				sum += m->a[i * m->n + k] * m->b[k * m->n + j];
			assert_true(m->c[i * m->n + j] == sum);
		}
}

static void
pack(const struct pt_matmul *m)
{
	pt_matmul_pack_a(m, 0, m->row_panels);
	pt_matmul_pack_b(m, 0, m->column_panels);
}

static void
every_level_multiplies_all_sizes(void **state)
{
	const struct pt_matmul_kernel *k;

	for (unsigned level = 0; (k = pt_matmul_kernel(level)); level++)
		for (size_t n = 1; n < 40; n++) {
			struct pt_matmul m = new_product(k, n);

			pack(&m);
			pt_matmul_multiply(&m,
				&(struct pt_matmul_part){ 0, m.row_panels, 0, m.column_panels, 0,
					n });
			assert_product(&m);
			free_product(&m);
		}
}

/* More steps than a block has, and a part at a time. */
static void
parts_add_up_to_the_product(void **state)
{
	const size_t n = PT_MATMUL_DEPTH + 45, border = 131;
	const struct pt_matmul_kernel *k;

	for (unsigned level = 0; (k = pt_matmul_kernel(level)); level++) {
		struct pt_matmul m = new_product(k, n);

		pack(&m);
		for (size_t i = 0; i < m.row_panels; i++)
			for (unsigned half = 0; half < 2; half++)
				pt_matmul_multiply(&m,
					&(struct pt_matmul_part){ i, i + 1, 0, m.column_panels,
						half ? border : 0, half ? n : border });
		assert_product(&m);
		free_product(&m);
	}
}

static void
levels_are_listed_best_first_and_end(void **state)
{
	unsigned levels = 0;

	while (pt_matmul_kernel(levels))
		levels++;
	assert_in_range(levels, 1, 3);
	for (unsigned i = 1; i < levels; i++)
		assert_true(pt_matmul_kernel(i)->rows * pt_matmul_kernel(i)->columns <
			pt_matmul_kernel(i - 1)->rows * pt_matmul_kernel(i - 1)->columns);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_level_multiplies_all_sizes),
		cmocka_unit_test(parts_add_up_to_the_product),
		cmocka_unit_test(levels_are_listed_best_first_and_end),
	};

	return cmocka_run_group_tests_name("matmul", tests, NULL, NULL);
}

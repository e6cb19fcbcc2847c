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
	for (enum pt_simd level = 0; level <= pt_simd_best(); level++)
		for (size_t n = 1; n < 40; n++) {
			struct pt_matmul m = new_product(pt_matmul_kernel(level), n);

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

	for (enum pt_simd level = 0; level <= pt_simd_best(); level++) {
		struct pt_matmul m = new_product(pt_matmul_kernel(level), n);

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
a_higher_level_has_a_larger_tile(void **state)
{
	for (enum pt_simd level = PT_SIMD_AVX2; level <= pt_simd_best(); level++) {
		const struct pt_matmul_kernel *less = pt_matmul_kernel(level - 1),
					      *more = pt_matmul_kernel(level);

		assert_true(less->rows * less->columns < more->rows * more->columns);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_level_multiplies_all_sizes),
		cmocka_unit_test(parts_add_up_to_the_product),
		cmocka_unit_test(a_higher_level_has_a_larger_tile),
	};

	return cmocka_run_group_tests_name("matmul", tests, NULL, NULL);
}

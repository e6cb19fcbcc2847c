/* SPDX-License-Identifier: MIT */
/* Packing, the loops around the innermost ones, and the levels: see kernel.h and tile.h. */
#include "config.h"

#include "workloads/matmul/kernel.h"

#include <string.h>

#ifdef __clang__
#define PT_UNROLL _Pragma("clang loop unroll(full)")
#else
#define PT_UNROLL _Pragma("GCC unroll 16")
#endif

#define TILE_MOST 256 /* numbers of a tile */

#define TILE(x) x##_portable
#define TILE_TARGET
#define LANES 2
#define ROWS 4
#define VECTORS 2
#include "workloads/matmul/tile.h"
#ifdef PT_X86_64
#define TILE(x) x##_avx2
#define TILE_TARGET __attribute__((target("avx2,fma")))
#define LANES 4
#define ROWS 6
#define VECTORS 2
#include "workloads/matmul/tile.h"
#define TILE(x) x##_avx512
#define TILE_TARGET __attribute__((target("avx512f")))
#define LANES 8
#define ROWS 12
#define VECTORS 2
#include "workloads/matmul/tile.h"
#endif

const struct pt_matmul_kernel *
pt_matmul_kernel(enum pt_simd most)
{
#ifdef PT_X86_64
	if (most >= PT_SIMD_AVX512)
		return &kernel_avx512;
	if (most >= PT_SIMD_AVX2)
		return &kernel_avx2;
#endif
	return &kernel_portable;
}

/* ---- packing ---- */

static size_t
least(size_t x, size_t y)
{
	return x < y ? x : y;
}

void
pt_matmul_pack_a(const struct pt_matmul *m, size_t lo, size_t hi)
{
	size_t rows = m->kernel->rows, n = m->n;

	for (size_t p = lo; p < hi; p++) {
		double *to = m->packed_a + p * rows * n;
		size_t there = least(rows, n - p * rows);

		if (there < rows)
			memset(to, 0, rows * n * sizeof(*to));
		for (size_t r = 0; r < there; r++) {
			const double *from = m->a + (p * rows + r) * n;

			for (size_t k = 0; k < n; k++)
				to[k * rows + r] = from[k];
		}
	}
}

void
pt_matmul_pack_b(const struct pt_matmul *m, size_t lo, size_t hi)
{
	size_t columns = m->kernel->columns, n = m->n;

	for (size_t p = lo; p < hi; p++) {
		double *to = m->packed_b + p * columns * n;
		size_t there = least(columns, n - p * columns);

		for (size_t k = 0; k < n; k++, to += columns) {
			memcpy(to, m->b + k * n + p * columns, there * sizeof(*to));
			memset(to + there, 0, (columns - there) * sizeof(*to));
		}
	}
}

/* ---- multiplying ---- */

/* A tile that does not lie in C as a whole is made aside. */
static void
edge(const struct pt_matmul *m, const double *a, const double *b, size_t row, size_t column,
	size_t depth)
{
	double aside[TILE_MOST] = { 0 }, *c = m->c + row * m->n + column;
	size_t rows = least(m->kernel->rows, m->n - row);
	size_t columns = least(m->kernel->columns, m->n - column);

	m->kernel->tile(a, b, aside, m->kernel->columns, depth);
	for (size_t r = 0; r < rows; r++)
		for (size_t k = 0; k < columns; k++)
			c[r * m->n + k] += aside[r * m->kernel->columns + k];
}

static void
multiply_block(const struct pt_matmul *m, const struct pt_matmul_part *p)
{
	size_t rows = m->kernel->rows, columns = m->kernel->columns, n = m->n;

	for (size_t j = p->column_lo; j < p->column_hi; j++)
		for (size_t i = p->row_lo; i < p->row_hi; i++) {
			const double *a = m->packed_a + i * rows * n + p->k_lo * rows;
			const double *b = m->packed_b + j * columns * n + p->k_lo * columns;
			size_t row = i * rows, column = j * columns;

			if (row + rows <= n && column + columns <= n)
				m->kernel->tile(a, b, m->c + row * n + column, n,
					p->k_hi - p->k_lo);
			else
				edge(m, a, b, row, column, p->k_hi - p->k_lo);
		}
}

void
pt_matmul_multiply(const struct pt_matmul *m, const struct pt_matmul_part *p)
{
	struct pt_matmul_part block = *p;

	for (size_t k = p->k_lo; k < p->k_hi; k = block.k_hi) {
		block.k_lo = k;
		block.k_hi = least(k + PT_MATMUL_DEPTH, p->k_hi);
		multiply_block(m, &block);
	}
}

void
pt_matmul_multiply_naively(const struct pt_matmul *m, size_t lo, size_t hi)
{
	size_t n = m->n;

	for (size_t i = lo; i < hi; i++)
		for (size_t j = 0; j < n; j++) {
			double sum = 0;

			for (size_t k = 0; k < n; k++)
				sum += m->a[i * n + k] * m->b[k * n + j];
			m->c[i * n + j] = sum;
		}
}

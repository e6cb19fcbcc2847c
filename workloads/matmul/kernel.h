/* SPDX-License-Identifier: MIT */
/*
 * The kernel of matmul: a block of C += A B, from packed operands.
 *
 * Packed A is made of panels of `rows` rows of A, k by k: the numbers that a step of the innermost
 * loop needs are side by side.  Packed B is made of panels of `columns` columns.  Panels at the edge
 * are filled up with zeros.  A *block* is DEPTH steps of k: a panel of B that long stays in the first
 * cache, and some panels of A in the second (K. Goto, R. van de Geijn, "Anatomy of High-Performance
 * Matrix Multiplication", 2008).
 */
#ifndef PT_WORKLOADS_MATMUL_KERNEL_H
#define PT_WORKLOADS_MATMUL_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/simd.h"

enum { PT_MATMUL_DEPTH = 256 };

/* How a level of instructions tiles. */
struct pt_matmul_kernel {
	unsigned rows, columns; /* of the tile of C that is kept in registers */
	/* c[0..rows)[0..columns) += a b, `depth` steps; stride: numbers from one row of c to the next. */
	void (*tile)(const double *a, const double *b, double *c, size_t stride, size_t depth);
};

/* The best one of no higher level. */
const struct pt_matmul_kernel *pt_matmul_kernel(enum pt_simd most);

/* A product of n by n numbers. */
struct pt_matmul {
	const struct pt_matmul_kernel *kernel;
	size_t n;
	double *a, *b;
	double *c;
	double *packed_a, *packed_b;
	size_t row_panels, column_panels;
};

/* Panels [lo, hi) of either. */
void pt_matmul_pack_a(const struct pt_matmul *m, size_t lo, size_t hi);
void pt_matmul_pack_b(const struct pt_matmul *m, size_t lo, size_t hi);

/* Panels of rows and of columns, and steps of k. */
struct pt_matmul_part {
	size_t row_lo, row_hi, column_lo, column_hi, k_lo, k_hi;
};

/* c += a b for a part, from packed operands. */
void pt_matmul_multiply(const struct pt_matmul *m, const struct pt_matmul_part *p);

/* Rows [lo, hi) of c = a b, from the matrices as they are. */
void pt_matmul_multiply_naively(const struct pt_matmul *m, size_t lo, size_t hi);

#endif

/* SPDX-License-Identifier: MIT */
/* What the parts of mandelbrot share. */
#ifndef PT_WORKLOADS_MANDELBROT_MANDELBROT_H
#define PT_WORKLOADS_MANDELBROT_MANDELBROT_H

#include <stdbool.h>
#include <stddef.h>
#include <partop/range.h>
#include <stdint.h>

#include "workloads/lib/simd.h"

struct pt_result;
struct pt_mandel;

/* Computes the points [lo, hi) of row y. */
typedef void pt_mandel_row_fn(const struct pt_mandel *m, uint64_t y, uint64_t lo, uint64_t hi);

struct pt_mandel {
	uint64_t side;       /* points in a row, and rows */
	unsigned iterations; /* at most */
	uint64_t grain;
	enum partop_policy policy;
	int threads;
	bool tiles;
	pt_mandel_row_fn *row;
	uint16_t *count; /* of each point: iterations inside the circle */
	uint8_t *worker; /* that computed it */
	uint16_t *naive; /* what verify compares with */
	bool naive_known;
	const char *picture; /* file to write; NULL: none */
};

/* rows.c: the best one of no higher level. */
pt_mandel_row_fn *pt_mandel_kernel(enum pt_simd most);

/* show.c: the picture as results, and as a file, if one is wanted. */
void pt_mandel_show(const struct pt_mandel *m, struct pt_result *r);

#endif

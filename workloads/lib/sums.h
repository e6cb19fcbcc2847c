/* SPDX-License-Identifier: MIT */
/* The ends of a reduction to the sum of numbers of 64 bits, modulo 2^64; its fold is the workload's. */
#ifndef PT_WORKLOADS_LIB_SUMS_H
#define PT_WORKLOADS_LIB_SUMS_H

#include <partop/range.h>
#include <stdint.h>

static inline void
pt_sum_zero(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static inline void
pt_sum_add(void *left, void *right, void *arg)
{
	*(uint64_t *)left += *(uint64_t *)right;
}

#define PT_SUM_REDUCER(fold_fn) \
	{ \
		.size = sizeof(uint64_t), .identity = pt_sum_zero, .fold = (fold_fn), \
		.combine = pt_sum_add \
	}

#endif

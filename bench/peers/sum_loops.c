/* SPDX-License-Identifier: MIT */
/* The loops, by flags of their own (bench/local.mk).  See sums.h. */
#include "bench/peers/sums.h"

uint64_t
sum_loop_u64(const uint64_t *x, uint64_t lo, uint64_t hi)
{
	uint64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += x[i];
	return sum;
}

int64_t
sum_loop_i32(const int32_t *x, uint64_t lo, uint64_t hi)
{
	int64_t sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += x[i];
	return sum;
}

double
sum_loop_f64(const double *x, uint64_t lo, uint64_t hi)
{
	double sum = 0;

	for (uint64_t i = lo; i < hi; i++)
		sum += x[i];
	return sum;
}

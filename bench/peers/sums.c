/* SPDX-License-Identifier: MIT */
/* See sums.h. */
#include "bench/peers/sums.h"

#include <stdlib.h>
#include <string.h>

#include "bench/peers/peer.h"
#include "workloads/workload.h"

#define PIECE 65536

static void
fill_u64(uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi; i++)
		((uint64_t *)arg)[i] = pt_mix(i);
}

static void
fill_i32(uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi; i++)
		((int32_t *)arg)[i] = (int32_t)pt_mix(i);
}

static void
fill_f64(uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi; i++)
		((double *)arg)[i] = (double)(pt_mix(i) >> 44) * 0x1p-20;
}

static void *
made(void **array, uint64_t size, size_t each, pt_spread_fn *fill)
{
	if (*array)
		return *array;
	*array = pt_buffer_alloc(size * each);
	if (!*array)
		abort();
	pt_spread(peer_cpus(), size, PIECE, fill, *array);
	return *array;
}

const uint64_t *
sums_u64(uint64_t size)
{
	static void *array;

	return made(&array, size, sizeof(uint64_t), fill_u64);
}

const int32_t *
sums_i32(uint64_t size)
{
	static void *array;

	return made(&array, size, sizeof(int32_t), fill_i32);
}

const double *
sums_f64(uint64_t size)
{
	static void *array;

	return made(&array, size, sizeof(double), fill_f64);
}

void
sums_need(const char *program, uint64_t size)
{
	if (strcmp(program, "sum.u64") == 0)
		(void)sums_u64(size);
	else if (strcmp(program, "sum.i32") == 0)
		(void)sums_i32(size);
	else if (strcmp(program, "sum.f64") == 0)
		(void)sums_f64(size);
}

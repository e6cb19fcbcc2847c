/* SPDX-License-Identifier: MIT */
/* A function in a pool of so many workers, and random numbers. */
#ifndef PT_TESTS_UNIT_IN_POOL_H
#define PT_TESTS_UNIT_IN_POOL_H

#include <partop/partop.h>
#include <stdlib.h>

static const int in_pool_sizes[] = { 1, 2, 8, 64 };

/* Calls fn(w, head, arg) in a pool of its own; returns what partop_run() did. */
static inline int
in_pool(int threads, partop_fn *fn, void *arg)
{
	struct partop_config config = { .threads = threads, .stack_bytes = 1 << 20 };
	partop_pool *pool;
	int error;

	if (partop_pool_open(&pool, &config) != 0)
		abort();
	error = partop_run(pool, fn, arg);
	partop_pool_close(pool);
	return error;
}

/* splitmix64 */
static inline uint64_t
next_random(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

#endif

/* SPDX-License-Identifier: MIT */
/* A function in a pool of so many workers, and random numbers. */
#ifndef PT_TESTS_UNIT_IN_POOL_H
#define PT_TESTS_UNIT_IN_POOL_H

#include <partop/partop.h>
#include <stdlib.h>

#include "tests/sanitizer.h"

/* ThreadSanitizer takes a minute where 64 workers share two CPUs. */
static const int in_pool_sizes[] = { 1, 2, 8, SANITIZED_THREADS ? 9 : 64 };

static partop_pool *in_pool_opened[PARTOP_MAX_THREADS + 1];

/* Calls fn(w, head, arg) in a pool of that size, which stays open until in_pool_end(); returns what
 * partop_run() did. */
static inline int
in_pool(int threads, partop_fn *fn, void *arg)
{
	struct partop_config config = { .threads = threads, .stack_bytes = 1 << 20 };

	if (!in_pool_opened[threads] && partop_pool_open(&in_pool_opened[threads], &config) != 0)
		abort();
	return partop_run(in_pool_opened[threads], fn, arg);
}

/* At the end of a group of tests. */
static inline int
in_pool_end(void **state)
{
	for (int i = 0; i <= PARTOP_MAX_THREADS; i++)
		partop_pool_close(in_pool_opened[i]);
	return 0;
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

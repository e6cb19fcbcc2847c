/* SPDX-License-Identifier: MIT */
/*
 * Threads of its own rather than the pool that is measured: what is done for the input must not
 * show in that pool's counters and high-water marks.
 */
#include <pthread.h>

#include "workloads/workload.h"

#define THREADS_MAX 256

struct piece {
	pthread_t thread;
	uint64_t lo, hi;
	pt_spread_fn *fn;
	void *arg;
	bool started;
};

static void *
make(void *arg)
{
	const struct piece *p = arg;

	p->fn(p->lo, p->hi, p->arg);
	return NULL;
}

static uint64_t
pieces(int threads, uint64_t n, uint64_t least)
{
	uint64_t most = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : (uint64_t)threads;
	uint64_t enough = n / (least > 0 ? least : 1);

	return enough < 1 ? 1 : enough < most ? enough : most;
}

/* A product of n could overflow. */
static uint64_t
begin_of(uint64_t i, uint64_t len, uint64_t n)
{
	return n / len * i + (i < n % len ? i : n % len);
}

void
pt_spread(int threads, uint64_t n, uint64_t least, pt_spread_fn *fn, void *arg)
{
	struct piece piece[THREADS_MAX];
	uint64_t len = pieces(threads, n, least);

	for (uint64_t i = 0; i < len; i++) {
		piece[i] = (struct piece){ .lo = begin_of(i, len, n),
			.hi = begin_of(i + 1, len, n),
			.fn = fn,
			.arg = arg };
		if (i > 0) /* the first is the caller's */
			piece[i].started =
				pthread_create(&piece[i].thread, NULL, make, &piece[i]) == 0;
	}
	make(&piece[0]);
	for (uint64_t i = 1; i < len; i++) {
		if (piece[i].started)
			pthread_join(piece[i].thread, NULL);
		else
			make(&piece[i]);
	}
}

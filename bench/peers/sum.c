/* SPDX-License-Identifier: MIT */
/* The workload sum as a peer: its kernels, and the runtime as `partop run` has it, on the peers' numbers. */
#include "bench/peers/sums.h"

#include <partop/partop.h>
#include <stdlib.h>

#include "bench/peers/peer.h"
#include "workloads/sum.c" /* its state, to give it numbers that it has not made */

#define WORKERS_MAX 65

static partop_pool *pool[WORKERS_MAX];

static void
open_pool(int workers)
{
	struct partop_config config = { .threads = workers, .pin = peer_is_pinned() };

	if (workers >= WORKERS_MAX || (!pool[workers] && partop_pool_open(&pool[workers], &config)))
		abort();
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	(void)parallel(w, head, arg, NULL);
}

/* 0 workers: the sequential version. */
static struct total
add(int workers, uint64_t size, enum type type, const void *numbers)
{
	struct sum m = { .type = type,
		.n = size,
		.numbers = (void *)(uintptr_t)numbers,
		.leaf = leaf_for(pt_simd_best(), type, NONE) };

	if (workers)
		partop_run(pool[workers], root, &m);
	else
		(void)sequential(&m, NULL);
	return m.total;
}

static uint64_t
run_u64(int workers, uint64_t size)
{
	return (uint64_t)add(workers, size, U64, sums_u64(size)).exact;
}

static uint64_t
run_i32(int workers, uint64_t size)
{
	return (uint64_t)add(workers, size, I32, sums_i32(size)).exact;
}

static uint64_t
run_f64(int workers, uint64_t size)
{
	struct total t = add(workers, size, F64, sums_f64(size));

	return sums_check_f64(t.sum + t.error);
}

static const struct peer_program programs[] = {
	{ "sum.u64", run_u64 },
	{ "sum.i32", run_i32 },
	{ "sum.f64", run_f64 },
	{ NULL, NULL },
};

static const char *
version(void)
{
	return "partop " PACKAGE_VERSION ", " PEER_COMPILER;
}

const struct peer peer = {
	.name = "sum",
	.version = version,
	.program = programs,
	.serial = programs,
	.open = open_pool,
};

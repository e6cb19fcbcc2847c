/* SPDX-License-Identifier: MIT */
/*
 * OpenMP as a peer: made by gcc for libgomp, by clang for libomp.  Waiting is left as each runtime
 * has it by default; binding is the driver's (OMP_PROC_BIND).
 */
#include <alloca.h>
#include <omp.h>
#include <stdio.h>

#include "bench/peers/work.h"

/* ---- tasks ---- */

static long
fib(long n)
{
	long a, b;

	if (n < 2)
		return n;
#pragma omp task shared(a) firstprivate(n)
	a = fib(n - 1);
	b = fib(n - 2);
#pragma omp taskwait
	return a + b;
}

static uint64_t
queens(unsigned all, unsigned columns, unsigned left, unsigned right)
{
	uint64_t result[32] = { 0 }, sum = 0;
	int spawned = 0;

	if (columns == all)
		return 1;
	for (unsigned free = all & ~(columns | left | right), bit; free; free ^= bit, spawned++) {
		bit = free & -free;
#pragma omp task shared(result) firstprivate(bit, spawned)
		result[spawned] = queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
#pragma omp taskwait
	while (spawned--)
		sum += result[spawned];
	return sum;
}

static uint64_t
tree(int kind, struct uts_node node)
{
	int children = uts_children(kind, &node);
	uint64_t *result = alloca((size_t)children * sizeof *result), sum = 1;
	struct uts_node child;

	for (int i = 0; i < children; i++) {
		uts_child(kind, &node, i, &child);
#pragma omp task firstprivate(child, result, i)
		result[i] = tree(kind, child);
	}
#pragma omp taskwait
	for (int i = 0; i < children; i++)
		sum += result[i];
	return sum;
}

static uint64_t
run_fib(int workers, uint64_t size)
{
	long result = 0;

#pragma omp parallel num_threads(workers)
#pragma omp single
	result = fib((long)size);
	return (uint64_t)result;
}

static uint64_t
run_queens(int workers, uint64_t size)
{
	uint64_t result = 0;

#pragma omp parallel num_threads(workers)
#pragma omp single
	result = queens((1u << size) - 1, 0, 0, 0);
	return result;
}

static uint64_t
run_tree(int workers, uint64_t size)
{
	uint64_t result = 0;
	struct uts_node root;

	uts_root((int)size, &root);
#pragma omp parallel num_threads(workers)
#pragma omp single
	result = tree((int)size, root);
	return result;
}

/* ---- loops ---- */

static uint64_t
run_loop(int workers, uint64_t size)
{
	uint32_t *out = peer_out(size);

#pragma omp parallel for num_threads(workers)
	for (uint64_t i = 0; i < size; i++)
		out[i] = work_irregular(i, size);
	return 0;
}

static uint64_t
run_loop_guided(int workers, uint64_t size)
{
	uint32_t *out = peer_out(size);

#pragma omp parallel for num_threads(workers) schedule(guided)
	for (uint64_t i = 0; i < size; i++)
		out[i] = work_irregular(i, size);
	return 0;
}

static uint64_t
run_reduce(int workers, uint64_t size)
{
	const uint32_t *numbers = peer_numbers(size);
	uint64_t sum = 0;

#pragma omp parallel for num_threads(workers) reduction(+ : sum)
	for (uint64_t i = 0; i < size; i++)
		sum += numbers[i];
	return sum;
}

/* ---- policies ---- */

#define PRAGMA(text) _Pragma(#text)
#define POLICY(name, body, how) \
	static uint64_t name(int workers, uint64_t size) \
	{ \
		uint64_t sum = 0; \
\
		PRAGMA(omp parallel for num_threads(workers) reduction(+ : sum) how) \
		for (uint64_t i = 0; i < size; i++) \
			sum += body(i, size); \
		return sum; \
	}
POLICY(run_even_static, policy_even, schedule(static))
POLICY(run_even_dynamic, policy_even, schedule(dynamic, POLICY_CHUNK))
POLICY(run_even_guided, policy_even, schedule(guided))
POLICY(run_heavy_static, policy_heavy, schedule(static))
POLICY(run_heavy_dynamic, policy_heavy, schedule(dynamic, POLICY_CHUNK))
POLICY(run_heavy_guided, policy_heavy, schedule(guided))

/* ---- hooks ---- */

static void
region(int workers)
{
#pragma omp parallel num_threads(workers)
	__asm__ volatile("");
}

static void
busy(int workers, uint64_t ns)
{
#pragma omp parallel num_threads(workers)
#pragma omp single
	peer_spin(ns);
}

static void
cycle(int workers)
{
	(void)run_fib(workers, 10);
	omp_pause_resource_all(omp_pause_hard);
}

static void
steal(int workers, unsigned gap_us, uint64_t *ns, size_t n)
{
#pragma omp parallel num_threads(workers)
#pragma omp single
	for (size_t i = 0; i < n; i++) {
		peer_steal_begin(gap_us);
#pragma omp task
		peer_steal_hit();
		ns[i] = peer_steal_wait();
#pragma omp taskwait
	}
}

static const char *
version(void)
{
	return PEER_NAME ", " PEER_COMPILER;
}

static const struct peer_program programs[] = {
	{ "fib", run_fib },
	{ "queens", run_queens },
	{ "tree", run_tree },
	{ "loop", run_loop },
	{ "loop-guided", run_loop_guided },
	{ "reduce", run_reduce },
	{ "even-static", run_even_static },
	{ "even-dynamic", run_even_dynamic },
	{ "even-guided", run_even_guided },
	{ "heavy-static", run_heavy_static },
	{ "heavy-dynamic", run_heavy_dynamic },
	{ "heavy-guided", run_heavy_guided },
	{ NULL, NULL },
};

const struct peer peer = {
	.name = PEER_NAME,
	.version = version,
	.program = programs,
	.serial = work_serial,
	.open = region,
	.region = region,
	.busy = busy,
	.cycle = cycle,
	.steal = steal,
};

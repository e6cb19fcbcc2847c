/* SPDX-License-Identifier: MIT */
/*
 * The bodies of the programs and their serial forms, compiled by each peer's own compiler: C and
 * C++.  Rust has its own text of the same.
 */
#ifndef PT_PEERS_WORK_H
#define PT_PEERS_WORK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "bench/peers/algorithms.h"
#include "bench/peers/peer.h"
#include "bench/peers/policies.h"
#include "bench/peers/sorts.h"
#include "bench/peers/uts.h"

/* Mostly cheap, dearer towards the end, one in 1024 dear: about 15 ns on average.  The shift keeps
 * compilers from folding several steps into one. */
static inline uint32_t
work_irregular(uint64_t i, uint64_t size)
{
	uint64_t h = i * 0x9e3779b97f4a7c15u, s;
	unsigned steps;

	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
	h ^= h >> 27;
	steps = 2 + (unsigned)(i * 12 / size) + (h % 1024 == 0 ? 4000 : 0);
	s = h;
	for (unsigned k = 0; k < steps; k++)
		s = s * 6364136223846793005u + 1442695040888963407u + (s >> 33);
	return (uint32_t)(s >> 32);
}

static long
serial_fib(long n)
{
	return n < 2 ? n : serial_fib(n - 1) + serial_fib(n - 2);
}

/* Queens on the columns `all` is made of; taken columns and diagonals are bits. */
static uint64_t
serial_queens(unsigned all, unsigned columns, unsigned left, unsigned right)
{
	uint64_t sum = 0;

	if (columns == all)
		return 1;
	for (unsigned free = all & ~(columns | left | right), bit; free; free ^= bit) {
		bit = free & -free;
		sum += serial_queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
	return sum;
}

static uint64_t
serial_tree(int tree, const struct uts_node *node)
{
	int children = uts_children(tree, node);
	struct uts_node child;
	uint64_t sum = 1;

	for (int i = 0; i < children; i++) {
		uts_child(tree, node, i, &child);
		sum += serial_tree(tree, &child);
	}
	return sum;
}

/* A coarse leaf: it sleeps, so that as many as there are workers can run at once on any machine.
 * uneven: leaf i of k takes from a quarter of the time to all of it. */
static inline void
work_coarse(uint64_t i, uint64_t ms, int uneven)
{
	uint64_t ns = uneven ? ms * 250000u * (1 + i % 4) : ms * 1000000u;
	struct timespec some = { (time_t)(ns / 1000000000u), (long)(ns % 1000000000u) };

	(void)nanosleep(&some, NULL);
}

static uint64_t
run_serial_coarse(int workers, uint64_t ms)
{
	(void)workers;
	work_coarse(0, ms, 0);
	return ms;
}

static uint64_t
run_serial_fib(int workers, uint64_t size)
{
	(void)workers;
	return (uint64_t)serial_fib((long)size);
}

static uint64_t
run_serial_queens(int workers, uint64_t size)
{
	(void)workers;
	return serial_queens((1u << size) - 1, 0, 0, 0);
}

static uint64_t
run_serial_tree(int workers, uint64_t size)
{
	struct uts_node root;

	(void)workers;
	uts_root((int)size, &root);
	return serial_tree((int)size, &root);
}

static uint64_t
run_serial_loop(int workers, uint64_t size)
{
	uint32_t *out = peer_out(size);

	(void)workers;
	for (uint64_t i = 0; i < size; i++)
		out[i] = work_irregular(i, size);
	return 0;
}

static uint64_t
run_serial_reduce(int workers, uint64_t size)
{
	const uint32_t *numbers = peer_numbers(size);
	uint64_t sum = 0;

	(void)workers;
	for (uint64_t i = 0; i < size; i++)
		sum += numbers[i];
	return sum;
}

static uint64_t
run_serial_even(int workers, uint64_t size)
{
	uint64_t sum = 0;

	(void)workers;
	for (uint64_t i = 0; i < size; i++)
		sum += policy_even(i, size);
	return sum;
}

static uint64_t
run_serial_heavy(int workers, uint64_t size)
{
	uint64_t sum = 0;

	(void)workers;
	for (uint64_t i = 0; i < size; i++)
		sum += policy_heavy(i, size);
	return sum;
}

static const struct peer_program work_serial[] = {
	{ "fib", run_serial_fib },
	{ "queens", run_serial_queens },
	{ "tree", run_serial_tree },
	{ "loop", run_serial_loop },
	{ "reduce", run_serial_reduce },
	{ "even", run_serial_even },
	{ "heavy", run_serial_heavy },
	{ "coarse", run_serial_coarse },
	{ "scan", run_serial_scan },
	{ "sort", run_serial_sort },
	{ "stable", run_serial_sort },
	{ "filter", run_serial_filter },
	{ "find", run_serial_find },
	{ "max", run_serial_max },
	{ "count", run_serial_count },
	{ "bins", run_serial_bins },
	{ "grid", run_serial_grid },
	{ NULL, NULL },
};

#endif

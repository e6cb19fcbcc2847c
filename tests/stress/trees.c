/* SPDX-License-Identifier: MIT */
/* Spawn and sync: results, and every task exactly once. */
#include "config.h"

#include "tests/stress/stress.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

static void
fib_is_right(partop_worker *w, partop_task *head, uint64_t random)
{
	static const long value[] = { 377, 610, 987, 1597 };

	CHECK(PARTOP_CALL(fib, 14 + (int)(random % 4)) == value[random % 4]);
}

/* Queens on a board of as many columns as `all` has bits. */
PARTOP_TASK_4(uint64_t, queens, unsigned, all, unsigned, columns, unsigned, left, unsigned, right)
{
	unsigned places = all & ~(columns | left | right);
	uint64_t solutions = 0;
	int spawned = 0;

	if (columns == all)
		return 1;
	for (; places; places &= places - 1, spawned++) {
		unsigned bit = places & -places;

		PARTOP_SPAWN(queens, all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
	}
	while (spawned--)
		solutions += PARTOP_SYNC(queens);
	return solutions;
}

static void
queens_are_counted(partop_worker *w, partop_task *head, uint64_t random)
{
	(void)random;
	CHECK(PARTOP_CALL(queens, (1u << 7) - 1, 0, 0, 0) == 40);
}

/* A tree with one claim byte per node, and a plain word that the joiner must see. */
#define NODES (1u << 15)
static _Atomic unsigned char claimed[NODES];
static unsigned plain[NODES];

PARTOP_TASK_2(uint64_t, node, unsigned, id, unsigned, arity)
{
	uint64_t first = (uint64_t)id * arity + 1, sum = 1;
	unsigned spawned = 0;

	CHECK(atomic_fetch_add_explicit(&claimed[id], 1, memory_order_relaxed) == 0);
	for (; spawned < arity && first + spawned < NODES; spawned++)
		PARTOP_SPAWN(node, (unsigned)first + spawned, arity);
	while (spawned--) {
		unsigned child = (unsigned)first + spawned;

		sum += PARTOP_SYNC(node);
		CHECK(plain[child] == child * 7 + 1);
		plain[child] = 0;
	}
	plain[id] = id * 7 + 1;
	return sum;
}

static void
every_task_runs_once(partop_worker *w, partop_task *head, uint64_t random)
{
	static const unsigned arity[] = { 40, 3, 5, 7, 9 };

	memset(claimed, 0, sizeof(claimed));
	CHECK(PARTOP_CALL(node, 0, arity[random % 5]) == NODES);
	for (unsigned i = 0; i < NODES; i++)
		CHECK(claimed[i] == 1);
}

/* An unbalanced tree whose shape follows from hashes. */
static int
children(uint64_t hash, int depth)
{
	if (depth == 0)
		return 60;
	if (depth > 6)
		return 0;
	return (double)(hash >> 11) * 0x1p-53 < 0.1248 ? 8 : 0;
}

static uint64_t
child_hash(uint64_t hash, int i)
{
	return stress_mix(hash + (uint64_t)i * 0x632be59bd9b4e019u);
}

static uint64_t
serial_tree(uint64_t hash, int depth)
{
	uint64_t x = hash;

	for (int i = 0, n = children(hash, depth); i < n; i++)
		x ^= serial_tree(child_hash(hash, i), depth + 1);
	return x;
}

PARTOP_TASK_2(uint64_t, tree, uint64_t, hash, int, depth)
{
	int n = children(hash, depth);
	uint64_t x = hash;

	for (int i = 0; i < n; i++)
		PARTOP_SPAWN(tree, child_hash(hash, i), depth + 1);
	for (int i = 0; i < n; i++)
		x ^= PARTOP_SYNC(tree);
	return x;
}

static void
an_unbalanced_tree_is_right(partop_worker *w, partop_task *head, uint64_t random)
{
	CHECK(PARTOP_CALL(tree, random, 0) == serial_tree(random, 0));
}

/* A task that a thief must run, while its spawner only polls. */
static _Atomic int flag;

PARTOP_TASK_1(int, set_flag, int, value)
{
	atomic_store(&flag, value);
	return value;
}

static void
a_sleeper_is_woken_for_work(partop_worker *w, partop_task *head, uint64_t random)
{
	int ballast = random % 4; /* private tasks below */

	if (partop_worker_count(w) == 1)
		return;
	for (int i = 0; i < 20; i++) {
		flag = 0;
		for (int k = 0; k < ballast; k++)
			PARTOP_SPAWN(fib, 3);
		PARTOP_SPAWN(set_flag, 1);
		while (!flag) {
			partop_poll(w, head);
			sched_yield();
		}
		CHECK(PARTOP_SYNC(set_flag) == 1);
		partop_poll(w, head); /* may open the gates before the next spawn settles */
		PARTOP_SPAWN(fib, 7);
		CHECK(PARTOP_SYNC(fib) == 13);
		for (int k = 0; k < ballast; k++)
			CHECK(PARTOP_SYNC(fib) == 2);
		if (random & 64)
			usleep((useconds_t)(random % 200));
	}
}

/* The plain interface, mixed with typed tasks on one stack. */
static void
plain_fib(partop_worker *w, partop_task *head, void *arg)
{
	long *n = arg, a, b;

	if (*n < 2)
		return;
	a = *n - 1;
	b = *n - 2;
	if (*n > 8) {
		partop_join(w, head, plain_fib, &a, plain_fib, &b);
	} else {
		head = partop_spawn(w, head, plain_fib, &a);
		b = PARTOP_CALL(fib, (int)b);
		head = partop_sync(w, head);
	}
	*n = a + b;
}

static void
plain_and_typed_tasks_mix(partop_worker *w, partop_task *head, uint64_t random)
{
	long n = 15;

	(void)random;
	plain_fib(w, head, &n);
	CHECK(n == 610);
}

const struct stress_fact stress_trees[] = {
	{ "fib_is_right", .in_pool = fib_is_right },
	{ "queens_are_counted", .in_pool = queens_are_counted },
	{ "every_task_runs_once", .in_pool = every_task_runs_once },
	{ "an_unbalanced_tree_is_right", .in_pool = an_unbalanced_tree_is_right },
	{ "a_sleeper_is_woken_for_work", .in_pool = a_sleeper_is_woken_for_work, .min_slots = 64 },
	{ "plain_and_typed_tasks_mix", .in_pool = plain_and_typed_tasks_mix },
	{ 0 },
};

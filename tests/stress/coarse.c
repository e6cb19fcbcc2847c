/* SPDX-License-Identifier: MIT */
/*
 * Coarse tasks: of k leaves on k workers, however they are spawned, all run at once.  A leaf waits
 * until all are inside, so no time is measured; if no worker can take one of them, all wait for
 * ever, and the watchdog barks.  The same holds right after tasks so fine that they have used the
 * credit of all workers up.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <sched.h>
#include <unistd.h>

#ifdef PT_CHAOS
#define RUNS 1 /* credit is earned by accesses, not by time */
#else
#define RUNS 2
#endif

/* Accesses in the runtime's words, so that chaos may hand on the turn. */
static PT_ATOMIC(uint32_t) inside;
static uint32_t leaves;

static void
leaf(void)
{
	PT_ADD(inside, 1, relaxed);
	while (PT_LD(inside, relaxed) < leaves)
		if (pt_chaos_is_serial())
			sched_yield();
		else
			usleep(50);
}

PARTOP_VOID_TASK_1(halves, uint32_t, n)
{
	if (n == 1) {
		leaf();
		return;
	}
	PARTOP_SPAWN(halves, n / 2);
	PARTOP_CALL(halves, n - n / 2);
	PARTOP_SYNC(halves);
}

static void
tree(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	PARTOP_CALL(halves, leaves);
}

PARTOP_VOID_TASK_1(rest, uint32_t, n)
{
	if (n == 1) {
		leaf();
		return;
	}
	PARTOP_SPAWN(halves, 1);
	PARTOP_CALL(rest, n - 1);
	PARTOP_SYNC(halves);
}

static void
comb(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	PARTOP_CALL(rest, leaves);
}

static void
flat(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	for (uint32_t i = 0; i < leaves; i++)
		PARTOP_SPAWN(halves, 1);
	for (uint32_t i = 0; i < leaves; i++)
		PARTOP_SYNC(halves);
}

static void
each(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head, (void)arg;
	for (; lo < hi; lo++)
		leaf();
}

static void
loop(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, leaves, each, arg, NULL);
}

static void
none(void *acc, void *arg)
{
	(void)arg;
	*(uint64_t *)acc = 0;
}

static void
count(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	each(w, head, lo, hi, arg);
	*(uint64_t *)acc += hi - lo;
}

static void
add(void *left, void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(uint64_t *)right;
}

static void
reduction(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer counts = {
		.size = sizeof(uint64_t),
		.identity = none,
		.fold = count,
		.combine = add,
	};
	uint64_t n;

	CHECK(partop_reduce(w, head, 0, leaves, &counts, &n, arg, NULL) == 0);
	CHECK(n == leaves);
}

static void
job(partop_worker *w, partop_task *head, void *arg)
{
	(void)w, (void)head, (void)arg;
	leaf();
}

static void
scope(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_scope s;

	partop_scope_begin(&s, w, head);
	for (uint32_t i = 0; i < leaves; i++)
		head = partop_scope_spawn(&s, w, head, job, arg);
	partop_scope_end(&s, w, head);
}

static partop_fn *const shapes[] = { tree, comb, flat, loop, reduction, scope };
#define SHAPES (sizeof(shapes) / sizeof(*shapes))

/* The first run meets workers that have not arrived yet, the second ones that sleep. */
static void
coarse_tasks_all_run_at_once(int workers, uint64_t random)
{
	(void)random;
	if (workers == 1)
		return;
	leaves = (uint32_t)workers;
	for (size_t i = 0; i < SHAPES; i++) {
		partop_pool *p = stress_open(workers, 1 << 10);

		for (int run = 0; run < RUNS; run++) {
			stress_alive();
			PT_ST(inside, 0, relaxed);
			CHECK(partop_run(p, shapes[i], NULL) == 0);
			CHECK(inside == leaves);
			usleep((useconds_t)workers * 50 + 1000); /* earns credit */
		}
		stress_close(p);
	}
}

PARTOP_TASK_1(uint64_t, fine, uint32_t, n)
{
	uint64_t sum;

	if (n < 2)
		return n;
	PARTOP_SPAWN(fine, n - 1);
	sum = PARTOP_CALL(fine, n - 2);
	return sum + PARTOP_SYNC(fine);
}

/* The end of a fine phase leaves no credit for tasks of its own code. */
static void
fine_then_coarse(partop_worker *w, partop_task *head, void *arg)
{
	CHECK(PARTOP_CALL(fine, 16) == 987);
	(*(partop_fn *const *)arg)(w, head, NULL);
}

static void
coarse_tasks_run_at_once_after_fine_ones(int workers, uint64_t random)
{
	partop_pool *p;

	(void)random;
	if (workers == 1)
		return;
	leaves = (uint32_t)workers;
	p = stress_open(workers, 1 << 10);
	for (size_t i = 0; i < SHAPES; i++) {
		stress_alive();
		PT_ST(inside, 0, relaxed);
		CHECK(partop_run(p, fine_then_coarse, (void *)(uintptr_t)&shapes[i]) == 0);
		CHECK(inside == leaves);
#ifdef PT_CHAOS
		break;
#endif
		usleep((useconds_t)workers * 50 + 1000);
	}
	stress_close(p);
}

const struct stress_fact stress_coarse[] = {
	{ "coarse_tasks_all_run_at_once", .in_process = coarse_tasks_all_run_at_once },
	{ "coarse_tasks_run_at_once_after_fine_ones",
		.in_process = coarse_tasks_run_at_once_after_fine_ones },
	{ 0 },
};

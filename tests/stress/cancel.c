/* SPDX-License-Identifier: MIT */
/* Groups: errors and cancellation. */
#include "config.h"

#include "tests/stress/stress.h"

#include <pthread.h>
#include <unistd.h>

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

#define DEPTH 7
#define ALL 3280 /* nodes of a ternary tree of that depth */

static _Atomic long executed;
static long cancel_at;

PARTOP_TASK_1(int, branch, int, depth)
{
	int sum = 1;

	if (atomic_fetch_add(&executed, 1) == cancel_at)
		partop_fail(w, 77);
	if (depth == 0)
		return 1;
	for (int i = 0; i < 3; i++)
		PARTOP_SPAWN(branch, depth - 1);
	for (int i = 0; i < 3; i++)
		sum += PARTOP_SYNC(branch);
	return sum;
}

static void
an_error_ends_its_group_only(partop_worker *w, partop_task *head, uint64_t random)
{
	struct partop_group outer, inner;
	int error;

	executed = 0;
	cancel_at = (long)(random % 4000);
	CHECK(partop_group_begin(w, head, &outer) == 0);
	PARTOP_SPAWN(fib, 9);
	CHECK(partop_group_begin(w, head, &inner) == 0);
	PARTOP_CALL(branch, DEPTH);
	error = partop_group_end(w, head, &inner);
	CHECK(PARTOP_SYNC(fib) == 34);
	CHECK(partop_group_end(w, head, &outer) == 0);
	CHECK(error == (executed > cancel_at ? 77 : 0));
	CHECK(error || executed == ALL);
	if (partop_worker_count(w) == 1 && error)
		CHECK(executed == cancel_at + 1);
}

static void
spawned_is_executed_plus_cancelled(partop_worker *w, partop_task *head, uint64_t random)
{
	partop_pool *p = pt_worker_of(w)->pool;
	uint64_t spawned = stress_total(p, PT_COUNTER_SPAWNED);
	uint64_t cancelled = stress_total(p, PT_COUNTER_CANCELLED);
	struct partop_group g;

	executed = 0;
	cancel_at = (long)(random % 2000);
	CHECK(partop_group_begin(w, head, &g) == 0);
	PARTOP_CALL(branch, DEPTH);
	CHECK(partop_group_end(w, head, &g) == 77);
	spawned = stress_total(p, PT_COUNTER_SPAWNED) - spawned;
	cancelled = stress_total(p, PT_COUNTER_CANCELLED) - cancelled;
	CHECK(spawned + 1 == (uint64_t)executed + cancelled);
}

static void
fail_with(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)head, (void)arg;
	for (uint64_t i = lo; i < hi; i++)
		partop_fail(w, 100 + (int)i);
}

static void
one_of_many_errors_wins(partop_worker *w, partop_task *head, uint64_t random)
{
	struct partop_range_options o = { .grain = 1 };
	struct partop_group g;
	int error;

	(void)random;
	CHECK(partop_group_begin(w, head, &g) == 0);
	partop_for(w, head, 0, 40, fail_with, NULL, &o);
	CHECK(partop_cancelled(w));
	error = partop_group_end(w, head, &g);
	CHECK(error >= 100 && error < 140 && !partop_cancelled(w));
}

/* There are 62 groups beside the root's; beyond them tasks belong to the enclosing one. */
static void
groups_run_out_and_come_back(partop_worker *w, partop_task *head, uint64_t random)
{
	struct partop_group g[64];
	int n = 0;

	(void)random;
	while (n < 64 && partop_group_begin(w, head, &g[n]) == 0)
		n++;
	CHECK(n == 62);
	partop_fail(w, 3);
	CHECK(partop_cancelled(w) == 3);
	while (n-- > 0)
		CHECK(partop_group_end(w, head, &g[n]) == (n == 61 ? 3 : 0));
	CHECK(PARTOP_CALL(fib, 10) == 55);
}

/* Cancelling from outside. */
static void
endless(partop_worker *w, partop_task *head, void *arg)
{
	atomic_store((_Atomic int *)arg, 1);
	while (!partop_cancelled(w))
		PARTOP_CALL(fib, 10);
}

struct canceller {
	partop_pool *pool;
	_Atomic int running;
	useconds_t delay;
};

static void *
cancel_soon(void *arg)
{
	struct canceller *c = arg;

	while (!c->running)
		usleep(50);
	usleep(c->delay);
	partop_pool_cancel(c->pool, 9);
	partop_pool_cancel(c->pool, 10); /* too late */
	return NULL;
}

static void
a_run_is_cancelled_from_outside(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);

	for (int i = 0; i < 5; i++) {
		struct canceller c = { .pool = p, .delay = (useconds_t)(random >> i * 8) % 300 };
		pthread_t thread;

		CHECK(pthread_create(&thread, NULL, cancel_soon, &c) == 0);
		CHECK(partop_run(p, endless, &c.running) == 9);
		pthread_join(thread, NULL);
		stress_check_rest(p);
	}
	stress_close(p);
}

const struct stress_fact stress_cancel[] = {
	{ "an_error_ends_its_group_only", .in_pool = an_error_ends_its_group_only },
	{ "spawned_is_executed_plus_cancelled", .in_pool = spawned_is_executed_plus_cancelled },
	{ "one_of_many_errors_wins", .in_pool = one_of_many_errors_wins },
	{ "groups_run_out_and_come_back", .in_pool = groups_run_out_and_come_back },
	{ "a_run_is_cancelled_from_outside", .in_process = a_run_is_cancelled_from_outside },
	{ 0 },
};

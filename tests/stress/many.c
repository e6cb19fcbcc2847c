/* SPDX-License-Identifier: MIT */
/* Large numbers: of tasks, pools, callers, cancellations.  STRESS_SCALE multiplies them. */
#include "config.h"

#include "tests/stress/stress.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef PT_CHAOS
#define FEWER 10 /* each access may take long */
#else
#define FEWER 1
#endif

/* n of `make check`, times the scale. */
static int
many(int n)
{
	const char *text = getenv("STRESS_SCALE");
	int scale = text ? atoi(text) : 1;

	n = n > FEWER ? n / FEWER : 1;
	return n * (scale > 0 ? scale : 1);
}

static int
few(int workers)
{
	return workers > 8 ? 8 : workers;
}

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

static void
run_fib(partop_worker *w, partop_task *head, void *arg)
{
	long *n = arg;

	*n = PARTOP_CALL(fib, (int)*n);
}

static void
a_large_fib_is_right(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	long n = many(1) > 1 ? 27 : 20, right = n == 27 ? 196418 : 6765;

	(void)random;
	CHECK(partop_run(p, run_fib, &n) == 0 && n == right);
	stress_check_rest(p);
	stress_close(p);
}

/* ---- tasks that do nothing: a row at a time, with a row deeper than the slots ---- */

PARTOP_TASK_1(int, nothing, int, one)
{
	return one;
}

static void
spawn_rows(partop_worker *w, partop_task *head, void *arg)
{
	int n = *(int *)arg, done = 0, row = 1;

	while (done < n) {
		int sum = 0;

		for (int i = 0; i < row; i++)
			PARTOP_SPAWN(nothing, 1);
		for (int i = 0; i < row; i++)
			sum += PARTOP_SYNC(nothing);
		CHECK(sum == row);
		done += row;
		row = row < 3000 ? row * 2 : 1;
	}
}

static void
empty_tasks_are_all_run(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, random & 1 ? 0 : 1024);
	int n = many(100000);

	CHECK(partop_run(p, spawn_rows, &n) == 0);
	stress_check_rest(p);
	stress_close(p);
}

/* ---- a loop whose every index is a chunk ---- */

#define INDEXES 100000
static _Atomic unsigned char hit[INDEXES];

static void
see(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head, (void)arg;
	CHECK(hi == lo + 1);
	atomic_fetch_add_explicit(&hit[lo], 1, memory_order_relaxed);
}

static void
run_loop(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 1 };

	partop_for(w, head, 0, INDEXES, see, arg, &o);
}

static void
a_loop_of_grain_one_is_complete(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	int rounds = many(1);

	(void)random;
	for (int k = 1; k <= rounds; k++) {
		CHECK(partop_run(p, run_loop, NULL) == 0);
		for (int i = 0; i < INDEXES; i++)
			CHECK(hit[i] == (unsigned char)k);
	}
	for (int i = 0; i < INDEXES; i++)
		hit[i] = 0;
	stress_check_rest(p);
	stress_close(p);
}

/* ---- scopes in scopes ---- */

#define SCOPES_DEEP 8

struct level {
	int depth;
	_Atomic long *leaves;
};

static void
open_scope(partop_worker *w, partop_task *head, void *arg)
{
	struct level *l = arg, below = { l->depth - 1, l->leaves };
	struct partop_scope s;

	if (l->depth == 0) {
		atomic_fetch_add(l->leaves, 1);
		return;
	}
	partop_scope_begin(&s, w, head);
	head = partop_scope_spawn(&s, w, head, open_scope, &below);
	head = partop_scope_spawn(&s, w, head, open_scope, &below);
	partop_scope_add(&s, w, head, open_scope, &below);
	partop_scope_end(&s, w, head);
}

static void
scopes_may_be_deep(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	_Atomic long leaves = 0;
	struct level top = { SCOPES_DEEP, &leaves };

	(void)random;
	CHECK(partop_run(p, open_scope, &top) == 0);
	CHECK(leaves == 6561);
	stress_check_rest(p);
	stress_close(p);
}

/* ---- pools ---- */

static void
many_pools_come_and_go(int workers, uint64_t random)
{
	for (int i = 0, n = many(100); i < n; i++) {
		partop_pool *p = stress_open(few(workers), 0);

		stress_close(p);
	}
	(void)random;
}

static void
many_pools_live(int workers, uint64_t random)
{
	partop_pool *pool[100];
	int n = many(10) < 100 ? many(10) : 100;

	for (int i = 0; i < n; i++)
		pool[i] = stress_open(workers > 3 ? 3 : workers, 256);
	for (int i = 0; i < 5 * n; i++) {
		long x = 12;

		random = stress_mix(random);
		CHECK(partop_run(pool[random % (uint64_t)n], run_fib, &x) == 0 && x == 144);
	}
	for (int i = 0; i < n; i++) {
		stress_check_rest(pool[i]);
		stress_close(pool[i]);
	}
}

#define CALLERS 8

static void *
caller(void *arg)
{
	for (int i = 0, n = many(20); i < n; i++) {
		long x = 10;

		CHECK(partop_run(arg, run_fib, &x) == 0 && x == 55);
		stress_alive();
	}
	return NULL;
}

static void
eight_threads_call(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	pthread_t thread[CALLERS];

	(void)random;
	for (int i = 0; i < CALLERS; i++)
		CHECK(pthread_create(&thread[i], NULL, caller, p) == 0);
	for (int i = 0; i < CALLERS; i++)
		pthread_join(thread[i], NULL);
	stress_check_rest(p);
	stress_close(p);
}

/* ---- cancelled at any time, from outside ---- */

static void
until_cancelled(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	while (!partop_cancelled(w))
		PARTOP_CALL(fib, 8);
}

struct canceller {
	partop_pool *pool;
	uint64_t random;
	_Atomic bool stop;
};

/* Most of its cancellations meet a run at some point, some meet none. */
static void *
cancel_again_and_again(void *arg)
{
	struct canceller *c = arg;

	while (!c->stop) {
		c->random = stress_mix(c->random);
		partop_pool_cancel(c->pool, 9);
		for (volatile unsigned i = 0; i < (c->random & 4095); i = i + 1)
			;
		if (c->random >> 62 == 0)
			usleep(1);
	}
	return NULL;
}

static void
a_run_may_be_cancelled_at_any_time(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	struct canceller c = { .pool = p, .random = random };
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, cancel_again_and_again, &c) == 0);
	for (int i = 0, n = many(SANITIZED ? 100 : 1000); i < n; i++) {
		CHECK(partop_run(p, until_cancelled, NULL) == 9);
		stress_alive();
	}
	c.stop = true;
	pthread_join(thread, NULL);
	stress_check_rest(p);
	stress_close(p);
}

/* ---- the k-th task fails, for every k ---- */

#define TREE_TASKS 121 /* of a ternary tree of depth 4 */

static _Atomic int begun;
static int fails_at;

PARTOP_TASK_1(int, branch, int, depth)
{
	int sum = 1;

	if (atomic_fetch_add(&begun, 1) == fails_at)
		partop_fail(w, 77);
	for (int i = 0; depth && i < 3; i++)
		PARTOP_SPAWN(branch, depth - 1);
	for (int i = 0; depth && i < 3; i++)
		sum += PARTOP_SYNC(branch);
	return sum;
}

static void
run_tree(partop_worker *w, partop_task *head, void *arg)
{
	*(int *)arg = PARTOP_CALL(branch, 4);
}

static void
whichever_task_fails_ends_the_run(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, random & 1 ? 0 : 8);

	for (fails_at = 0; fails_at <= TREE_TASKS; fails_at++) {
		int sum, error;

		begun = 0;
		error = partop_run(p, run_tree, &sum);
		if (fails_at == TREE_TASKS)
			CHECK(error == 0 && sum == TREE_TASKS);
		else
			CHECK(error == 77);
	}
	stress_check_rest(p);
	stress_close(p);
}

const struct stress_fact stress_many[] = {
	{ "a_large_fib_is_right", .in_process = a_large_fib_is_right },
	{ "empty_tasks_are_all_run", .in_process = empty_tasks_are_all_run },
	{ "a_loop_of_grain_one_is_complete", .in_process = a_loop_of_grain_one_is_complete },
	{ "scopes_may_be_deep", .in_process = scopes_may_be_deep },
	{ "many_pools_come_and_go", .in_process = many_pools_come_and_go },
	{ "many_pools_live", .in_process = many_pools_live },
	{ "eight_threads_call", .in_process = eight_threads_call },
	{ "a_run_may_be_cancelled_at_any_time", .in_process = a_run_may_be_cancelled_at_any_time },
	{ "whichever_task_fails_ends_the_run", .in_process = whichever_task_fails_ends_the_run },
	{ 0 },
};

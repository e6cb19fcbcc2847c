/* SPDX-License-Identifier: MIT */
/* Pools: open and close, runs inside runs, limits. */
#include "config.h"

#include "tests/stress/stress.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
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
run_fib(partop_worker *w, partop_task *head, void *arg)
{
	long *n = arg;

	*n = PARTOP_CALL(fib, (int)*n);
}

static void
pools_open_and_close(int workers, uint64_t random)
{
	for (int i = 0; i < 200; i++) {
		partop_pool *p = stress_open(workers > 8 ? 8 : workers, 0);
		long n = 10;

		if ((random + (uint64_t)i) % 3) {
			CHECK(partop_run(p, run_fib, &n) == 0);
			CHECK(n == 55);
		}
		stress_close(p);
		stress_alive();
	}
}

static void
bad_configurations_are_refused(int workers, uint64_t random)
{
	partop_pool *p;

	(void)workers, (void)random;
	CHECK(partop_pool_open(&p, &(struct partop_config){ .threads = 257 }) == -EINVAL && !p);
	CHECK(partop_pool_open(&p, &(struct partop_config){ .threads = -1 }) == -EINVAL && !p);
	CHECK(partop_pool_open(&p, &(struct partop_config){ .task_slots = 1u << 26 }) == -EINVAL);
	CHECK(partop_pool_open(&p, &(struct partop_config){ .stack_bytes = 1 }) == -EINVAL);
}

/* As ps and debuggers show them. */
static void
threads_carry_the_name_of_their_pool(int workers, uint64_t random)
{
	static const char *const names[][2] = { { NULL, "partop-1" }, { "render", "render-1" },
		{ "a name that is too long", "a name that-1" } };
	char name[16];

	(void)workers, (void)random;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct partop_config c = { .threads = 2, .name = names[i][0] };
		partop_pool *p;

		CHECK(partop_pool_open(&p, &c) == 0);
		do /* it names itself */
			CHECK(pthread_getname_np(p->thread[1], name, sizeof(name)) == 0);
		while (strcmp(name, names[i][1]) != 0); /* else the watchdog tells */
		partop_pool_close(p);
	}
}

/* A run of the same pool inside a task: at once, on this worker, spawns included. */
struct nested {
	partop_pool *pool;
	int depth;
};

static void run_nested(partop_worker *w, partop_task *head, void *arg);

PARTOP_TASK_2(long, nest, partop_pool *, pool, int, depth)
{
	struct nested inner = { pool, depth - 1 };
	long n = 8;

	if (depth == 0)
		return PARTOP_CALL(fib, 8);
	PARTOP_SPAWN(fib, 9);
	PARTOP_SPAWN(nest, pool, depth - 1);
	CHECK(partop_run(pool, run_nested, &inner) == 0);
	CHECK(partop_run(pool, run_fib, &n) == 0);
	CHECK(n == 21);
	CHECK(PARTOP_SYNC(nest) == 21);
	CHECK(PARTOP_SYNC(fib) == 34);
	return 21;
}

static void
run_nested(partop_worker *w, partop_task *head, void *arg)
{
	struct nested *x = arg;

	CHECK(PARTOP_CALL(nest, x->pool, x->depth) == 21);
	CHECK(PARTOP_CALL(fib, 10) == 55);
}

static void
fail_seven(partop_worker *w, partop_task *head, void *arg)
{
	partop_fail(w, 7);
	partop_fail(w, 8);
	*(long *)arg = PARTOP_CALL(fib, 10);
}

static void
a_pool_may_call_itself(partop_worker *w, partop_task *head, uint64_t random)
{
	long n;

	(void)random;
	CHECK(PARTOP_CALL(nest, pt_worker_of(w)->pool, 3) == 21);
	CHECK(partop_run(pt_worker_of(w)->pool, fail_seven, &n) == 7);
	CHECK(!partop_cancelled(w) && PARTOP_CALL(fib, 10) == 55);
}

/* Two pools that call each other, from two threads. */
struct pair {
	partop_pool *mine, *other;
	int depth;
};

static void ping(partop_worker *w, partop_task *head, void *arg);

PARTOP_VOID_TASK_3(pong, partop_pool *, mine, partop_pool *, other, int, depth)
{
	struct pair next = { other, mine, depth - 1 };

	if (depth > 0)
		CHECK(partop_run(other, ping, &next) == 0);
	CHECK(PARTOP_CALL(fib, 8) == 21);
}

static void
ping(partop_worker *w, partop_task *head, void *arg)
{
	struct pair *x = arg;

	for (int i = 0; i < 4; i++)
		PARTOP_SPAWN(pong, x->mine, x->other, x->depth);
	for (int i = 0; i < 4; i++)
		PARTOP_SYNC(pong);
}

static void *
ping_thread(void *arg)
{
	struct pair *x = arg;

	for (int i = 0; i < 10; i++)
		CHECK(partop_run(x->mine, ping, x) == 0);
	return NULL;
}

static void
two_pools_may_call_each_other(int workers, uint64_t random)
{
	partop_pool *a = stress_open(workers > 8 ? 8 : workers, 0), *b = stress_open(2, 0);
	struct pair ab = { a, b, 3 }, ba = { b, a, 3 };
	pthread_t thread;

	(void)random;
	CHECK(pthread_create(&thread, NULL, ping_thread, &ba) == 0);
	ping_thread(&ab);
	pthread_join(thread, NULL);
	stress_check_rest(a);
	stress_check_rest(b);
	stress_close(a);
	stress_close(b);
}

/* Runs from several threads take turns. */
static void *
caller(void *arg)
{
	for (int i = 0; i < 50; i++) {
		long n = 12;

		CHECK(partop_run(arg, run_fib, &n) == 0);
		CHECK(n == 144);
	}
	return NULL;
}

static void
callers_take_turns(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 0);
	pthread_t thread[4];

	(void)random;
	for (int i = 0; i < 4; i++)
		CHECK(pthread_create(&thread[i], NULL, caller, p) == 0);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	stress_check_rest(p);
	stress_close(p);
}

/* The slots are full: tasks run where they are spawned, and are counted. */
static void
a_full_task_stack_runs_tasks_at_once(int workers, uint64_t random)
{
	partop_pool *p = stress_open(workers, 2);
	struct partop_counters c;
	long n = 15;

	(void)random;
	CHECK(partop_run(p, run_fib, &n) == 0 && n == 610);
	partop_pool_counters(p, &c);
	CHECK(c.overflow > 0);
	CHECK(c.spawned == 986 && c.cancelled == 0 && c.overflow < c.spawned);
	stress_check_rest(p);
	stress_close(p);
}

/* Left recursion: the spawned side is deep, the stack of slots too. */
#ifdef PT_CHAOS
#define DEEP 10000
#else
#define DEEP (SANITIZED_THREADS ? 10000 : 100000)
#endif

PARTOP_TASK_1(long, deep, long, depth)
{
	if (depth == 0)
		return 0;
	PARTOP_SPAWN(deep, 0);
	long n = 1 + PARTOP_CALL(deep, depth - 1);
	return n + PARTOP_SYNC(deep);
}

static void
run_deep(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(deep, DEEP);
}

static void *
deep_thread(void *arg)
{
	long depth;

	CHECK(partop_run(arg, run_deep, &depth) == 0);
	CHECK(depth == DEEP);
	return NULL;
}

static void
recursion_may_be_deep(int workers, uint64_t random)
{
	static const uint32_t slots[] = { 0, 64, 5000 };
	pthread_attr_t attr;

	(void)random;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, (size_t)128 << 20);
	for (int i = 0; i < 3; i++) {
		partop_pool *p = stress_open(workers, slots[i]);
		pthread_t thread;

		CHECK(pthread_create(&thread, &attr, deep_thread, p) == 0);
		pthread_join(thread, NULL);
		stress_check_rest(p);
		stress_close(p);
	}
	pthread_attr_destroy(&attr);
}

/* The default pool, and a forked child with its own. */
static void
the_default_pool_survives_a_fork(int workers, uint64_t random)
{
	long n = 10;
	int status;
	pid_t pid;

	(void)workers, (void)random;
	CHECK(partop_run(NULL, run_fib, &n) == 0 && n == 55);
	CHECK(partop_pool_threads(partop_pool_default()) == partop_default_threads());
	if (SANITIZED_THREADS)
		return;
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		n = 11;
		_exit(partop_run(NULL, run_fib, &n) == 0 && n == 89 ? 0 : 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	n = 12;
	CHECK(partop_run(NULL, run_fib, &n) == 0 && n == 144);
	partop_pool_close(partop_pool_default()); /* ignored */
	n = 12;
	CHECK(partop_run(NULL, run_fib, &n) == 0);
}

/*
 * A fork while other threads open pools and name functions: the child has no stuck lock.  Not
 * without end, since a recording has room for so many workers.
 */
static atomic_bool quiet;

static void *
open_pools(void *arg)
{
	partop_pool *p;

	(void)arg;
	for (int i = 0; i < 200; i++) {
		CHECK(partop_pool_open(&p, &(struct partop_config){ .threads = 1 }) == 0);
		partop_pool_close(p);
	}
	atomic_store(&quiet, true);
	return NULL;
}

static void *
name_functions(void *arg)
{
	(void)arg;
	while (!atomic_load(&quiet))
		partop_label(run_fib, "fib");
	return NULL;
}

static _Noreturn void
be_a_child(void)
{
	partop_pool *p;
	long n = 11;

	alarm(20); /* stuck */
	partop_label(run_deep, "deep");
	if (partop_pool_open(&p, &(struct partop_config){ .threads = 2 }) != 0)
		_exit(1);
	if (partop_run(p, run_fib, &n) != 0 || n != 89)
		_exit(2);
	partop_pool_close(p);
	_exit(0);
}

static void
a_fork_beside_busy_threads_works(int workers, uint64_t random)
{
	pthread_t thread[2];
	int status;

	(void)workers, (void)random;
#ifdef PT_CHAOS
	return; /* its turns belong to threads that a child does not have */
#endif
	if (SANITIZED) /* a sanitizer's own locks are not made for it */
		return;
	atomic_store(&quiet, false);
	CHECK(pthread_create(&thread[0], NULL, open_pools, NULL) == 0);
	CHECK(pthread_create(&thread[1], NULL, name_functions, NULL) == 0);
	for (int i = 0; i < 5 || !atomic_load(&quiet); i++) {
		pid_t pid = fork();

		CHECK(pid >= 0);
		if (pid == 0)
			be_a_child();
		CHECK(waitpid(pid, &status, 0) == pid && status == 0);
		stress_alive();
	}
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
}

const struct stress_fact stress_pools[] = {
	{ "a_pool_may_call_itself", .in_pool = a_pool_may_call_itself },
	{ "pools_open_and_close", .in_process = pools_open_and_close },
	{ "bad_configurations_are_refused", .in_process = bad_configurations_are_refused },
	{ "threads_carry_the_name_of_their_pool",
		.in_process = threads_carry_the_name_of_their_pool },
	{ "two_pools_may_call_each_other", .in_process = two_pools_may_call_each_other },
	{ "callers_take_turns", .in_process = callers_take_turns },
	{ "a_full_task_stack_runs_tasks_at_once",
		.in_process = a_full_task_stack_runs_tasks_at_once },
	{ "recursion_may_be_deep", .in_process = recursion_may_be_deep },
	{ "the_default_pool_survives_a_fork", .in_process = the_default_pool_survives_a_fork },
	{ "a_fork_beside_busy_threads_works", .in_process = a_fork_beside_busy_threads_works },
	{ 0 },
};

/* SPDX-License-Identifier: MIT */
/*
 * A million levels of recursion, taken by thieves: each needs as much C stack as the caller would.
 * With enough of it all is well; without, the process ends at a guard page, not in other memory.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <partop/partop.h>

#define LEVELS 1000000

/* It makes frames larger, and of a fault a report. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#else
#define SANITIZED false
#endif
#define STACK_BYTES ((size_t)1 << 30) /* of address space */

PARTOP_TASK_1(long, one, long, n)
{
	(void)w;
	(void)head;
	return n;
}

/* The deep branch is the one that is spawned: a thief that takes it goes all the way down. */
PARTOP_TASK_1(long, deep, long, n)
{
	long a;

	if (n == 0)
		return 0;
	PARTOP_SPAWN(deep, n - 1);
	a = PARTOP_CALL(one, 1);
	return a + PARTOP_SYNC(deep);
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(deep, LEVELS);
}

struct job {
	size_t stack_bytes;
	long result;
};

static void *
run(void *arg)
{
	struct job *j = arg;
	struct partop_config config = { .threads = 4, .stack_bytes = j->stack_bytes };
	partop_pool *p;

	if (partop_pool_open(&p, &config))
		return NULL;
	for (int i = 0; i < 5; i++)
		(void)partop_run(p, root, &j->result);
	partop_pool_close(p);
	return NULL;
}

/* On a thread with a stack for all of it. */
static bool
run_deep(struct job *j)
{
	pthread_attr_t attr;
	pthread_t t;
	int error;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	error = pthread_create(&t, &attr, run, j);
	pthread_attr_destroy(&attr);
	if (error)
		return false;
	pthread_join(t, NULL);
	return true;
}

static void
a_million_levels_run_where_the_stacks_are_large(void **state)
{
	struct job j = { .stack_bytes = STACK_BYTES };

	if (SANITIZED || !run_deep(&j))
		skip();
	assert_int_equal(j.result, LEVELS);
}

/* Which worker goes how deep is chance, so both ends are right; a wrong result is not. */
static void
with_8_mib_it_works_or_ends_at_the_guard_page(void **state)
{
	int status;
	pid_t child;

	if (SANITIZED)
		skip();
	child = fork();
	if (child == 0) {
		struct job j = { .stack_bytes = 0 };
		struct rlimit none = { 0, 0 };

		(void)setrlimit(RLIMIT_CORE, &none);
		(void)signal(SIGSEGV, SIG_DFL);
		_exit(run_deep(&j) && j.result == LEVELS ? 0 : 1);
	}
	assert_true(waitpid(child, &status, 0) == child);
	if (WIFSIGNALED(status))
		assert_int_equal(WTERMSIG(status), SIGSEGV);
	else
		assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_million_levels_run_where_the_stacks_are_large),
		cmocka_unit_test(with_8_mib_it_works_or_ends_at_the_guard_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

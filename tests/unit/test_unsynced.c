/* SPDX-License-Identifier: MIT */
/*
 * A forgotten sync is an error of the run, also without debug builds.  The tasks sleep, so that those
 * that are forgotten are still there, shared or stolen, when their function ends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>
#include <partop/partop.h>

static _Atomic int begun, ended;

static void
doze(void)
{
	const struct timespec some = { .tv_nsec = 10000000 };

	begun++;
	(void)nanosleep(&some, NULL);
	ended++;
}

PARTOP_TASK_1(long, sleeper, long, n)
{
	(void)w;
	(void)head;
	doze();
	return n;
}

PARTOP_TASK_1(long, forgets, long, n)
{
	PARTOP_SPAWN(sleeper, n);
	return n;
}

static int
run(int threads, partop_fn *fn, long *result)
{
	partop_pool *p;
	struct partop_counters c;
	int error, again;

	begun = ended = 0;
	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = threads }), 0);
	error = partop_run(p, fn, result);
	assert_int_equal(begun, ended); /* nothing outlives its run */
	partop_pool_counters(p, &c);
	assert_int_equal(c.spawned, (uint64_t)begun + c.cancelled);
	again = partop_run(p, fn, result); /* the pool is as it was */
	assert_int_equal(again, error);
	partop_pool_close(p);
	return error;
}

static void
at_the_end(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(forgets, 7);
}

static void
below_a_sync(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(sleeper, 3);
	(void)PARTOP_CALL(forgets, 4);
	*(long *)arg = PARTOP_SYNC(sleeper);
}

static void
one_of_two(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(sleeper, 3);
	PARTOP_SPAWN(sleeper, 4);
	*(long *)arg = PARTOP_SYNC(sleeper);
}

static void
with_an_error(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(sleeper, 3);
	partop_fail(w, 42);
	(void)arg;
}

static void
all_synced(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(sleeper, 3);
	PARTOP_SPAWN(sleeper, 4);
	*(long *)arg = PARTOP_SYNC(sleeper);
	*(long *)arg += PARTOP_SYNC(sleeper);
}

static void
a_sync_forgotten_at_the_end_of_a_run_is_an_error(void **state)
{
	long n;

	assert_int_equal(run(2, at_the_end, &n), PARTOP_UNSYNCED);
	assert_int_equal(run(8, at_the_end, &n), PARTOP_UNSYNCED);
}

static void
a_sync_forgotten_in_a_called_task_is_an_error(void **state)
{
	long n;

	assert_int_equal(run(2, below_a_sync, &n), PARTOP_UNSYNCED);
	assert_int_equal(run(8, below_a_sync, &n), PARTOP_UNSYNCED);
}

static void
one_sync_of_two_is_an_error(void **state)
{
	long n;

	assert_int_equal(run(2, one_of_two, &n), PARTOP_UNSYNCED);
	assert_int_equal(run(8, one_of_two, &n), PARTOP_UNSYNCED);
}

static void
the_first_error_wins(void **state)
{
	long n;

	assert_int_equal(run(2, with_an_error, &n), 42);
}

static void
what_is_synced_is_none(void **state)
{
	long n;

	assert_int_equal(run(1, all_synced, &n), 0);
	assert_int_equal(run(2, all_synced, &n), 0);
	assert_int_equal(run(8, all_synced, &n), 0);
	assert_int_equal(n, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sync_forgotten_at_the_end_of_a_run_is_an_error),
		cmocka_unit_test(a_sync_forgotten_in_a_called_task_is_an_error),
		cmocka_unit_test(one_sync_of_two_is_an_error),
		cmocka_unit_test(the_first_error_wins),
		cmocka_unit_test(what_is_synced_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

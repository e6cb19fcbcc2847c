/* SPDX-License-Identifier: MIT */
/* The three ways to write a task: results, mixing on one stack, names, overflow, cancellation. */
#include "tests/unit/cm.h"

#include <errno.h>
#include <partop/partop.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#define FIB_20 6765

PARTOP_TASK_1(long, typed, int, n)
{
	long b;

	if (n < 2)
		return n;
	PARTOP_SPAWN(typed, n - 1);
	b = PARTOP_CALL(typed, n - 2);
	return PARTOP_SYNC(typed) + b;
}

static void
pointer(partop_worker *w, partop_task *head, void *arg)
{
	long *n = arg;

	*n = PARTOP_CALL(typed, (int)*n);
}

static uint64_t
word(partop_worker *w, partop_task *head, uint64_t n)
{
	uint64_t a, b;

	if (n < 2)
		return n;
	head = partop_spawn_word(w, head, word, n - 1);
	a = word(w, head, n - 2);
	head = partop_sync_word(w, head, word, n - 1, &b);
	return a + b;
}

/* fib(n) + more, where fib(n) = 3 fib(n - 3) + 2 fib(n - 4), each of the five in another way. */
static uint64_t
mixed(partop_worker *w, partop_task *head, uint64_t n, uint64_t more)
{
	uint64_t sum, b;
	long d = (long)n - 3;

	if (n < 8)
		return word(w, head, n) + more;
	head = partop_spawn_words(w, head, mixed, n - 3, more);
	head = partop_spawn_word(w, head, word, n - 4);
	head = partop_spawn(w, head, pointer, &d);
	PARTOP_SPAWN(typed, (int)n - 4);
	sum = word(w, head, n - 3);
	sum += (uint64_t)PARTOP_SYNC(typed);
	head = partop_sync(w, head);
	sum += (uint64_t)d;
	head = partop_sync_word(w, head, word, n - 4, &b);
	sum += b;
	head = partop_sync_words(w, head, mixed, n - 3, more, &b);
	return sum + b;
}

static void
mix(partop_worker *w, partop_task *head, void *arg)
{
	*(uint64_t *)arg = mixed(w, head, 20, UINT64_MAX - 41) + 42;
}

/* 0 slots: the default. */
static void
mix_in_pool(int workers, uint32_t slots)
{
	struct partop_config c = { .threads = workers, .task_slots = slots };
	partop_pool *p;

	assert_int_equal(partop_pool_open(&p, &c), 0);
	for (int i = 0; i < 20; i++) {
		uint64_t result = 0;

		assert_int_equal(partop_run(p, mix, &result), 0);
		assert_int_equal(result, FIB_20);
	}
	partop_pool_close(p);
}

static void
the_three_ways_mix_on_one_stack(void **state)
{
	mix_in_pool(1, 0);
	mix_in_pool(2, 0);
	mix_in_pool(8, 0);
}

static void
tasks_by_words_run_at_spawn_when_the_slots_are_full(void **state)
{
	mix_in_pool(1, 1);
	mix_in_pool(2, 3);
	mix_in_pool(3, 8);
}

/* The worker that ran it: 1 + its number. */
static _Atomic uint32_t runner;

static uint64_t
sign(partop_worker *w, partop_task *head, uint64_t x, uint64_t y)
{
	(void)head;
	runner = 1 + partop_worker_index(w);
	return x - y;
}

static void
be_stolen_from(partop_worker *w, partop_task *head, void *arg)
{
	uint64_t *result = arg;

	runner = 0;
	head = partop_spawn_words(w, head, sign, 50, 8);
	while (!runner) {
		partop_poll(w, head);
		sched_yield();
	}
	partop_sync_words(w, head, sign, 50, 8, result);
}

static void
a_stolen_task_brings_its_words_and_its_result(void **state)
{
	partop_pool *p;
	uint64_t result = 0;

	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = 2 }), 0);
	assert_int_equal(partop_run(p, be_stolen_from, &result), 0);
	assert_int_equal(result, 42);
	assert_int_equal(runner, 2);
	partop_pool_close(p);
}

static void
fail_between(partop_worker *w, partop_task *head, void *arg)
{
	uint64_t *result = arg;

	runner = 0;
	head = partop_spawn_words(w, head, sign, 50, 8);
	partop_fail(w, EIO);
	partop_sync_words(w, head, sign, 50, 8, result);
}

static void
a_cancelled_task_gives_zero(void **state)
{
	partop_pool *p;
	uint64_t result = 1;

	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = 1 }), 0);
	assert_int_equal(partop_run(p, fail_between, &result), EIO);
	assert_int_equal(result, 0);
	assert_int_equal(runner, 0);
	partop_pool_close(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_three_ways_mix_on_one_stack),
		cmocka_unit_test(tasks_by_words_run_at_spawn_when_the_slots_are_full),
		cmocka_unit_test(a_stolen_task_brings_its_words_and_its_result),
		cmocka_unit_test(a_cancelled_task_gives_zero),
	};

	return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}

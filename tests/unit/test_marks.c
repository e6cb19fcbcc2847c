/* SPDX-License-Identifier: MIT */
/* High-water marks of task slots and C stack, and recursion as deep as a list is long. */
#include "tests/unit/cm.h"

#include <partop/partop.h>
#include <pthread.h>

#include "tests/sanitizer.h"

#define DEPTH (SANITIZED ? 10000 : 100000)
#define STACK_BYTES ((size_t)64 << 20)

PARTOP_TASK_1(int, same, int, x)
{
	return x;
}

/* Spawns *arg tasks before it syncs. */
static void
flat(partop_worker *w, partop_task *head, void *arg)
{
	int n = *(int *)arg;

	for (int i = 0; i < n; i++)
		PARTOP_SPAWN(same, i);
	for (int i = n; i-- > 0;)
		assert_int_equal(PARTOP_SYNC(same), i);
}

static uint64_t
slots_after(partop_pool *p, int n)
{
	struct partop_counters c;

	assert_int_equal(partop_run(p, flat, &n), 0);
	partop_pool_counters(p, &c);
	return c.slots_max;
}

static void
the_mark_of_slots_is_exact_at_rest(void **state)
{
	static const int n[] = { 0, 1, 2, 63, 64, 65, 1000, 4097 };
	partop_pool *p;

	assert_int_equal(partop_pool_open(&p, &(struct partop_config){ .threads = 1 }), 0);
	for (size_t i = 0; i < sizeof(n) / sizeof(*n); i++)
		assert_int_equal(slots_after(p, n[i]), n[i]);
	assert_int_equal(slots_after(p, 5), 4097); /* it never falls */
	partop_pool_close(p);
}

static void
slots_beyond_the_capacity_count(void **state)
{
	struct partop_config c = { .threads = 1, .task_slots = 8 };
	partop_pool *p;

	assert_int_equal(partop_pool_open(&p, &c), 0);
	assert_int_equal(slots_after(p, 8), 8);
	assert_int_equal(slots_after(p, 12), 12);
	partop_pool_close(p);
}

struct list {
	long left, sum;
};

static void
leaf(partop_worker *w, partop_task *head, void *arg)
{
	(void)w;
	(void)head;
	*(long *)arg = 1;
}

/* The long side runs here, inside the join. */
static void
left(partop_worker *w, partop_task *head, void *arg)
{
	struct list *l = arg, rest = { l->left - 1, 0 };
	long one = 0;

	if (l->left > 0)
		partop_join(w, head, left, &rest, leaf, &one);
	l->sum = rest.sum + one;
}

/* The long side is the task. */
static void
right(partop_worker *w, partop_task *head, void *arg)
{
	struct list *l = arg, rest = { l->left - 1, 0 };
	long one = 0;

	if (l->left > 0)
		partop_join(w, head, leaf, &one, right, &rest);
	l->sum = rest.sum + one;
}

static void *
recurse(void *arg)
{
	struct partop_config c = { .threads = 2, .stack_bytes = STACK_BYTES };
	struct partop_counters marks;
	partop_pool *p;

	(void)arg;
	assert_int_equal(partop_pool_open(&p, &c), 0);
	for (int i = 0; i < 6; i++) {
		struct list l = { .left = DEPTH };

		assert_int_equal(partop_run(p, i % 2 ? right : left, &l), 0);
		assert_int_equal(l.sum, DEPTH);
	}
	partop_pool_counters(p, &marks);
	assert_in_range(marks.slots_max, 1, DEPTH);
	assert_in_range(marks.stack_max_bytes, 0, STACK_BYTES);
	assert_int_equal(marks.overflow, 0);
	partop_pool_close(p);
	return NULL;
}

static void
a_recursion_of_great_depth_needs_no_more_than_its_own_depth(void **state)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	assert_int_equal(pthread_create(&thread, &attr, recurse, NULL), 0);
	pthread_attr_destroy(&attr);
	pthread_join(thread, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mark_of_slots_is_exact_at_rest),
		cmocka_unit_test(slots_beyond_the_capacity_count),
		cmocka_unit_test(a_recursion_of_great_depth_needs_no_more_than_its_own_depth),
	};

	return cmocka_run_group_tests_name("marks", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* pipeline: the plain loop's result, whatever the stages, workers, capacities and producers. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <pthread.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static struct wcase *
new_case(unsigned variant, int workers, const char *size)
{
	struct wcase *c = case_new(&pt_workload_pipeline, workers);

	c->setup.variant = variant;
	case_set(c, "size", size);
	case_set(c, "slow", "2");
	return c;
}

static void
assert_parallel_is_sequential(struct wcase *c)
{
	char digest[CASE_TEXT];

	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_sequential(c), 0);
	assert_int_equal(case_verify(c), 0);
	snprintf(digest, sizeof digest, "%s", case_result(c, "digest"));
	assert_int_equal(case_parallel(c), 0);
	assert_string_equal(case_result(c, "digest"), digest);
	assert_int_equal(case_verify(c), 0);
}

static uint64_t
number(const struct wcase *c, const char *path)
{
	const char *text = case_result(c, path);

	assert_non_null(text);
	return strtoull(text + 2, NULL, 10);
}

static void
all_arrangements_give_the_loops_result(void **state)
{
	static const char *const capacities[] = { "1", "3" },
				 *const producers[] = { "1", "5", "30" };
	static const int workers[] = { 1, 2, 5, 40 };

	for (unsigned v = 0; v < 3; v++)
		for (size_t w = 0; w < COUNT(workers); w++)
			for (size_t i = 0; i < COUNT(capacities); i++)
				for (size_t p = 0; p < COUNT(producers); p++) {
					struct wcase *c = new_case(v, workers[w], "20011");

					case_set(c, "capacity", capacities[i]);
					case_set(c, "producers", producers[p]);
					assert_parallel_is_sequential(c);
					case_free(c);
				}
}

static void
no_link_holds_more_than_its_capacity(void **state)
{
	for (unsigned v = 0; v < 3; v++) {
		struct wcase *c = new_case(v, 3, "100000");

		case_set(c, "capacity", "4");
		assert_parallel_is_sequential(c);
		assert_in_range(number(c, "depth/made/max"), 1, 4);
		assert_in_range(number(c, "depth/edited/max"), 1, 4);
		assert_in_range(number(c, "depth/slowed/max"), 1, 4);
		case_free(c);
	}
}

/* The edit waits for the slow stage, and the sources for the edit. */
static void
a_slow_stage_fills_what_lies_before_it(void **state)
{
	struct wcase *c = new_case(1, 5, "50000");

	case_set(c, "capacity", "2");
	case_set(c, "slow", "1000");
	assert_parallel_is_sequential(c);
	assert_int_equal(number(c, "depth/edited/max"), 2);
	assert_int_equal(number(c, "depth/made/max"), 2);
	case_free(c);
}

struct cancelled {
	struct wcase *c;
	partop_pool *pool;
	_Atomic bool begun;
	int failed;
};

static void
run_until_cancelled(partop_worker *w, partop_task *head, void *arg)
{
	struct cancelled *x = arg;

	x->begun = true;
	x->failed = x->c->workload->parallel(w, head, x->c->state, &x->c->error);
}

static void *
cancel_soon(void *arg)
{
	struct cancelled *x = arg;

	while (!x->begun)
		sched_yield();
	partop_pool_cancel(x->pool, 9);
	return NULL;
}

static void
a_cancelled_pipeline_ends(void **state)
{
	for (unsigned v = 0; v < 3; v++) {
		struct wcase *c = new_case(v, 4, "20000000");
		struct partop_config config = { .threads = 4 };
		struct cancelled x = { .c = c };
		pthread_t thread;

		case_set(c, "slow", "1000");
		assert_int_equal(case_setup(c), 0);
		c->workload->reset(c->state);
		assert_int_equal(partop_pool_open(&x.pool, &config), 0);
		pthread_create(&thread, NULL, cancel_soon, &x);
		assert_int_equal(partop_run(x.pool, run_until_cancelled, &x), 9);
		pthread_join(thread, NULL);
		partop_pool_close(x.pool);
		case_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_arrangements_give_the_loops_result),
		cmocka_unit_test(no_link_holds_more_than_its_capacity),
		cmocka_unit_test(a_slow_stage_fills_what_lies_before_it),
		cmocka_unit_test(a_cancelled_pipeline_ends),
	};

	return cmocka_run_group_tests_name("pipeline", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* partop_sort() and partop_sort_stable() that are cancelled, have no memory, or run beside each other. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"
#include "tests/unit/refused_memory.h"
#include "tests/unit/sort_cases.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

/* ---- ends before the end ---- */

static void
expect_cancelled(int threads, sort_fn *sort, uint32_t n, size_t size, uint64_t fail_at)
{
	struct partop_config config = { .threads = threads, .stack_bytes = 1 << 20 };
	unsigned char *expected = make(RANDOM, n, size);
	struct job j = { .sort = sort,
		.a = make(RANDOM, n, size),
		.n = n,
		.size = size,
		.compare = by_key_counted,
		.fail_at = fail_at,
		.grain = 32 };

	assert_int_equal(partop_pool_open(&j.pool, &config), 0);
	sort_all(expected, n, size);
	assert_int_equal(partop_run(j.pool, sort_it, &j), -EBADMSG);
	assert_int_equal(j.error, -ECANCELED);
	assert_same_elements(&j, expected);
	partop_pool_close(j.pool);
	free(j.a);
	free(expected);
}

static void
a_cancelled_sort_keeps_all_elements(void **state)
{
	static const uint64_t when[] = { 1, 1000, 40000, 200000 };

	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (size_t i = 0; i < COUNT(when); i++)
			for (size_t s = 0; s < 2; s++) {
				expect_cancelled(in_pool_sizes[t], sorts[s], 20000, 8, when[i]);
				expect_cancelled(in_pool_sizes[t], sorts[s], 20000, 64, when[i]);
			}
}

static void
sort_in_cancelled_group(partop_worker *w, partop_task *head, void *arg)
{
	partop_fail(w, -EBADMSG);
	sort_it(w, head, arg);
}

static void
nothing_is_compared_in_a_cancelled_group(void **state)
{
	for (size_t s = 0; s < 2; s++) {
		struct job j = { .sort = sorts[s],
			.a = make(RANDOM, 1000, 8),
			.n = 1000,
			.size = 8,
			.compare = by_key_counted };

		assert_int_equal(in_pool(2, sort_in_cancelled_group, &j), -EBADMSG);
		assert_int_equal(j.error, -ECANCELED);
		assert_int_equal(j.compared, 0);
		free(j.a);
	}
}

/* ---- without memory ---- */

static void
sort_without_memory(partop_worker *w, partop_task *head, void *arg)
{
	no_memory = true;
	sort_it(w, head, arg);
	no_memory = false;
}

static void
without_memory_a_stable_sort_works_in_place(void **state)
{
	const uint32_t n = SANITIZED ? 5000 : 20000;

	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (unsigned shape = 0; shape < SHAPES; shape++) {
			unsigned char *expected = make((enum shape)shape, n, 12);
			struct job j = { .sort = partop_sort_stable,
				.a = make((enum shape)shape, n, 12),
				.n = n,
				.size = 12,
				.compare = by_key };

			sort_all(expected, j.n, j.size);
			assert_int_equal(in_pool(in_pool_sizes[t], sort_without_memory, &j), 0);
			assert_int_equal(j.error, 0);
			assert_memory_equal(j.a, expected, j.n * j.size);
			free(j.a);
			free(expected);
		}
}

static void
without_memory_large_elements_stay_as_they_are(void **state)
{
	for (size_t s = 0; s < 2; s++) {
		unsigned char *before = make(RANDOM, 1000, 257);
		struct job j = { .sort = sorts[s],
			.a = make(RANDOM, 1000, 257),
			.n = 1000,
			.size = 257,
			.compare = by_key_counted };

		assert_int_equal(in_pool(2, sort_without_memory, &j), 0);
		assert_int_equal(j.error, -ENOMEM);
		assert_int_equal(j.compared, 0);
		assert_memory_equal(j.a, before, j.n * j.size);
		free(j.a);
		free(before);
	}
}

/* ---- several at a time ---- */

static void
sort_each(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct job *j = arg;

	for (uint64_t i = lo; i < hi; i++)
		sort_it(w, head, &j[i]);
}

static void
sort_sixteen(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 1 };

	partop_for(w, head, 0, 16, sort_each, arg, &o);
}

static void
sorts_run_side_by_side_in_one_pool(void **state)
{
	struct job j[16];

	for (uint32_t i = 0; i < 16; i++)
		j[i] = (struct job){ .sort = sorts[i % 2],
			.a = make(RANDOM, 10000 + i, 8),
			.n = 10000 + i,
			.size = 8,
			.compare = by_key };
	assert_int_equal(in_pool(8, sort_sixteen, j), 0);
	for (int i = 0; i < 16; i++) {
		assert_in_order(&j[i]);
		free(j[i].a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cancelled_sort_keeps_all_elements),
		cmocka_unit_test(nothing_is_compared_in_a_cancelled_group),
		cmocka_unit_test(without_memory_a_stable_sort_works_in_place),
		cmocka_unit_test(without_memory_large_elements_stay_as_they_are),
		cmocka_unit_test(sorts_run_side_by_side_in_one_pool),
	};

	return cmocka_run_group_tests_name("sort_ends", tests, NULL, in_pool_end);
}

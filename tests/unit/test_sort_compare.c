/* SPDX-License-Identifier: MIT */
/* partop_sort() and partop_sort_stable(): the order of what they give, and how often they compare. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"
#include "tests/unit/sort_cases.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>

static void
arrays_of_all_shapes_are_sorted_by_all_pools(void **state)
{
	static const uint32_t lengths[] = { 0, 1, 2, 3, 17, 1000, SANITIZED ? 5001 : 20001 };

	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (size_t l = 0; l < COUNT(lengths); l++)
			for (unsigned shape = 0; shape < SHAPES; shape++)
				for (size_t s = 0; s < 2; s++)
					expect_sorted(in_pool_sizes[t], sorts[s], (enum shape)shape,
						lengths[l], 8, 0);
}

static void
elements_of_all_sizes_are_moved_whole(void **state)
{
	static const size_t large[] = { 100, 255, 256, 257, 1000 };

	for (size_t size = 1; size <= 64; size += SANITIZED_THREADS ? 7 : 1)
		for (size_t s = 0; s < 2; s++) {
			/* of 5 bytes, one is left for the index */
			expect_sorted(2, sorts[s], RANDOM, size == 5 ? 255 : 3000, size, 100);
			expect_sorted(1, sorts[s], FEW, 255, size, 0);
		}
	for (size_t i = 0; i < COUNT(large); i++)
		for (unsigned shape = 0; shape < SHAPES; shape++)
			for (size_t s = 0; s < 2; s++)
				expect_sorted(8, sorts[s], (enum shape)shape, 2000, large[i], 50);
}

static void
every_short_array_is_sorted(void **state)
{
	for (uint32_t n = 0; n < 200; n++)
		for (unsigned shape = 0; shape < SHAPES; shape++)
			for (size_t s = 0; s < 2; s++)
				expect_sorted(1, sorts[s], (enum shape)shape, n, 12, 1);
}

/* Some partitions and merges of these are shared by workers, and each task sorts few elements. */
static void
small_grains_make_many_tasks(void **state)
{
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (unsigned shape = 0; shape < SHAPES; shape++)
			for (size_t s = 0; s < 2; s++)
				expect_sorted(in_pool_sizes[t], sorts[s], (enum shape)shape, 40000,
					16, 20);
}

/* ---- comparisons that lie ---- */

static int
at_random(const void *a, const void *b, void *arg)
{
	struct job *j = arg;
	uint64_t seed = atomic_fetch_add_explicit(&j->compared, 1, memory_order_relaxed);

	whole = j->size;
	(void)by_all(a, b); /* reads both */
	return (int)(next_random(&seed) % 3) - 1;
}

static int
always_less(const void *a, const void *b, void *arg)
{
	return at_random(a, b, arg) - 5;
}

static int
always_greater(const void *a, const void *b, void *arg)
{
	return INT_MAX - (at_random(a, b, arg) > 0);
}

static void
expect_kept(int threads, sort_fn *sort, partop_compare_fn *compare, uint32_t n, size_t size)
{
	unsigned char *expected = make(RANDOM, n, size);
	struct job j = { .sort = sort,
		.a = make(RANDOM, n, size),
		.n = n,
		.size = size,
		.compare = compare,
		.grain = 64 };

	sort_all(expected, n, size);
	assert_int_equal(in_pool(threads, sort_it, &j), 0);
	assert_int_equal(j.error, 0);
	assert_same_elements(&j, expected);
	free(j.a);
	free(expected);
}

/* Arrays are no larger than they have to be: a sanitizer sees what is read beside them. */
static void
inconsistent_comparisons_keep_all_elements(void **state)
{
	static partop_compare_fn *const liars[] = { at_random, always_less, always_greater };
	static const size_t sizes[] = { 1, 4, 8, 16, 24, 32, 40, 300 };

	for (size_t t = 0; t < 3; t++)
		for (size_t c = 0; c < COUNT(liars); c++)
			for (size_t z = 0; z < COUNT(sizes); z++)
				for (size_t s = 0; s < 2; s++) {
					expect_kept(in_pool_sizes[t], sorts[s], liars[c], 3000,
						sizes[z]);
					expect_kept(1, sorts[s], liars[c], 31, sizes[z]);
				}
	expect_kept(2, partop_sort, at_random, 100000, 8);
	expect_kept(8, partop_sort_stable, at_random, 100000, 8);
}

/* ---- how many comparisons ---- */

static unsigned
log2_of(uint64_t n)
{
	return 63 - (unsigned)__builtin_clzll(n);
}

/*
 * M. D. McIlroy, "A Killer Adversary for Quicksort", 1999: values are decided while they are compared,
 * so that the pivot is always among the least.
 */
struct adversary {
	uint32_t *value, gas, solid, candidate;
	uint64_t compared;
};

static int
by_adversary(const void *a, const void *b, void *arg)
{
	struct adversary *v = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	v->compared++;
	if (v->value[x] == v->gas && v->value[y] == v->gas)
		v->value[x == v->candidate ? x : y] = v->solid++;
	if (v->value[x] == v->gas)
		v->candidate = x;
	else if (v->value[y] == v->gas)
		v->candidate = y;
	return (v->value[x] > v->value[y]) - (v->value[x] < v->value[y]);
}

struct attack {
	sort_fn *sort;
	uint32_t *index, n;
	struct adversary v;
};

static void
sort_attacked(partop_worker *w, partop_task *head, void *arg)
{
	struct attack *a = arg;

	a->sort(w, head, a->index, a->n, sizeof(*a->index), by_adversary, &a->v, NULL);
}

static void
an_adversary_makes_no_sort_quadratic(void **state)
{
	for (size_t s = 0; s < 2; s++)
		for (uint32_t n = 1000; n <= 64000; n *= 8) {
			struct attack a = { .sort = sorts[s],
				.n = n,
				.v = { .gas = n, .solid = 2 } };

			a.index = malloc(n * sizeof(*a.index));
			a.v.value = malloc(n * sizeof(*a.v.value));
			for (uint32_t i = 0; i < n; i++) {
				a.index[i] = i;
				a.v.value[i] = a.v.gas;
			}
			a.v.value[0] = 1; /* else, when asked in order, it is in order */
			a.v.value[1] = 0;
			assert_int_equal(in_pool(1, sort_attacked, &a), 0);
			assert_in_range(a.v.compared, n, 5 * (uint64_t)n * log2_of(n));
			for (uint32_t i = 1; i < n; i++)
				assert_true(a.v.value[a.index[i - 1]] <= a.v.value[a.index[i]]);
			free(a.index);
			free(a.v.value);
		}
}

static uint64_t
comparisons(sort_fn *sort, enum shape shape, uint32_t n)
{
	struct job j = { .sort = sort,
		.a = make(shape, n, 8),
		.n = n,
		.size = 8,
		.compare = by_key_counted };

	assert_int_equal(in_pool(1, sort_it, &j), 0);
	free(j.a);
	return j.compared;
}

static void
order_that_is_there_is_used(void **state)
{
	const uint64_t n = 100000;

	for (size_t s = 0; s < 2; s++) {
		assert_in_range(comparisons(sorts[s], SORTED, n), n - 1, n + 100);
		assert_in_range(comparisons(sorts[s], REVERSED, n), n - 1, n + 100);
		assert_in_range(comparisons(sorts[s], EQUAL, n), n - 1, n + 100);
		assert_in_range(comparisons(sorts[s], FEW, n), n, 8 * n);
	}
	/* two runs, found and merged */
	assert_in_range(comparisons(partop_sort_stable, PIPE, n), n, 4 * n);
}

static void
random_input_takes_hardly_more_than_n_log_n(void **state)
{
	const uint32_t n = 100000;

	for (size_t s = 0; s < 2; s++)
		assert_in_range(comparisons(sorts[s], RANDOM, n), 14 * n, 115 * n / 100 * 17);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrays_of_all_shapes_are_sorted_by_all_pools),
		cmocka_unit_test(elements_of_all_sizes_are_moved_whole),
		cmocka_unit_test(every_short_array_is_sorted),
		cmocka_unit_test(small_grains_make_many_tasks),
		cmocka_unit_test(inconsistent_comparisons_keep_all_elements),
		cmocka_unit_test(an_adversary_makes_no_sort_quadratic),
		cmocka_unit_test(order_that_is_there_is_used),
		cmocka_unit_test(random_input_takes_hardly_more_than_n_log_n),
	};

	return cmocka_run_group_tests_name("sort_compare", tests, NULL, in_pool_end);
}

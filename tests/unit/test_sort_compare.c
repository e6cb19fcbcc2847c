/* SPDX-License-Identifier: MIT */
/*
 * partop_sort() and partop_sort_stable() beside qsort().
 *
 * An element begins with its key, big-endian, and goes on with its index and what is made of it: so
 * the order of all its bytes is that of key, then index, which is what a stable sort by key gives.
 */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

typedef int sort_fn(partop_worker *w, partop_task *head, void *base, uint64_t n, size_t size,
	partop_compare_fn *compare, void *arg, const struct partop_range_options *options);

static sort_fn *const sorts[] = { partop_sort, partop_sort_stable };

/* ---- elements ---- */

enum shape { RANDOM, FEW, EQUAL, SORTED, REVERSED, PIPE, SAW, NEARLY, SHAPES };

static uint32_t
key_of(enum shape shape, uint32_t i, uint32_t n, uint64_t *seed)
{
	switch (shape) {
	case FEW:
		return (uint32_t)(next_random(seed) % 5);
	case EQUAL:
		return 7;
	case SORTED:
		return i / 3;
	case REVERSED:
		return n - i;
	case PIPE:
		return i < n / 2 ? i : n - i;
	case SAW:
		return i % 100;
	case NEARLY:
		return next_random(seed) % 64 ? i : (uint32_t)next_random(seed) % n;
	default:
		return (uint32_t)next_random(seed);
	}
}

static size_t
key_bytes(size_t size)
{
	return size < 4 ? size : 4;
}

static void
put(unsigned char *to, size_t len, uint32_t x)
{
	for (size_t i = 0; i < len; i++)
		to[i] = (unsigned char)(x >> 8 * (len - 1 - i));
}

static unsigned char *
make(enum shape shape, uint32_t n, size_t size)
{
	unsigned char *a = malloc(n * size + !n);
	size_t key = key_bytes(size);
	uint64_t seed = n * 100 + size;

	assert_non_null(a);
	for (uint32_t i = 0; i < n; i++) {
		unsigned char *x = a + i * size;

		put(x, key, key_of(shape, i, n, &seed));
		put(x + key, size - key < 4 ? size - key : 4, i);
		for (size_t k = key + 4; k < size; k++)
			x[k] = (unsigned char)(i * 31 + k);
	}
	return a;
}

static _Thread_local size_t whole;

static int
by_all(const void *a, const void *b)
{
	return memcmp(a, b, whole);
}

static void
sort_all(unsigned char *a, uint32_t n, size_t size)
{
	whole = size;
	qsort(a, n, size, by_all);
}

/* ---- a sort in a pool ---- */

struct job {
	sort_fn *sort;
	unsigned char *a;
	uint32_t n;
	size_t size;
	partop_compare_fn *compare;
	uint64_t grain;
	int error;
	_Atomic uint64_t compared;
	uint64_t fail_at; /* the comparison that ends the run */
	partop_pool *pool;
};

static int
by_key(const void *a, const void *b, void *arg)
{
	const struct job *j = arg;

	return memcmp(a, b, key_bytes(j->size));
}

/* Counted comparisons take turns, so only those that need it are. */
static int
by_key_counted(const void *a, const void *b, void *arg)
{
	struct job *j = arg;
	uint64_t k = atomic_fetch_add_explicit(&j->compared, 1, memory_order_relaxed) + 1;

	if (k == j->fail_at)
		partop_pool_cancel(j->pool, -EBADMSG);
	return by_key(a, b, arg);
}

static void
sort_it(partop_worker *w, partop_task *head, void *arg)
{
	struct job *j = arg;
	struct partop_range_options o = { .grain = j->grain, .label = "tested" };

	j->error = j->sort(w, head, j->a, j->n, j->size, j->compare, j, j->grain ? &o : NULL);
}

static void
assert_same_elements(const struct job *j, const unsigned char *expected)
{
	sort_all(j->a, j->n, j->size);
	assert_memory_equal(j->a, expected, j->n * j->size);
}

static void
assert_in_order(const struct job *j)
{
	for (uint32_t i = 1; i < j->n; i++)
		assert_true(memcmp(j->a + (i - 1) * j->size, j->a + i * j->size,
				    key_bytes(j->size)) <= 0);
}

static void
expect_sorted(int threads, sort_fn *sort, enum shape shape, uint32_t n, size_t size, uint64_t grain)
{
	unsigned char *expected = make(shape, n, size);
	struct job j = { .sort = sort,
		.a = make(shape, n, size),
		.n = n,
		.size = size,
		.compare = by_key,
		.grain = grain };

	sort_all(expected, n, size);
	assert_int_equal(in_pool(threads, sort_it, &j), 0);
	assert_int_equal(j.error, 0);
	if (sort == partop_sort_stable)
		assert_memory_equal(j.a, expected, n * size);
	assert_in_order(&j);
	assert_same_elements(&j, expected);
	free(j.a);
	free(expected);
}

/* ---- tests ---- */

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

static atomic_bool refuse;
void *__real_malloc(size_t bytes);
void *__real_aligned_alloc(size_t align, size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__wrap_aligned_alloc(size_t align, size_t bytes);

void *
__wrap_malloc(size_t bytes)
{
	return refuse ? NULL : __real_malloc(bytes);
}

void *
__wrap_aligned_alloc(size_t align, size_t bytes)
{
	return refuse ? NULL : __real_aligned_alloc(align, bytes);
}

static void
sort_without_memory(partop_worker *w, partop_task *head, void *arg)
{
	refuse = true;
	sort_it(w, head, arg);
	refuse = false;
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
		cmocka_unit_test(arrays_of_all_shapes_are_sorted_by_all_pools),
		cmocka_unit_test(elements_of_all_sizes_are_moved_whole),
		cmocka_unit_test(every_short_array_is_sorted),
		cmocka_unit_test(small_grains_make_many_tasks),
		cmocka_unit_test(inconsistent_comparisons_keep_all_elements),
		cmocka_unit_test(an_adversary_makes_no_sort_quadratic),
		cmocka_unit_test(order_that_is_there_is_used),
		cmocka_unit_test(random_input_takes_hardly_more_than_n_log_n),
		cmocka_unit_test(a_cancelled_sort_keeps_all_elements),
		cmocka_unit_test(nothing_is_compared_in_a_cancelled_group),
		cmocka_unit_test(without_memory_a_stable_sort_works_in_place),
		cmocka_unit_test(without_memory_large_elements_stay_as_they_are),
		cmocka_unit_test(sorts_run_side_by_side_in_one_pool),
	};

	return cmocka_run_group_tests_name("sort_compare", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * partop_sort() and partop_sort_stable() beside qsort().
 *
 * An element begins with its key, big-endian, and goes on with its index and what is made of it: so
 * the order of all its bytes is that of key, then index, which is what a stable sort by key gives.
 */
#ifndef PT_TESTS_UNIT_SORT_CASES_H
#define PT_TESTS_UNIT_SORT_CASES_H

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

static inline uint32_t
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

static inline size_t
key_bytes(size_t size)
{
	return size < 4 ? size : 4;
}

static inline void
put(unsigned char *to, size_t len, uint32_t x)
{
	for (size_t i = 0; i < len; i++)
		to[i] = (unsigned char)(x >> 8 * (len - 1 - i));
}

static inline unsigned char *
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

static inline int
by_all(const void *a, const void *b)
{
	return memcmp(a, b, whole);
}

static inline void
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

static inline int
by_key(const void *a, const void *b, void *arg)
{
	const struct job *j = arg;

	return memcmp(a, b, key_bytes(j->size));
}

/* Counted comparisons take turns, so only those that need it are. */
static inline int
by_key_counted(const void *a, const void *b, void *arg)
{
	struct job *j = arg;
	uint64_t k = atomic_fetch_add_explicit(&j->compared, 1, memory_order_relaxed) + 1;

	if (k == j->fail_at)
		partop_pool_cancel(j->pool, -EBADMSG);
	return by_key(a, b, arg);
}

static inline void
sort_it(partop_worker *w, partop_task *head, void *arg)
{
	struct job *j = arg;
	struct partop_range_options o = { .grain = j->grain, .label = "tested" };

	j->error = j->sort(w, head, j->a, j->n, j->size, j->compare, j, j->grain ? &o : NULL);
}

static inline void
assert_same_elements(const struct job *j, const unsigned char *expected)
{
	sort_all(j->a, j->n, j->size);
	assert_memory_equal(j->a, expected, j->n * j->size);
}

static inline void
assert_in_order(const struct job *j)
{
	for (uint32_t i = 1; i < j->n; i++)
		assert_true(memcmp(j->a + (i - 1) * j->size, j->a + i * j->size,
				    key_bytes(j->size)) <= 0);
}

static inline void
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

#endif

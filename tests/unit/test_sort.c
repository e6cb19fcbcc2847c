/* SPDX-License-Identifier: MIT */
/*
 * The sort kernels and the parallel sort against qsort on an order defined here anew: all inputs,
 * types and levels, guard zones on both sides, heapsort after few partitions, pools of 1, 2 and 5.
 *
 *	test_sort			a few seconds
 *	test_sort SEED STEP LARGE	sizes 0, STEP .. 1000, LARGE large ones per input and type
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/sort_inputs.h"
#include "workloads/sort/kernel.h"
#include "workloads/workload.h"

#define GUARD 64 /* elements on either side that must stay untouched */
#define GUARD_BYTE 0xa5
#define POOLS 3
#define MAX_SMALL 1000

/* clang-format off */
static const size_t elem_bytes[PT_ELEMS] = {
	[PT_ELEM_U64] = 8, [PT_ELEM_I64] = 8, [PT_ELEM_F64] = 8, [PT_ELEM_U32] = 4, [PT_ELEM_I32] = 4,
};
/* clang-format on */
static uint64_t seed = 1;
static unsigned step = 37, large = 1;
static partop_pool *pools[POOLS];

/* An input, and how it must look afterwards. */
struct input {
	enum pt_elem elem;
	enum shape shape;
	size_t n;
	char *bytes;
	uint64_t *ranks;
	char *work; /* guard, n elements, guard */
};

/* One way to sort. */
struct way {
	const char *name;
	enum pt_simd level;
	partop_pool *pool; /* NULL: sequential */
	bool serial_partition;
	int depth; /* sequential: partitions before heapsort; -1: as usual */
};

/* ---- inputs ---- */
static int64_t
special_i64(uint64_t r)
{
	static const int64_t values[] = { 0, -1, INT64_MIN, INT64_MAX };

	return values[r % 4];
}

static int32_t
special_i32(uint64_t r)
{
	static const int32_t values[] = { 0, -1, INT32_MIN, INT32_MAX };

	return values[r % 4];
}

/* NaNs of all kinds, infinities, zeros, denormals. */
static uint64_t
special_f64_bits(uint64_t r)
{
	static const uint64_t bits[] = {
		0x7ff8000000000000,
		0xfff8000000000000,
		0x7ff0000000000001,
		0xffffffffffffffff,
		0x7fffffffffffffff,
		0x7ff0000000000000,
		0xfff0000000000000,
		0x0000000000000000,
		0x8000000000000000,
		0x0000000000000001,
		0x8000000000000001,
		0x3ff0000000000000,
		0xbff0000000000000,
		0x7fefffffffffffff,
		0xffefffffffffffff,
		0xfff0000000000001,
	};

	return bits[r % 16];
}

static void
store(char *at, enum pt_elem elem, bool special, uint64_t v)
{
	int64_t wide = special ? special_i64(v) : (int64_t)v;
	int32_t narrow = special ? special_i32(v) : (int32_t)v;
	double real = (double)(int64_t)v / 3;
	uint64_t bits;

	memcpy(&bits, &real, sizeof bits);
	if (special)
		bits = special_f64_bits(v);
	if (elem == PT_ELEM_F64)
		memcpy(at, &bits, sizeof bits);
	else if (elem_bytes[elem] == 8)
		memcpy(at, &wide, sizeof wide);
	else
		memcpy(at, &narrow, sizeof narrow);
}

/* -inf < .. < -0.0 < +0.0 < .. < +inf < NaNs: positive ones by payload, then negative ones
 * against it. */
static uint64_t
rank_f64(uint64_t bits)
{
	const uint64_t payload = 0xfffffffffffff, inf = 0x7ff0000000000000;
	bool negative = bits >> 63;

	if ((bits & ~(1ull << 63)) > inf)
		return negative ? -(bits & payload) : 0xffe0000000000001 + (bits & payload);
	return (negative ? ~bits : bits | 1ull << 63) - payload;
}

/* The order, defined a second time: as unsigned numbers. */
static uint64_t
rank(const char *a, size_t i, enum pt_elem elem)
{
	uint64_t bits = 0;
	uint32_t narrow;

	if (elem_bytes[elem] == 8) {
		memcpy(&bits, a + 8 * i, 8);
	} else {
		memcpy(&narrow, a + 4 * i, 4);
		bits = narrow;
	}
	switch (elem) {
	case PT_ELEM_I64:
		return bits ^ 1ull << 63;
	case PT_ELEM_I32:
		return bits ^ 1ull << 31;
	case PT_ELEM_F64:
		return rank_f64(bits);
	default:
		return bits;
	}
}

static int
compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
make_input(struct input *in, enum pt_elem elem, enum shape shape, size_t n)
{
	size_t size = elem_bytes[elem];
	uint64_t random = seed * 977 + n;

	*in = (struct input){
		.elem = elem,
		.shape = shape,
		.n = n,
		.bytes = malloc(n * size + 1),
		.ranks = malloc(n * 8 + 8),
		.work = malloc((n + 2 * GUARD) * size),
	};
	assert_non_null(in->bytes);
	assert_non_null(in->ranks);
	assert_non_null(in->work);
	for (size_t i = 0; i < n; i++) {
		uint64_t v = shape_number(shape, i, n, pt_mix(random + i));

		store(in->bytes + i * size, elem, shape == SPECIAL, v);
		in->ranks[i] = rank(in->bytes, i, elem);
	}
	qsort(in->ranks, n, sizeof *in->ranks, compare_u64);
}

static void
free_input(struct input *in)
{
	free(in->bytes);
	free(in->ranks);
	free(in->work);
}

/* ---- sorting and checking ---- */
struct job {
	void *a;
	size_t n;
	struct pt_psort_options options;
};

static void
sort_job(partop_worker *w, partop_task *head, void *arg)
{
	struct job *j = arg;

	pt_psort(w, head, j->a, j->n, &j->options);
}

static void
sort_by(const struct way *way, void *a, size_t n, enum pt_elem elem)
{
	/* Small leaves, so that there are many tasks. */
	struct job j = {
		.a = a, .n = n,
		.options = {
			.elem = elem, .level = way->level, .leaf = 1000,
			.serial_partition = way->serial_partition,
		},
	};

	if (way->pool)
		assert_int_equal(partop_run(way->pool, sort_job, &j), 0);
	else if (way->depth >= 0)
		pt_sort_kernel(elem, way->level)->sort(a, n, (unsigned)way->depth);
	else
		pt_sort(a, n, elem, way->level);
}

static void
fail_at(const char *what, const struct way *way, const struct input *in, size_t i)
{
	fail_msg("%s: %s, level %d, elem %d, %s, n %zu, at %zu, seed %llu", what, way->name,
		(int)way->level, (int)in->elem, shape_names[in->shape], in->n, i,
		(unsigned long long)seed);
}

static void
check(const struct way *way, struct input *in)
{
	size_t size = elem_bytes[in->elem], guard = GUARD * size;
	char *a = in->work + guard;

	memset(in->work, GUARD_BYTE, in->n * size + 2 * guard);
	memcpy(a, in->bytes, in->n * size);
	sort_by(way, a, in->n, in->elem);
	for (size_t i = 0; i < in->n; i++)
		if (rank(a, i, in->elem) != in->ranks[i])
			fail_at("order", way, in, i);
	for (size_t i = 0; i < guard; i++)
		if ((unsigned char)in->work[i] != GUARD_BYTE ||
			(unsigned char)a[in->n * size + i] != GUARD_BYTE)
			fail_at("guard", way, in, i);
}

static void
check_all(const struct way *ways, size_t len, struct input *in)
{
	for (size_t i = 0; i < len; i++)
		check(&ways[i], in);
	free_input(in);
}

/* All inputs of all types, size after size. */
static void
check_small(const struct way *ways, size_t len)
{
	struct input in;

	for (enum pt_elem elem = 0; elem < PT_ELEMS; elem++)
		for (enum shape shape = 0; shape < SHAPES; shape++)
			for (size_t n = 0; n <= MAX_SMALL; n += step) {
				make_input(&in, elem, shape, n);
				check_all(ways, len, &in);
			}
}

static void
check_large(const struct way *ways, size_t len, size_t max)
{
	uint64_t random = seed;
	struct input in;

	for (enum pt_elem elem = 0; elem < PT_ELEMS; elem++)
		for (enum shape shape = 0; shape < SHAPES; shape++)
			for (unsigned k = 0; k < large; k++) {
				make_input(&in, elem, shape, pt_mix(random++) % max);
				check_all(ways, len, &in);
			}
}

/* The levels this CPU has, without limit of depth. */
static size_t
levels(struct way ways[PT_SIMD_LEVELS], partop_pool *pool)
{
	size_t n = 0;

	for (enum pt_simd level = 0; level <= pt_simd_best(); level++)
		ways[n++] = (struct way){
			.name = pool ? "pool" : "sequential",
			.level = level,
			.pool = pool,
			.depth = -1,
		};
	return n;
}

/* ---- the facts ---- */
static void
every_level_sorts_small_arrays(void **state)
{
	struct way ways[PT_SIMD_LEVELS];

	check_small(ways, levels(ways, NULL));
}

static void
every_level_sorts_large_arrays(void **state)
{
	struct way ways[PT_SIMD_LEVELS];

	check_large(ways, levels(ways, NULL), 50000);
}

static void
heapsort_takes_over_after_unlucky_partitions(void **state)
{
	struct way ways[4 * PT_SIMD_LEVELS];
	size_t n = 0;

	for (int depth = 0; depth < 4; depth++)
		for (size_t end = n + levels(ways + n, NULL); n < end; n++) {
			ways[n].name = "heapsort";
			ways[n].depth = depth;
		}
	check_small(ways, n);
}

static void
pools_of_1_2_and_5_sort(void **state)
{
	struct way ways[POOLS * PT_SIMD_LEVELS];
	size_t n = 0;

	for (int i = 0; i < POOLS; i++)
		n += levels(ways + n, pools[i]);
	check_large(ways, n, 50000);
}

static void
large_arrays_are_partitioned_by_all_workers(void **state)
{
	const struct way ways[] = {
		{ .name = "pool", .level = pt_simd_best(), .pool = pools[1] },
		{ .name = "pool", .level = pt_simd_best(), .pool = pools[2] },
		{ .name = "serial",
			.level = pt_simd_best(),
			.pool = pools[2],
			.serial_partition = true },
	};

	check_large(ways, 3, 200000);
}

/* The other branch of the join: cancels while the sort goes on, a little later every time. */
static void
fail_soon(partop_worker *w, partop_task *head, void *arg)
{
	for (volatile int i = *(const int *)arg; i > 0; i--)
		;
	partop_fail(w, 5);
}

struct race {
	struct job job;
	int delay;
};

static void
sort_and_fail(partop_worker *w, partop_task *head, void *arg)
{
	struct race *r = arg;

	partop_join(w, head, sort_job, &r->job, fail_soon, &r->delay);
}

static void
a_cancelled_sort_loses_no_element(void **state)
{
	struct race r = { .job = { .n = 200000, .options = { .level = pt_simd_best() } } };
	struct input in;

	make_input(&in, PT_ELEM_U64, RANDOM, r.job.n);
	r.job.a = in.work;
	for (int i = 0; i < POOLS; i++)
		for (r.delay = 0; r.delay < 1000000; r.delay += 50000) {
			memcpy(in.work, in.bytes, in.n * 8);
			assert_int_equal(partop_run(pools[i], sort_and_fail, &r), 5);
			qsort(in.work, in.n, 8, compare_u64);
			assert_memory_equal(in.work, in.ranks, in.n * 8);
		}
	free_input(&in);
}

static int
open_pools(void **state)
{
	static const int threads[POOLS] = { 1, 2, 5 };

	for (int i = 0; i < POOLS; i++)
		if (partop_pool_open(&pools[i], &(struct partop_config){ .threads = threads[i] }))
			return -1;
	return 0;
}

static int
close_pools(void **state)
{
	for (int i = 0; i < POOLS; i++)
		partop_pool_close(pools[i]);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_level_sorts_small_arrays),
		cmocka_unit_test(every_level_sorts_large_arrays),
		cmocka_unit_test(heapsort_takes_over_after_unlucky_partitions),
		cmocka_unit_test(pools_of_1_2_and_5_sort),
		cmocka_unit_test(large_arrays_are_partitioned_by_all_workers),
		cmocka_unit_test(a_cancelled_sort_loses_no_element),
	};

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		step = (unsigned)strtoul(argv[2], NULL, 10);
	if (argc > 3)
		large = (unsigned)strtoul(argv[3], NULL, 10);
	if (step == 0)
		return 2;
	return cmocka_run_group_tests(tests, open_pools, close_pools);
}

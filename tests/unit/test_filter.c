/* SPDX-License-Identifier: MIT */
/* Filters, beside naive loops. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"
#include "tests/unit/refused_memory.h"

#include <errno.h>
#include <stdatomic.h>

#define LEN 200003

static const uint64_t lengths[] = { 0, 1, 2, 3, 7, 64, 1000, 4097, LEN };
static const uint64_t grains[] = { 0, 1, 3, 1000, LEN };

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct filter_case {
	uint64_t n, grain, lo, count, fail_at;
	unsigned one_in; /* that is kept */
	uint32_t *out;
	int error;
	_Atomic uint64_t seen;
};

static uint32_t kept[LEN];

static bool
is_kept(const struct filter_case *c, uint64_t i)
{
	return c->one_in && next_random(&i) % c->one_in == 0;
}

/* Without a branch: writes one element more than it keeps. */
static uint64_t
keep_some(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
{
	struct filter_case *c = arg;
	uint32_t *to = out;
	uint64_t n = 0;

	assert_true(lo < hi);
	c->seen += hi - lo;
	for (uint64_t i = lo; i < hi; i++) {
		to[n] = (uint32_t)i * 2 + 1;
		n += is_kept(c, i);
		if (i == c->fail_at)
			partop_fail(w, -EBADMSG);
	}
	return n;
}

static void
filter_root(partop_worker *w, partop_task *head, void *arg)
{
	struct filter_case *c = arg;
	struct partop_range_options o = { .grain = c->grain };

	c->error = partop_filter(w, head, c->lo, c->n, sizeof(*c->out), keep_some, c->out,
		&c->count, c, &o);
}

/* The first `count` elements are those that are kept; returns the index that the next one has. */
static uint64_t
assert_kept(const struct filter_case *c)
{
	uint64_t i = c->lo;

	for (uint64_t k = 0; k < c->count; k++, i++) {
		while (!is_kept(c, i))
			i++;
		assert_true(i < c->n);
		assert_int_equal(c->out[k], (uint32_t)i * 2 + 1);
	}
	return i;
}

static void
expect_filter(int threads, uint64_t n, uint64_t grain, unsigned one_in)
{
	struct filter_case c = { .n = n,
		.grain = grain,
		.lo = n > 1000 ? 77 : 0,
		.one_in = one_in,
		.out = kept,
		.fail_at = PARTOP_NONE };

	assert_int_equal(in_pool(threads, filter_root, &c), 0);
	assert_int_equal(c.error, 0);
	assert_int_equal(c.seen, n - c.lo);
	for (uint64_t i = assert_kept(&c); i < n; i++)
		assert_false(is_kept(&c, i));
}

static void
filters_are_those_of_a_plain_loop(void **state)
{
	static const unsigned parts[] = { 0, 1, 2, 10, 1000 };

	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (size_t n = 0; n < COUNT(lengths); n++)
			for (size_t g = 0; g < COUNT(grains); g++)
				if (grains[g] != 1 || lengths[n] < LEN)
					expect_filter(in_pool_sizes[t], lengths[n], grains[g],
						parts[(n + g) % COUNT(parts)]);
}

static void
without_memory_a_filter_is_done_in_order(void **state)
{
	struct filter_case c = { .n = LEN,
		.grain = 100,
		.one_in = 3,
		.out = kept,
		.fail_at = PARTOP_NONE };
	partop_pool *pool;

	assert_int_equal(partop_pool_open(&pool, &(struct partop_config){ .threads = 4 }), 0);
	no_memory = true;
	partop_run(pool, filter_root, &c);
	no_memory = false;
	partop_pool_close(pool);
	assert_int_equal(c.error, 0);
	for (uint64_t i = assert_kept(&c); i < LEN; i++)
		assert_false(is_kept(&c, i));
}

static void
a_filter_that_fails_ends_with_a_part(void **state)
{
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (uint64_t at = 0; at < LEN; at += 66667) {
			struct filter_case c = { .n = LEN,
				.grain = 1000,
				.one_in = 3,
				.out = kept,
				.fail_at = at };

			assert_int_equal(in_pool(in_pool_sizes[t], filter_root, &c), -EBADMSG);
			assert_int_equal(c.error, -ECANCELED);
			assert_int_equal(c.count, 0);
			assert_true(c.seen > at);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_are_those_of_a_plain_loop),
		cmocka_unit_test(without_memory_a_filter_is_done_in_order),
		cmocka_unit_test(a_filter_that_fails_ends_with_a_part),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, in_pool_end);
}

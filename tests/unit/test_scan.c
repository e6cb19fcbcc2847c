/* SPDX-License-Identifier: MIT */
/* Prefix sums, beside naive loops. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"
#include "tests/unit/refused_memory.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#define LEN 200003

static const uint64_t lengths[] = { 0, 1, 2, 3, 7, 64, 1000, 4097, LEN };
static const uint64_t grains[] = { 0, 1, 3, 1000, LEN };

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/*
 * An operation that is not commutative: x -> a x + b, one after the other.  Arithmetic wraps, so all
 * results are exact.  A wrong order, a lost or a doubled element changes nearly all of them.
 */
struct affine {
	uint64_t a, b;
};

struct scan_case {
	const struct affine *in;
	struct affine *out;
	uint64_t n, grain, lo, fail_at;
	bool exclusive;
	struct affine result;
	int error;
	_Atomic uint64_t folded, scanned;
};

static void
affine_identity(void *acc, void *arg)
{
	*(struct affine *)acc = (struct affine){ 1, 0 };
}

static void
affine_combine(void *left, const void *right, void *arg)
{
	struct affine *l = left;
	const struct affine *r = right;

	*l = (struct affine){ l->a * r->a, r->a * l->b + r->b };
}

static void
affine_fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct scan_case *c = arg;

	assert_true(lo < hi);
	c->folded += hi - lo;
	for (uint64_t i = lo; i < hi; i++)
		affine_combine(acc, &c->in[i], NULL);
}

static void
affine_scan(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct scan_case *c = arg;

	assert_true(lo < hi);
	c->scanned += hi - lo;
	for (uint64_t i = lo; i < hi; i++) {
		if (c->exclusive)
			c->out[i] = *(struct affine *)acc;
		affine_combine(acc, &c->in[i], NULL);
		if (!c->exclusive)
			c->out[i] = *(struct affine *)acc;
		if (i == c->fail_at)
			partop_fail(w, -EBADMSG);
	}
}

static const struct partop_scanner affine_scanner = {
	.size = sizeof(struct affine),
	.identity = affine_identity,
	.fold = affine_fold,
	.combine = affine_combine,
	.scan = affine_scan,
};

static const struct partop_operation affine_operation = {
	.size = sizeof(struct affine),
	.identity = affine_identity,
	.combine = affine_combine,
};

static struct affine numbers[LEN], made[LEN];

static void
make_numbers(uint64_t seed)
{
	for (uint64_t i = 0; i < LEN; i++)
		numbers[i] = (struct affine){ next_random(&seed) | 1, next_random(&seed) };
}

static void
scan_root(partop_worker *w, partop_task *head, void *arg)
{
	struct scan_case *c = arg;
	struct partop_range_options o = { .grain = c->grain };

	c->error = partop_scan(w, head, c->lo, c->n, &affine_scanner, &c->result, c, &o);
}

static void
assert_scanned(const struct scan_case *c, const struct affine *out)
{
	struct affine sum = { 1, 0 };

	for (uint64_t i = c->lo; i < c->n; i++) {
		struct affine before = sum;

		affine_combine(&sum, &c->in[i], NULL);
		assert_memory_equal(&out[i], c->exclusive ? &before : &sum, sizeof(sum));
	}
}

static void
expect_scan(int threads, uint64_t n, uint64_t grain, bool exclusive)
{
	struct scan_case c = { .in = numbers,
		.out = made,
		.n = n,
		.grain = grain,
		.lo = n > 1000 ? 77 : 0,
		.fail_at = PARTOP_NONE,
		.exclusive = exclusive };
	struct affine sum = { 1, 0 };

	memset(made, 0, sizeof(made));
	assert_int_equal(in_pool(threads, scan_root, &c), 0);
	assert_int_equal(c.error, 0);
	assert_scanned(&c, made);
	for (uint64_t i = c.lo; i < n; i++)
		affine_combine(&sum, &numbers[i], NULL);
	assert_memory_equal(&c.result, &sum, sizeof(sum));
	assert_int_equal(c.scanned, n - c.lo);
	if (threads == 1)
		assert_int_equal(c.folded, 0);
	assert_true(c.folded <= n - c.lo);
}

static void
scans_are_those_of_a_plain_loop(void **state)
{
	make_numbers(1);
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (size_t n = 0; n < COUNT(lengths); n++)
			for (size_t g = 0; g < COUNT(grains); g++)
				if (grains[g] != 1 || lengths[n] < LEN)
					expect_scan(in_pool_sizes[t], lengths[n], grains[g],
						(n + g) % 2);
}

static void
without_memory_a_scan_is_done_in_one_pass(void **state)
{
	struct scan_case c = { .in = numbers,
		.out = made,
		.n = LEN,
		.grain = 100,
		.fail_at = PARTOP_NONE };
	struct affine *probe;

	make_numbers(2);
	no_memory = true;
	probe = malloc(1);
	no_memory = false;
	assert_null(probe);
	for (int round = 0; round < 3; round++) {
		partop_pool *pool;

		assert_int_equal(partop_pool_open(&pool, &(struct partop_config){ .threads = 3 }),
			0);
		c.folded = 0;
		no_memory = true;
		partop_run(pool, scan_root, &c);
		no_memory = false;
		partop_pool_close(pool);
		assert_int_equal(c.error, 0);
		assert_int_equal(c.folded, 0);
		assert_scanned(&c, made);
	}
}

/* The accumulator is that of some prefix; on one worker, of that up to the failing block. */
static void
a_scan_that_fails_ends_with_a_part(void **state)
{
	make_numbers(3);
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (uint64_t at = 0; at < LEN; at += 66667) {
			struct scan_case c = { .in = numbers,
				.out = made,
				.n = LEN,
				.grain = 1000,
				.fail_at = at };
			struct affine sum = { 1, 0 };
			uint64_t n = 0;

			assert_int_equal(in_pool(in_pool_sizes[t], scan_root, &c), -EBADMSG);
			assert_int_equal(c.error, -ECANCELED);
			while (n < LEN && memcmp(&sum, &c.result, sizeof(sum)))
				affine_combine(&sum, &numbers[n++], NULL);
			assert_memory_equal(&sum, &c.result, sizeof(sum));
			if (in_pool_sizes[t] == 1)
				assert_int_equal(n,
					at / 1000 * 1000 + 1000 < LEN ? at / 1000 * 1000 + 1000 :
									LEN);
		}
}

/* ---- of an array ---- */

struct array_case {
	enum partop_scan_kind kind;
	const void *in;
	void *out;
	uint64_t n, grain;
	const struct partop_operation *operation;
	int error;
};

static void
array_root(partop_worker *w, partop_task *head, void *arg)
{
	struct array_case *c = arg;
	struct partop_range_options o = { .grain = c->grain };

	c->error = partop_scan_array(w, head, c->kind, c->in, c->out, c->n, c->operation, NULL, &o);
}

static void
arrays_are_scanned_into_others_and_in_place(void **state)
{
	make_numbers(4);
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (int how = 0; how < 4; how++) {
			struct array_case c = { how % 2 ? PARTOP_EXCLUSIVE : PARTOP_INCLUSIVE,
				numbers, made, 30001, how < 2 ? 500 : 0, &affine_operation, 1 };
			struct scan_case naive = { .in = numbers, .n = c.n, .exclusive = how % 2 };

			if (how >= 2) {
				memcpy(made, numbers, sizeof(made));
				c.in = made;
			}
			assert_int_equal(in_pool(in_pool_sizes[t], array_root, &c), 0);
			assert_int_equal(c.error, 0);
			assert_scanned(&naive, made);
		}
}

/* Elements too large for the stack: the longer of two texts, of equal ones the left. */
#define WIDE 300

static void
wide_identity(void *x, void *arg)
{
	memset(x, 0, WIDE);
}

static void
wide_combine(void *left, const void *right, void *arg)
{
	if (strlen(right) > strlen(left))
		memcpy(left, right, WIDE);
}

static void
large_elements_are_scanned_if_there_is_room(void **state)
{
	static const struct partop_operation longest = { WIDE, wide_identity, wide_combine };
	static char in[50][WIDE], out[50][WIDE];
	struct array_case c = { PARTOP_INCLUSIVE, in, out, 50, 4, &longest, 1 };
	partop_pool *pool;

	for (int i = 0; i < 50; i++)
		memset(in[i], 'a' + i % 26, (size_t)(i * 37 % 299));
	assert_int_equal(partop_pool_open(&pool, &(struct partop_config){ .threads = 3 }), 0);
	no_memory = true;
	partop_run(pool, array_root, &c);
	no_memory = false;
	assert_int_equal(c.error, -ENOMEM);
	assert_string_equal(out[49], "");
	partop_run(pool, array_root, &c);
	partop_pool_close(pool);
	assert_int_equal(c.error, 0);
	for (int i = 0, best = 0; i < 50; i++) {
		if (strlen(in[i]) > strlen(in[best]))
			best = i;
		assert_string_equal(out[i], in[best]);
	}
}

/* Scans in tasks of one pool, at the same time. */
#define TWINS 4

static struct affine twin_made[TWINS][20000];

static void
many_scans(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi; i++) {
		struct scan_case c = { .in = numbers,
			.out = twin_made[i],
			.n = 20000,
			.grain = 300,
			.fail_at = PARTOP_NONE };

		scan_root(w, head, &c);
		assert_int_equal(c.error, 0);
		assert_scanned(&c, twin_made[i]);
	}
}

static void
twins_root(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, TWINS, many_scans, NULL,
		&(struct partop_range_options){ .grain = 1 });
}

static void
scans_run_beside_each_other(void **state)
{
	make_numbers(5);
	for (int round = 0; round < 20; round++)
		assert_int_equal(in_pool(2 + round % 7, twins_root, NULL), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scans_are_those_of_a_plain_loop),
		cmocka_unit_test(without_memory_a_scan_is_done_in_one_pass),
		cmocka_unit_test(a_scan_that_fails_ends_with_a_part),
		cmocka_unit_test(arrays_are_scanned_into_others_and_in_place),
		cmocka_unit_test(large_elements_are_scanned_if_there_is_room),
		cmocka_unit_test(scans_run_beside_each_other),
	};

	return cmocka_run_group_tests_name("scan", tests, NULL, in_pool_end);
}

/* SPDX-License-Identifier: MIT */
/* Worker-local storage, and loops over rows and columns. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static _Atomic bool no_memory;
static _Atomic long alive; /* values made and neither combined nor dropped */
void *__real_calloc(size_t n, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

void *
__wrap_calloc(size_t n, size_t size)
{
	return no_memory ? NULL : __real_calloc(n, size);
}

void *
__wrap_aligned_alloc(size_t align, size_t size)
{
	return no_memory ? NULL : __real_aligned_alloc(align, size);
}

/* ---- worker-local storage ---- */

#define LEN 100000

struct tally {
	uint64_t *sum; /* owned, so that the leak checker sees a lost value */
	uint64_t marks;
};

static void
tally_make(void *value, void *arg)
{
	struct tally *t = value;

	*t = (struct tally){ .sum = __real_calloc(1, sizeof(uint64_t)) };
	assert_non_null(t->sum);
	alive++;
}

static void
tally_drop(void *value, void *arg)
{
	free(((struct tally *)value)->sum);
	alive--;
}

static void
tally_combine(void *into, void *value, void *arg)
{
	struct tally *l = into, *r = value;

	*l->sum += *r->sum;
	l->marks += r->marks;
	tally_drop(value, arg);
}

static const struct partop_local_type tally_type = {
	.size = sizeof(struct tally),
	.make = tally_make,
	.combine = tally_combine,
	.drop = tally_drop,
};

static void
add_up(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct tally *t = partop_local_get(arg, w);

	if (!t) {
		partop_fail(w, -ENOMEM);
		return;
	}
	assert_ptr_equal(t, partop_local_get(arg, w));
	assert_int_equal((uintptr_t)t % 64, 0);
	for (uint64_t i = lo; i < hi; i++)
		*t->sum += i;
	t->marks++;
}

static void
add_root(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, LEN, add_up, arg, &(struct partop_range_options){ .grain = 50 });
}

static void
values_are_made_once_per_worker_and_combined(void **state)
{
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++) {
		uint64_t sum = 7;
		struct tally total = { .sum = &sum };
		partop_local *l;

		assert_int_equal(partop_local_open(&l, &tally_type, NULL), 0);
		partop_local_combine(l, &total);
		assert_int_equal(sum, 7);
		for (int round = 0; round < 2; round++) {
			assert_int_equal(in_pool(in_pool_sizes[t], add_root, l), 0);
			assert_in_range(alive, 1, in_pool_sizes[t]);
			partop_local_combine(l, &total);
			assert_int_equal(alive, 0);
		}
		assert_int_equal(sum, 7 + 2 * (uint64_t)LEN * (LEN - 1) / 2);
		assert_true(total.marks >= 2 * LEN / 50);
		partop_local_close(l);
	}
	partop_local_close(NULL);
}

static void
values_that_are_not_combined_are_dropped(void **state)
{
	partop_local *l;

	assert_int_equal(partop_local_open(&l, &tally_type, NULL), 0);
	assert_int_equal(in_pool(8, add_root, l), 0);
	assert_true(alive > 0);
	partop_local_close(l);
	assert_int_equal(alive, 0);
}

static void
add_plainly(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t *sum = partop_local_get(arg, w);

	assert_non_null(sum);
	*sum += hi - lo;
}

static void
plain_root(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, LEN, add_plainly, arg, NULL);
}

static void
plain_combine(void *into, void *value, void *arg)
{
	*(uint64_t *)into += *(uint64_t *)value;
}

static void
without_a_maker_values_begin_as_zero(void **state)
{
	static const struct partop_local_type type = { .size = 8, .combine = plain_combine };
	uint64_t sum = 0;
	partop_local *l;

	assert_int_equal(partop_local_open(&l, &type, NULL), 0);
	assert_int_equal(in_pool(4, plain_root, l), 0);
	partop_local_combine(l, &sum);
	partop_local_close(l);
	assert_int_equal(sum, LEN);
}

static void
without_memory_there_is_no_value(void **state)
{
	static const struct partop_local_type nothing = { .size = 0 };
	partop_local *l;
	partop_pool *pool;

	assert_int_equal(partop_local_open(&l, &nothing, NULL), -EINVAL);
	assert_null(l);
	no_memory = true;
	assert_int_equal(partop_local_open(&l, &tally_type, NULL), -ENOMEM);
	no_memory = false;
	assert_null(l);

	assert_int_equal(partop_local_open(&l, &tally_type, NULL), 0);
	assert_int_equal(partop_pool_open(&pool, &(struct partop_config){ .threads = 2 }), 0);
	no_memory = true;
	assert_int_equal(partop_run(pool, add_root, l), -ENOMEM);
	no_memory = false;
	assert_int_equal(partop_run(pool, add_root, l), 0);
	partop_pool_close(pool);
	partop_local_close(l);
}

/* ---- rows and columns ---- */

#define SIDE 301

struct cells {
	struct partop_tile whole;
	uint64_t grain, limit;
	bool adaptive;
	enum partop_policy policy;
	_Atomic unsigned seen[SIDE][SIDE];
	_Atomic uint64_t tiles, run;
};

static struct cells cells;

static void
see(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
{
	struct cells *c = arg;
	uint64_t rows = t->row_hi - t->row_lo, columns = t->column_hi - t->column_lo;

	assert_true(t->row_lo < t->row_hi && t->column_lo < t->column_hi);
	if (c->grain)
		assert_true(rows * columns <= c->grain);
	for (uint64_t r = t->row_lo; r < t->row_hi; r++)
		for (uint64_t k = t->column_lo; k < t->column_hi; k++)
			c->seen[r][k]++;
	c->tiles++;
	if ((c->run += rows * columns) >= c->limit)
		partop_fail(w, -EBADMSG);
}

static void
see_root(partop_worker *w, partop_task *head, void *arg)
{
	struct cells *c = arg;
	struct partop_range_options o = { .grain = c->grain, .policy = c->policy };

	partop_for_2d(w, head, &c->whole, see, c, c->adaptive ? NULL : &o);
}

static bool
is_in(const struct partop_tile *t, uint64_t r, uint64_t k)
{
	return t->row_lo <= r && r < t->row_hi && t->column_lo <= k && k < t->column_hi;
}

static void
expect_cells(int threads, struct partop_tile whole, uint64_t grain)
{
	memset(&cells, 0, sizeof(cells));
	cells.whole = whole;
	cells.grain = grain;
	cells.adaptive = grain == 0;
	cells.limit = UINT64_MAX;
	assert_int_equal(in_pool(threads, see_root, &cells), 0);
	for (uint64_t r = 0; r < SIDE; r++)
		for (uint64_t k = 0; k < SIDE; k++)
			assert_int_equal(cells.seen[r][k], is_in(&whole, r, k));
}

static void
every_cell_is_run_once(void **state)
{
	static const struct partop_tile tiles[] = { { 0, SIDE, 0, SIDE }, { 5, 5, 0, 9 },
		{ 0, 9, 5, 5 }, { 7, 3, 0, 9 }, { 3, 4, 2, 3 }, { 0, 1, 0, SIDE },
		{ 0, SIDE, 300, SIDE }, { 17, 118, 203, 219 } };
	static const uint64_t sizes[] = { 0, 1, 10, 1000, SIDE * SIDE };

	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (size_t i = 0; i < COUNT(tiles); i++)
			expect_cells(in_pool_sizes[t], tiles[i], sizes[(t + i) % COUNT(sizes)]);
}

static void
policies_share_out_rows(void **state)
{
	const struct partop_tile whole = { 3, SIDE, 17, 218 };

	for (enum partop_policy policy = PARTOP_STATIC; policy < PARTOP_THREADS_COPY; policy++) {
		memset(&cells, 0, sizeof(cells));
		cells.whole = whole;
		cells.policy = policy;
		cells.limit = UINT64_MAX;
		assert_int_equal(in_pool(3, see_root, &cells), 0);
		for (uint64_t r = 0; r < SIDE; r++)
			for (uint64_t k = 0; k < SIDE; k++)
				assert_int_equal(cells.seen[r][k], is_in(&whole, r, k));
		assert_true(policy != PARTOP_STATIC || cells.tiles == 3);
	}
}

/* 64 cells of 256 by 256 are 8 by 8: halves of the longer side. */
static void
tiles_are_square(void **state)
{
	expect_cells(3, (struct partop_tile){ 0, 256, 0, 256 }, 64);
	assert_int_equal(cells.tiles, 256 * 256 / 64);
}

static void
a_cancelled_loop_begins_no_more_tiles(void **state)
{
	memset(&cells, 0, sizeof(cells));
	cells.whole = (struct partop_tile){ 0, SIDE, 0, SIDE };
	cells.grain = 100;
	cells.limit = 1000;
	assert_int_equal(in_pool(1, see_root, &cells), -EBADMSG);
	assert_in_range(cells.run, 1000, 1099);
	for (size_t t = 1; t < COUNT(in_pool_sizes); t++) {
		cells.run = 0;
		assert_int_equal(in_pool(in_pool_sizes[t], see_root, &cells), -EBADMSG);
		assert_true(cells.run >= 1000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_made_once_per_worker_and_combined),
		cmocka_unit_test(values_that_are_not_combined_are_dropped),
		cmocka_unit_test(without_a_maker_values_begin_as_zero),
		cmocka_unit_test(without_memory_there_is_no_value),
		cmocka_unit_test(every_cell_is_run_once),
		cmocka_unit_test(policies_share_out_rows),
		cmocka_unit_test(tiles_are_square),
		cmocka_unit_test(a_cancelled_loop_begins_no_more_tiles),
	};

	return cmocka_run_group_tests_name("local", tests, NULL, in_pool_end);
}

/* SPDX-License-Identifier: MIT */
/* Loops of all policies, grains and lengths, for the tests of policies. */
#ifndef PT_TESTS_UNIT_POLICY_LOOPS_H
#define PT_TESTS_UNIT_POLICY_LOOPS_H

#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "partop/partop.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define LEN 3000

static const enum partop_policy policies[] = { PARTOP_STEAL, PARTOP_STATIC, PARTOP_DYNAMIC,
	PARTOP_GUIDED, PARTOP_THREADS, PARTOP_THREADS_COPY };
static const int workers[] = { 1, 2, 3, 8, 64 };
static const uint64_t grains[] = { 0, 1, 7, 1000, UINT64_MAX };

static inline bool
makes_threads(enum partop_policy policy)
{
	return policy == PARTOP_THREADS || policy == PARTOP_THREADS_COPY;
}

/* ---- copies ---- */

/* What a body works on: numbers[i - first] belongs to index i. */
struct numbers {
	uint64_t *number, first;
};

static _Atomic uint64_t copies; /* made and not ended */
static _Atomic bool no_memory;

static inline void *
make_copy(uint64_t lo, uint64_t hi, void *arg)
{
	const struct numbers *all = arg;
	struct numbers *own;

	assert_true(lo < hi);
	if (no_memory)
		return NULL;
	own = malloc(sizeof(*own));
	assert_non_null(own);
	*own = (struct numbers){ malloc((hi - lo) * sizeof(*own->number)), lo };
	assert_non_null(own->number);
	memcpy(own->number, all->number + lo, (hi - lo) * sizeof(*own->number));
	copies++;
	return own;
}

static inline void
end_copy(void *copy, uint64_t lo, uint64_t hi, void *arg)
{
	struct numbers *all = arg, *own = copy;

	memcpy(all->number + lo, own->number, (hi - lo) * sizeof(*own->number));
	free(own->number);
	free(own);
	copies--;
}

static const struct partop_chunk_copy copy = { make_copy, end_copy };

/* ---- every index once ---- */

struct loop {
	struct partop_range_options o;
	uint64_t n, lo;
	struct numbers all;
};

static inline void
add_one(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct numbers *x = arg;

	assert_true(lo < hi);
	for (uint64_t i = lo; i < hi; i++)
		x->number[i - x->first]++;
}

static inline void
run_loop(partop_worker *w, partop_task *head, void *arg)
{
	struct loop *l = arg;

	partop_for(w, head, l->lo, l->lo + l->n, add_one, &l->all, &l->o);
}

static inline void
covers_once(partop_pool *pool, struct loop *l)
{
	static uint64_t number[LEN];

	memset(number, 0, sizeof(number));
	l->all.number = number;
	assert_int_equal(partop_run(pool, run_loop, l), 0);
	for (uint64_t i = 0; i < LEN; i++)
		assert_int_equal(number[i], i >= l->lo && i < l->lo + l->n);
	assert_int_equal(copies, 0);
}

/* Threads are dear: they run fewer chunks. */
static inline bool
is_too_dear(const struct loop *l)
{
	return makes_threads(l->o.policy) && l->o.grain < 100 && l->n > 200;
}

static inline void
in_all_cases(partop_pool *pool, enum partop_policy policy,
	void (*check)(partop_pool *, struct loop *))
{
	uint64_t p = (uint64_t)partop_pool_threads(pool);
	uint64_t lengths[] = { 0, 1, p - 1, p, p + 1, 200, LEN - 5 };

	for (size_t i = 0; i < COUNT(lengths); i++)
		for (size_t k = 0; k < COUNT(grains); k++) {
			struct loop l = {
				.o = { .grain = grains[k], .policy = policy, .copy = &copy },
				.n = lengths[i],
				.lo = 5
			};

			if (!is_too_dear(&l))
				check(pool, &l);
		}
}

static inline void
with_all_workers(void (*check)(partop_pool *, struct loop *))
{
	for (size_t i = 0; i < COUNT(workers); i++) {
		struct partop_config config = { .threads = workers[i], .stack_bytes = 1 << 20 };
		partop_pool *pool;

		assert_int_equal(partop_pool_open(&pool, &config), 0);
		for (size_t k = 0; k < COUNT(policies); k++)
			in_all_cases(pool, policies[k], check);
		partop_pool_close(pool);
	}
}

/* ---- reductions ---- */

/* Concatenation: associative, not commutative.  Owns memory, so that a lost one is seen. */
struct interval {
	uint64_t lo, hi, sum;
	char *owned;
};

static inline void
interval_none(void *acc, void *arg)
{
	*(struct interval *)acc = (struct interval){ .owned = malloc(1) };
}

static inline void
interval_fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct interval *x = acc;
	const struct numbers *numbers = arg;

	assert_true(x->lo == x->hi || x->hi == lo);
	if (x->lo == x->hi)
		x->lo = lo;
	x->hi = hi;
	for (uint64_t i = lo; i < hi; i++)
		x->sum += numbers->number[i - numbers->first];
}

static inline void
interval_combine(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	if (r->lo != r->hi) {
		assert_true(l->lo == l->hi || l->hi == r->lo);
		if (l->lo == l->hi)
			l->lo = r->lo;
		l->hi = r->hi;
		l->sum += r->sum;
	}
	free(r->owned);
}

static const struct partop_reducer intervals = { sizeof(struct interval), interval_none,
	interval_fold, interval_combine };

struct reduction {
	struct loop *l;
	struct interval x;
	int r;
};

static inline void
run_reduction(partop_worker *w, partop_task *head, void *arg)
{
	struct reduction *d = arg;

	d->r = partop_reduce(w, head, d->l->lo, d->l->lo + d->l->n, &intervals, &d->x, &d->l->all,
		&d->l->o);
}

#endif

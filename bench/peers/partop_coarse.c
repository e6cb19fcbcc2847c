/* SPDX-License-Identifier: MIT */
/* As many coarse leaves as workers, in every shape that the library offers: partop_coarse.h. */
#include "config.h"

#include "bench/peers/partop_coarse.h"

#include "bench/peers/work.h"

struct coarse {
	uint64_t leaves, ms;
	int uneven;
	_Atomic uint64_t ran;
	_Atomic uint64_t next; /* leaf of a scope, whose tasks have one word */
};

static void
leaf(struct coarse *c, uint64_t i)
{
	work_coarse(i, c->ms, c->uneven);
	c->ran++;
}

PARTOP_TASK_2(int, one, struct coarse *, c, uint64_t, i)
{
	leaf(c, i);
	return 0;
}

/* Leaves [lo, hi): halves. */
PARTOP_TASK_3(int, tree, struct coarse *, c, uint64_t, lo, uint64_t, hi)
{
	uint64_t middle = lo + (hi - lo) / 2;

	if (hi - lo == 1) {
		leaf(c, lo);
		return 0;
	}
	PARTOP_SPAWN(tree, c, middle, hi);
	PARTOP_CALL(tree, c, lo, middle);
	return PARTOP_SYNC(tree);
}

/* One leaf, and all the others behind it. */
PARTOP_TASK_3(int, comb, struct coarse *, c, uint64_t, lo, uint64_t, hi)
{
	if (hi - lo == 1) {
		leaf(c, lo);
		return 0;
	}
	PARTOP_SPAWN(comb, c, lo + 1, hi);
	leaf(c, lo);
	return PARTOP_SYNC(comb);
}

void
coarse_tree(partop_worker *w, partop_task *head, void *arg)
{
	struct coarse *c = arg;

	PARTOP_CALL(tree, c, 0, c->leaves);
}

void
coarse_comb(partop_worker *w, partop_task *head, void *arg)
{
	struct coarse *c = arg;

	PARTOP_CALL(comb, c, 0, c->leaves);
}

void
coarse_flat(partop_worker *w, partop_task *head, void *arg)
{
	struct coarse *c = arg;

	for (uint64_t i = 1; i < c->leaves; i++)
		PARTOP_SPAWN(one, c, i);
	leaf(c, 0);
	for (uint64_t i = 1; i < c->leaves; i++)
		PARTOP_SYNC(one);
}

static void
scope_leaf(partop_worker *w, partop_task *head, void *arg)
{
	struct coarse *c = arg;

	(void)w;
	(void)head;
	leaf(c, c->next++);
}

void
coarse_scope(partop_worker *w, partop_task *head, void *arg)
{
	struct coarse *c = arg;
	struct partop_scope s;

	partop_scope_begin(&s, w, head);
	for (uint64_t i = 1; i < c->leaves; i++)
		head = partop_scope_spawn(&s, w, head, scope_leaf, c);
	leaf(c, c->next++);
	partop_scope_end(&s, w, head);
}

static void
body(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w;
	(void)head;
	for (uint64_t i = lo; i < hi; i++)
		leaf(arg, i);
}

void
coarse_for(partop_worker *w, partop_task *head, void *arg)
{
	partop_for(w, head, 0, ((struct coarse *)arg)->leaves, body, arg, NULL);
}

static void
zero(void *acc, void *arg)
{
	(void)arg;
	*(uint64_t *)acc = 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	body(w, head, lo, hi, arg);
	*(uint64_t *)acc += hi - lo;
}

static void
combine(void *left, void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(uint64_t *)right;
}

void
coarse_reduce(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer sum = { .size = sizeof(uint64_t),
		.identity = zero,
		.fold = fold,
		.combine = combine };
	uint64_t n;

	partop_reduce(w, head, 0, ((struct coarse *)arg)->leaves, &sum, &n, arg, NULL);
}

uint64_t
coarse_run(partop_pool *p, partop_fn *fn, int workers, uint64_t ms, int uneven)
{
	struct coarse c = { .leaves = (uint64_t)workers, .ms = ms, .uneven = uneven };

	partop_run(p, fn, &c);
	return c.ran == c.leaves ? ms : 0;
}

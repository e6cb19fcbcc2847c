/* SPDX-License-Identifier: MIT */
/*
 * Arrays that are in order, or in reversed order.  A few elements tell that most are neither; the
 * others are looked at by all workers, and the first pair out of order ends that.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/algorithm.h>
#include <partop/cancel.h>

#define FEW 32

/* What no element but the first is allowed to be. */
enum wrong { LESS, NOT_LESS, GREATER };

struct look {
	const struct pt_sorter *s;
	enum wrong wrong;
};

static bool
is_wrong(const struct look *l, const char *x)
{
	const struct pt_sorter *s = l->s;

	if (l->wrong == GREATER)
		return pt_less(s, x - s->size, x);
	return pt_less(s, x, x - s->size) == (l->wrong == LESS);
}

static uint64_t
find_wrong(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct look *l = arg;

	for (uint64_t i = lo; i < hi; i++)
		if (is_wrong(l, l->s->base + i * l->s->size))
			return i;
	return PARTOP_NONE;
}

static bool
has_none(partop_worker *w, partop_task *head, const struct pt_sorter *s, enum wrong wrong)
{
	struct partop_range_options o = { .label = "order" };
	struct look l = { s, wrong };
	uint64_t few = s->n < FEW ? s->n : FEW;

	return find_wrong(w, head, 1, few, &l) == PARTOP_NONE &&
		partop_find_first(w, head, few, s->n, find_wrong, &l, NULL, &o) == PARTOP_NONE;
}

static void
flip_pairs(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct look *l = arg;
	const struct pt_sorter *s = l->s;

	s->ops->flip(s, s->base + lo * s->size, s->base + (s->n - hi) * s->size, hi - lo);
}

bool
pt_sort_ordered(partop_worker *w, partop_task *head, const struct pt_sorter *s, bool stable)
{
	struct partop_range_options o = { .label = "reverse" };
	struct look l = { .s = s };
	bool ordered = has_none(w, head, s, LESS);

	if (!ordered && has_none(w, head, s, stable ? NOT_LESS : GREATER)) {
		partop_for(w, head, 0, s->n / 2, flip_pairs, &l, &o);
		ordered = true;
	}
	return ordered || partop_cancelled(w);
}

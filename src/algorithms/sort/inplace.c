/* SPDX-License-Identifier: MIT */
/*
 * A stable sort without memory: merge sort, whose merges exchange the end of the left run with the
 * beginning of the right one, so that two smaller merges are left (SymMerge: P. Kim, A. Kutzner,
 * "Stable Minimum Storage Merging by Symmetric Comparisons", 2004).
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/cancel.h>
#include <partop/task.h>

enum { WORD_SORTER, WORD_LO, WORD_MIDDLE, WORD_HI, WORD_MERGE };

/* Elements [lo, hi) to be sorted; or two runs that meet at middle to be merged. */
struct job {
	uint64_t lo, middle, hi;
	bool merge;
};

static void run(partop_worker *w, partop_task *head, struct pt_sorter *s, struct job j);

static char *
at(const struct pt_sorter *s, uint64_t i)
{
	return s->base + i * s->size;
}

static bool
less(const struct pt_sorter *s, uint64_t i, uint64_t k)
{
	return pt_less(s, at(s, i), at(s, k));
}

static void
run_task(partop_worker *w, partop_task *head, partop_task *t)
{
	run(w, head, (struct pt_sorter *)(uintptr_t)t->a[WORD_SORTER],
		(struct job){ t->a[WORD_LO], t->a[WORD_MIDDLE], t->a[WORD_HI], t->a[WORD_MERGE] });
}

/* Both, in parallel. */
static void
run_both(partop_worker *w, partop_task *head, struct pt_sorter *s, struct job x, struct job y)
{
	head->a[WORD_SORTER] = (uint64_t)(uintptr_t)s;
	head->a[WORD_LO] = y.lo;
	head->a[WORD_MIDDLE] = y.middle;
	head->a[WORD_HI] = y.hi;
	head->a[WORD_MERGE] = y.merge;
	pt_push(w, head, s->kind);
	run(w, head + 1, s, x);
	if (pt_pop(w, head))
		run(w, head, s, y);
}

/* [lo, middle) and [middle, hi) change places. */
static void
rotate(const struct pt_sorter *s, uint64_t lo, uint64_t middle, uint64_t hi)
{
	pt_sort_reverse(s, at(s, lo), middle - lo);
	pt_sort_reverse(s, at(s, middle), hi - middle);
	pt_sort_reverse(s, at(s, lo), hi - lo);
}

/* One element, the first, into the run behind it: before those equal to it. */
static void
insert_first(const struct pt_sorter *s, uint64_t first, uint64_t hi)
{
	uint64_t from = first + 1, to = hi;

	while (from < to) {
		uint64_t i = from + (to - from) / 2;

		if (less(s, i, first))
			from = i + 1;
		else
			to = i;
	}
	rotate(s, first, first + 1, from);
}

/* One element, the last, into the run before it: behind those equal to it. */
static void
insert_last(const struct pt_sorter *s, uint64_t lo, uint64_t last)
{
	uint64_t from = lo, to = last;

	while (from < to) {
		uint64_t i = from + (to - from) / 2;

		if (!less(s, last, i))
			from = i + 1;
		else
			to = i;
	}
	rotate(s, from, last, last + 1);
}

/* Where the left run is cut: the elements from there on change places with as many others that
 * lie symmetrically about the middle of both runs. */
static uint64_t
cut(const struct pt_sorter *s, const struct job *j, uint64_t half)
{
	uint64_t sum = half + j->middle;
	uint64_t from = j->middle > half ? sum - j->hi : j->lo;
	uint64_t to = j->middle > half ? half : j->middle;

	while (from < to) {
		uint64_t i = from + (to - from) / 2;

		if (!less(s, sum - 1 - i, i))
			from = i + 1;
		else
			to = i;
	}
	return from;
}

static void
merge(partop_worker *w, partop_task *head, struct pt_sorter *s, struct job j)
{
	uint64_t half, from, to;

	if (j.lo == j.middle || j.middle == j.hi)
		return;
	if (j.middle - j.lo == 1) {
		insert_first(s, j.lo, j.hi);
		return;
	}
	if (j.hi - j.middle == 1) {
		insert_last(s, j.lo, j.middle);
		return;
	}
	half = j.lo + (j.hi - j.lo) / 2;
	from = cut(s, &j, half);
	to = half + j.middle - from;
	rotate(s, from, j.middle, to);
	run_both(w, head, s, (struct job){ j.lo, from, half, true },
		(struct job){ half, to, j.hi, true });
}

static void
run(partop_worker *w, partop_task *head, struct pt_sorter *s, struct job j)
{
	uint64_t middle = j.lo + (j.hi - j.lo) / 2;

	if (partop_cancelled(w))
		return;
	if (j.merge) {
		merge(w, head, s, j);
	} else if (j.hi - j.lo <= PT_SORT_SMALL) {
		s->ops->small(s, at(s, j.lo), j.hi - j.lo);
	} else {
		run_both(w, head, s, (struct job){ j.lo, 0, middle, false },
			(struct job){ middle, 0, j.hi, false });
		merge(w, head, s, (struct job){ j.lo, middle, j.hi, true });
	}
}

void
pt_sort_in_place(partop_worker *w, partop_task *head, struct pt_sorter *s)
{
	struct partop_kind kind = { .run = run_task,
		.name = s->label ? s->label : "sort",
		.lo = WORD_LO,
		.hi = WORD_HI };

	s->kind = &kind;
	run(w, head, s, (struct job){ 0, 0, s->n, false });
}

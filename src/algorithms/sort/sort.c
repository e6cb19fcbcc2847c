/* SPDX-License-Identifier: MIT */
/*
 * partop_sort(): quicksort with a task for each left side.  Parts of `wide` elements and more are
 * partitioned by all workers, so the first partitions do not keep all but one waiting.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/cancel.h>
#include <partop/pool.h>
#include <partop/task.h>

#define NONE UINT64_MAX

enum { WORD_SORTER, WORD_LO, WORD_HI, WORD_ANCESTOR, WORD_LIMIT };

/* Elements [lo, hi); ancestor: its index, or NONE. */
struct part {
	uint64_t lo, hi, ancestor;
	unsigned limit;
};

static void
sort_part(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct part p);

static char *
at(const struct pt_sorter *s, uint64_t i)
{
	return s->base + i * s->size;
}

static void
push(partop_worker *w, partop_task *head, const struct pt_sorter *s, const struct part *p)
{
	head->a[WORD_SORTER] = (uint64_t)(uintptr_t)s;
	head->a[WORD_LO] = p->lo;
	head->a[WORD_HI] = p->hi;
	head->a[WORD_ANCESTOR] = p->ancestor;
	head->a[WORD_LIMIT] = p->limit;
	pt_push(w, head, s->kind);
}

static void
run_part(partop_worker *w, partop_task *head, partop_task *t)
{
	const struct pt_sorter *s = (const struct pt_sorter *)(uintptr_t)t->a[WORD_SORTER];

	sort_part(w, head, s,
		(struct part){ t->a[WORD_LO], t->a[WORD_HI], t->a[WORD_ANCESTOR],
			(unsigned)t->a[WORD_LIMIT] });
}

/* Partitions p by an element of it, which comes between the two sides; returns its index. */
static uint64_t
split(partop_worker *w, partop_task *head, const struct pt_sorter *s, const struct part *p,
	enum pt_sort_low *how)
{
	char *v = at(s, p->lo);
	uint64_t n = p->hi - p->lo - 1, low;

	pt_sort_swap(s, v, v + (s->ops->pivot(s, v, n + 1) - v));
	*how = p->ancestor != NONE && !pt_less(s, at(s, p->ancestor), v) ? PT_NOT_GREATER : PT_LESS;
	low = n < s->wide ? s->ops->partition(s, v + s->size, n, v, *how) :
			    pt_sort_partition_wide(w, head, s, v + s->size, n, v, *how);
	pt_sort_swap(s, v, v + low * s->size);
	return p->lo + low;
}

static void
sort_leaf(const struct pt_sorter *s, const struct part *p)
{
	const char *ancestor = p->ancestor == NONE ? NULL : at(s, p->ancestor);

	s->ops->quick(s, at(s, p->lo), p->hi - p->lo, ancestor, p->limit);
}

/* With PT_NOT_GREATER all of the left side are equal. */
static void
sort_part(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct part p)
{
	enum pt_sort_low how;
	struct part left = p;
	uint64_t middle;

	if (partop_cancelled(w))
		return;
	if (p.hi - p.lo <= s->grain || !p.limit) {
		sort_leaf(s, &p);
		return;
	}
	left.limit = --p.limit;
	left.hi = middle = split(w, head, s, &p, &how);
	p.lo = middle + 1;
	p.ancestor = how == PT_LESS ? middle : NONE;
	if (how == PT_NOT_GREATER) {
		sort_part(w, head, s, p);
		return;
	}
	push(w, head, s, &left);
	sort_part(w, head + 1, s, p);
	if (pt_pop(w, head))
		sort_part(w, head, s, left);
}

void
pt_sort_unstable(partop_worker *w, partop_task *head, struct pt_sorter *s)
{
	struct partop_kind kind = { .run = run_part,
		.name = s->label ? s->label : "sort",
		.lo = WORD_LO,
		.hi = WORD_HI };

	if (pt_sort_ordered(w, head, s, false))
		return;
	s->kind = &kind;
	sort_part(w, head, s, (struct part){ 0, s->n, NONE, pt_sort_limit(s->n) });
}

int
partop_sort(partop_worker *w, partop_task *head, void *base, uint64_t n, size_t size,
	partop_compare_fn *compare, void *arg, const struct partop_range_options *options)
{
	struct pt_sorter s = { .compare = compare, .arg = arg, .size = size, .base = base, .n = n };

	return pt_sort_any(w, head, &s, pt_sort_unstable, options);
}

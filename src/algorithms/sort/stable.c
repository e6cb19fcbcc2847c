/* SPDX-License-Identifier: MIT */
/*
 * partop_sort_stable(): P workers sort 4^k parts, at least P, each in its place, and merge them in
 * pairs, to the scratch memory and back: the number of levels is even, so nothing is copied.  One
 * worker has one part.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/cancel.h>
#include <partop/pool.h>
#include <partop/task.h>
#include <stdlib.h>
#include <sys/mman.h>

#define PART_LEAST 4096 /* elements */
#define HUGE_BYTES ((size_t)2 << 20)

/* Halves are spawned as words: the sorter, and what is in `half`. */
enum { WORD_SORTER, WORD_LO, WORD_HI, WORD_LEVELS };
#define DONE 1

struct half {
	uint64_t lo, hi;
	unsigned levels; /* of merges, below and at it; odd: goes to the scratch memory */
};

struct level {
	struct pt_sorter *s;
	struct partop_kind *kind;
};

static void sort_half(partop_worker *w, partop_task *head, struct level *l, struct half h);

static void
run_half(partop_worker *w, partop_task *head, partop_task *t)
{
	sort_half(w, head, (struct level *)(uintptr_t)t->a[WORD_SORTER],
		(struct half){ t->a[WORD_LO], t->a[WORD_HI], (unsigned)t->a[WORD_LEVELS] });
	t->a[0] = DONE;
}

static void
push(partop_worker *w, partop_task *head, struct level *l, const struct half *h)
{
	head->a[WORD_SORTER] = (uint64_t)(uintptr_t)l;
	head->a[WORD_LO] = h->lo;
	head->a[WORD_HI] = h->hi;
	head->a[WORD_LEVELS] = h->levels;
	pt_push(w, head, l->kind);
}

/* What a half that was dropped leaves to do: its elements go where they are looked for. */
static void
copy_half(const struct pt_sorter *s, const struct half *h)
{
	size_t from = h->lo * s->size;

	if (h->levels % 2)
		memcpy(s->scratch + from, s->base + from, (h->hi - h->lo) * s->size);
}

static void
sort_halves(partop_worker *w, partop_task *head, struct level *l, struct half h)
{
	struct half right = h;

	h.levels = --right.levels;
	h.hi = right.lo = h.lo + (h.hi - h.lo) / 2;
	push(w, head, l, &right);
	sort_half(w, head + 1, l, h);
	if (pt_pop(w, head))
		sort_half(w, head, l, right);
	else if (head->a[0] != DONE)
		copy_half(l->s, &right);
}

static void
sort_half(partop_worker *w, partop_task *head, struct level *l, struct half h)
{
	const struct pt_sorter *s = l->s;
	bool to_scratch = h.levels % 2;
	uint64_t middle = h.lo + (h.hi - h.lo) / 2;
	char *from = to_scratch ? s->base : s->scratch, *to = to_scratch ? s->scratch : s->base;

	if (!h.levels) {
		pt_sort_runs(w, head, s, h.lo, h.hi);
		return;
	}
	sort_halves(w, head, l, h);
	pt_sort_merge(w, head, s, from + h.lo * s->size, middle - h.lo, from + middle * s->size,
		h.hi - middle, to + h.lo * s->size);
}

static unsigned
levels(const struct pt_sorter *s)
{
	unsigned k = 0;

	while (1u << k < s->workers && s->n >> (k + 2) >= PART_LEAST)
		k += 2;
	return k;
}

static void
sort_levels(partop_worker *w, partop_task *head, struct pt_sorter *s)
{
	const char *name = s->label ? s->label : "sort";
	struct partop_kind half = { .run = run_half, .name = name, .lo = WORD_LO, .hi = WORD_HI };
	struct partop_kind part = { .run = pt_sort_part_task,
		.name = name,
		.lo = WORD_LO,
		.hi = WORD_HI };
	struct partop_kind merge = { .run = pt_sort_merge_task,
		.name = "merge",
		.lo = -1,
		.hi = -1 };
	struct level l = { s, &half };

	s->kind = &part;
	s->merge_kind = &merge;
	sort_half(w, head, &l, (struct half){ 0, s->n, levels(s) });
}

/* Large ones in huge pages, where the system has them. */
static char *
take_memory(size_t bytes)
{
	size_t align = bytes < HUGE_BYTES ? 64 : HUGE_BYTES;
	size_t rounded = (bytes + align - 1) / align * align;
	char *p = rounded < bytes ? NULL : aligned_alloc(align, rounded);

	if (p && align == HUGE_BYTES)
		madvise(p, rounded, MADV_HUGEPAGE);
	return p;
}

void
pt_sort_stable(partop_worker *w, partop_task *head, struct pt_sorter *s)
{
	if (s->n <= PT_SORT_SMALL) {
		s->ops->small(s, s->base, s->n);
		return;
	}
	if (pt_sort_ordered(w, head, s, true))
		return;
	s->scratch = take_memory(s->n * s->size);
	if (s->scratch)
		sort_levels(w, head, s);
	else
		pt_sort_in_place(w, head, s);
	free(s->scratch);
}

int
partop_sort_stable(partop_worker *w, partop_task *head, void *base, uint64_t n, size_t size,
	partop_compare_fn *compare, void *arg, const struct partop_range_options *options)
{
	struct pt_sorter s = { .compare = compare, .arg = arg, .size = size, .base = base, .n = n };

	return pt_sort_any(w, head, &s, pt_sort_stable, options);
}

/* SPDX-License-Identifier: MIT */
/*
 * One part of a stable sort, in its own place.  Natural runs of some length are kept; what lies
 * between them is an unsorted run, and two of those, side by side, are one.  So input without order
 * is one run, for quicksort.  The order of merges is powersort's: a run's node in an almost ideal
 * binary tree over the part is known as soon as its length is.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/cancel.h>
#include <partop/task.h>

#define RUNS_MAX 66 /* the depths on the stack grow, and are at most 64 */

enum { WORD_SORTER, WORD_LO, WORD_HI, WORD_ANCESTOR, WORD_LIMIT };

struct part {
	uint64_t lo, hi;
	const char *ancestor; /* none of the part is less; a copy, kept by a caller */
	unsigned limit;
};

static char *
at(const struct pt_sorter *s, uint64_t i)
{
	return s->base + i * s->size;
}

/* ---- quicksort: a task for each right side ---- */

static void quick(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct part p);

static void
push(partop_worker *w, partop_task *head, const struct pt_sorter *s, const struct part *p)
{
	head->a[WORD_SORTER] = (uint64_t)(uintptr_t)s;
	head->a[WORD_LO] = p->lo;
	head->a[WORD_HI] = p->hi;
	head->a[WORD_ANCESTOR] = (uint64_t)(uintptr_t)p->ancestor;
	head->a[WORD_LIMIT] = p->limit;
	pt_push(w, head, s->kind);
}

void
pt_sort_part_task(partop_worker *w, partop_task *head, partop_task *t)
{
	const struct pt_sorter *s = (const struct pt_sorter *)(uintptr_t)t->a[WORD_SORTER];

	quick(w, head, s,
		(struct part){ t->a[WORD_LO], t->a[WORD_HI],
			(const char *)(uintptr_t)t->a[WORD_ANCESTOR], (unsigned)t->a[WORD_LIMIT] });
}

/* How many of p are low; *equal: these are in place, being equal to the pivot. */
static uint64_t
split(const struct pt_sorter *s, const struct part *p, const char *pivot, bool *equal)
{
	char *v = at(s, p->lo), *scratch = s->scratch + p->lo * s->size;
	uint64_t n = p->hi - p->lo, low = 0;

	*equal = false;
	if (!p->ancestor || pt_less(s, p->ancestor, pivot))
		low = s->ops->stable_partition(s, v, n, pivot, PT_LESS, scratch);
	if (low)
		return low;
	*equal = true;
	return s->ops->stable_partition(s, v, n, pivot, PT_NOT_GREATER, scratch);
}

static void
quick(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct part p)
{
	char pivot[PT_SORT_DIRECT] __attribute__((aligned(64)));
	uint64_t n = p.hi - p.lo, low;
	struct part right = p;
	bool equal;

	if (partop_cancelled(w))
		return;
	if (n <= s->grain || !p.limit) {
		s->ops->stable_quick(s, at(s, p.lo), n, s->scratch + p.lo * s->size, p.ancestor,
			p.limit);
		return;
	}
	memcpy(pivot, s->ops->pivot(s, at(s, p.lo), n), s->size);
	low = split(s, &p, pivot, &equal);
	right.limit = --p.limit;
	right.lo = p.hi = p.lo + low;
	right.ancestor = equal ? NULL : pivot;
	if (equal) {
		quick(w, head, s, right);
		return;
	}
	push(w, head, s, &right);
	quick(w, head + 1, s, p);
	if (pt_pop(w, head))
		quick(w, head, s, right);
}

static void
begin_quick(partop_worker *w, partop_task *head, const struct pt_sorter *s, uint64_t lo,
	uint64_t hi)
{
	quick(w, head, s, (struct part){ lo, hi, NULL, pt_sort_limit(hi - lo) });
}

/* ---- runs ---- */

struct run {
	uint64_t lo, hi;
	bool sorted;
};

struct merger {
	const struct pt_sorter *s;
	partop_worker *w;
	partop_task *head;
	uint64_t lo, n, least; /* the part, and of a natural run */
	unsigned len;
	struct run run[RUNS_MAX];
	unsigned depth[RUNS_MAX];
};

static struct run
next_run(const struct merger *m, uint64_t lo)
{
	const struct pt_sorter *s = m->s;
	uint64_t left = m->lo + m->n - lo, len;
	bool descending;

	len = s->ops->run(s, at(s, lo), left, &descending);
	if (len < m->least && len < left)
		return (struct run){ lo, lo + (left < m->least ? left : m->least), false };
	if (descending)
		pt_sort_reverse(s, at(s, lo), len);
	return (struct run){ lo, lo + len, true };
}

static void
sort_run(const struct merger *m, struct run *r)
{
	if (!r->sorted)
		begin_quick(m->w, m->head, m->s, r->lo, r->hi);
	r->sorted = true;
}

/* How many of the sorted n at v come before x, and, `equal`, those equal to it too. */
static uint64_t
before(const struct pt_sorter *s, const char *v, uint64_t n, const char *x, bool equal)
{
	uint64_t lo = 0;

	while (lo < n) {
		uint64_t i = lo + (n - lo) / 2;

		if (equal ? !pt_less(s, x, v + i * s->size) : pt_less(s, v + i * s->size, x))
			lo = i + 1;
		else
			n = i;
	}
	return lo;
}

/* What of the left run comes before all of the right one stays, and so does the right one's end. */
static void
merge_sorted(const struct merger *m, struct run a, struct run b)
{
	const struct pt_sorter *s = m->s;

	a.lo += before(s, at(s, a.lo), a.hi - a.lo, at(s, b.lo), true);
	if (a.lo == a.hi)
		return;
	b.hi = b.lo + before(s, at(s, b.lo), b.hi - b.lo, at(s, a.hi - 1), false);
	pt_sort_merge(m->w, m->head, s, at(s, a.lo), a.hi - a.lo, at(s, b.lo), b.hi - b.lo,
		s->scratch + a.lo * s->size);
	pt_sort_merge(m->w, m->head, s, s->scratch + a.lo * s->size, b.hi - a.lo, NULL, 0,
		at(s, a.lo));
}

static struct run
join_runs(const struct merger *m, struct run a, struct run b)
{
	bool sorted = a.sorted || b.sorted;

	if (sorted) {
		sort_run(m, &a);
		sort_run(m, &b);
		merge_sorted(m, a, b);
	}
	return (struct run){ a.lo, b.hi, sorted };
}

/* Of the node between two runs: the first bit in which their middles, as parts of the whole,
 * differ.  Middles are doubled, and scaled to 62 bits. */
static unsigned
depth_between(const struct merger *m, const struct run *a, const struct run *b)
{
	uint64_t scale = (((uint64_t)1 << 62) + m->n - 1) / m->n;
	uint64_t x = (a->lo + a->hi - 2 * m->lo) * scale, y = (b->lo + b->hi - 2 * m->lo) * scale;

	return x == y ? 64 : (unsigned)__builtin_clzll(x ^ y);
}

/* Joins what is on the stack and lies deeper than the next node. */
static struct run
join_deeper(struct merger *m, struct run last, unsigned depth)
{
	while (m->len && m->depth[m->len - 1] >= depth)
		last = join_runs(m, m->run[--m->len], last);
	return last;
}

static uint64_t
least_run(uint64_t n)
{
	if (n <= 4096)
		return n < 128 ? n - n / 2 : 64;
	return (uint64_t)1 << pt_sort_limit(n) / 4; /* about sqrt(n) */
}

void
pt_sort_runs(partop_worker *w, partop_task *head, const struct pt_sorter *s, uint64_t lo,
	uint64_t hi)
{
	struct merger m = { .s = s,
		.w = w,
		.head = head,
		.lo = lo,
		.n = hi - lo,
		.least = least_run(hi - lo),
		.len = 0 };
	struct run last;

	if (lo == hi)
		return;
	last = next_run(&m, lo);
	while (last.hi < hi && !partop_cancelled(w)) {
		struct run next = next_run(&m, last.hi);
		unsigned depth = depth_between(&m, &last, &next);

		last = join_deeper(&m, last, depth);
		m.run[m.len] = last;
		m.depth[m.len++] = depth;
		last = next;
	}
	last = join_deeper(&m, last, 0);
	sort_run(&m, &last);
}

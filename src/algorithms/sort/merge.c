/* SPDX-License-Identifier: MIT */
/*
 * A merge by several workers: the output is cut in the middle, and a binary search says how much of
 * either run goes before that.  A half that is not merged because the run is cancelled is copied:
 * then nothing is in order, but everything is there.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <partop/cancel.h>
#include <partop/task.h>

#define GRAIN_LEAST 8192 /* elements of the output: cutting takes two searches in cold memory */

enum { WORD_SORTER, WORD_A, WORD_NA, WORD_B, WORD_NB, WORD_OUT };
#define DONE 1 /* the result of a task that was not dropped */

struct merge {
	const char *a, *b;
	uint64_t na, nb;
	char *out;
};

static void merge(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct merge m);

static void
copy(const struct pt_sorter *s, const struct merge *m)
{
	if (m->na)
		memcpy(m->out, m->a, m->na * s->size);
	if (m->nb)
		memcpy(m->out + m->na * s->size, m->b, m->nb * s->size);
}

/* How many of a are among the first k: equal ones come before those of b. */
static uint64_t
search(const struct pt_sorter *s, const struct merge *m, uint64_t k)
{
	uint64_t lo = k > m->nb ? k - m->nb : 0, hi = k < m->na ? k : m->na;

	while (lo < hi) {
		uint64_t i = lo + (hi - lo) / 2;

		if (pt_less(s, m->b + (k - i - 1) * s->size, m->a + i * s->size))
			hi = i;
		else
			lo = i + 1;
	}
	return lo;
}

/* Cuts the second half of the output off. */
static struct merge
cut(const struct pt_sorter *s, struct merge *m)
{
	uint64_t k = (m->na + m->nb) / 2, i = search(s, m, k);
	struct merge rest = { m->a + i * s->size, m->b + (k - i) * s->size, m->na - i,
		m->nb - (k - i), m->out + k * s->size };

	m->na = i;
	m->nb = k - i;
	return rest;
}

static void
push(partop_worker *w, partop_task *head, const struct pt_sorter *s, const struct merge *m)
{
	head->a[WORD_SORTER] = (uint64_t)(uintptr_t)s;
	head->a[WORD_A] = (uint64_t)(uintptr_t)m->a;
	head->a[WORD_NA] = m->na;
	head->a[WORD_B] = (uint64_t)(uintptr_t)m->b;
	head->a[WORD_NB] = m->nb;
	head->a[WORD_OUT] = (uint64_t)(uintptr_t)m->out;
	pt_push(w, head, s->merge_kind);
}

void
pt_sort_merge_task(partop_worker *w, partop_task *head, partop_task *t)
{
	const struct pt_sorter *s = (const struct pt_sorter *)(uintptr_t)t->a[WORD_SORTER];

	merge(w, head, s,
		(struct merge){ .a = (const char *)(uintptr_t)t->a[WORD_A],
			.na = t->a[WORD_NA],
			.b = (const char *)(uintptr_t)t->a[WORD_B],
			.nb = t->a[WORD_NB],
			.out = (char *)(uintptr_t)t->a[WORD_OUT] });
	t->a[0] = DONE;
}

static void
merge(partop_worker *w, partop_task *head, const struct pt_sorter *s, struct merge m)
{
	uint64_t least = s->grain > GRAIN_LEAST ? s->grain : GRAIN_LEAST;
	struct merge rest;

	if (partop_cancelled(w)) {
		copy(s, &m);
	} else if (m.na + m.nb <= least) {
		s->ops->merge(s, m.a, m.na, m.b, m.nb, m.out);
	} else {
		rest = cut(s, &m);
		push(w, head, s, &rest);
		merge(w, head + 1, s, m);
		if (pt_pop(w, head))
			merge(w, head, s, rest);
		else if (head->a[0] != DONE)
			copy(s, &rest);
	}
}

void
pt_sort_merge(partop_worker *w, partop_task *head, const struct pt_sorter *s, const char *a,
	uint64_t na, const char *b, uint64_t nb, char *out)
{
	merge(w, head, s, (struct merge){ a, b, na, nb, out });
}

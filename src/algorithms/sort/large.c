/* SPDX-License-Identifier: MIT */
/*
 * What both sorts begin with; and large elements: pointers to them are sorted, and each is then
 * moved once.
 */
#include "config.h"

#include "algorithms/sort/sorter.h"

#include <errno.h>
#include <partop/cancel.h>
#include <partop/pool.h>
#include <stdlib.h>

#define GRAIN 2048
#define WIDE_LEAST 32768 /* elements */

struct by_pointer {
	partop_compare_fn *compare;
	void *arg;
};

static int
compare_pointed(const void *a, const void *b, void *arg)
{
	const struct by_pointer *by = arg;

	return by->compare(*(void *const *)a, *(void *const *)b, by->arg);
}

struct fill {
	const struct pt_sorter *s;
	char **pointer;
};

static void
fill(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct fill *f = arg;

	for (uint64_t i = lo; i < hi; i++)
		f->pointer[i] = f->s->base + i * f->s->size;
}

/* Place i gets what pointer[i] points to.  Each cycle of places is gone through once, with its first
 * element aside; a pointer that is used points to its own place. */
static void
move(const struct pt_sorter *s, char **pointer, char *aside)
{
	for (uint64_t i = 0; i < s->n; i++) {
		char *first = s->base + i * s->size, *to = first;
		uint64_t k = i;

		if (pointer[i] == first)
			continue;
		memcpy(aside, first, s->size);
		while (pointer[k] != first) {
			char *from = pointer[k];

			memcpy(to, from, s->size);
			pointer[k] = to;
			to = from;
			k = (uint64_t)(from - s->base) / s->size;
		}
		memcpy(to, aside, s->size);
		pointer[k] = to;
	}
}

static void
sort_pointers(partop_worker *w, partop_task *head, const struct pt_sorter *s, char **pointer,
	pt_sort_fn *sort)
{
	struct by_pointer by = { s->compare, s->arg };
	struct pt_sorter p = { .ops = pt_sort_ops(sizeof(*pointer)),
		.compare = compare_pointed,
		.arg = &by,
		.size = sizeof(*pointer),
		.base = (char *)pointer,
		.n = s->n,
		.grain = s->grain,
		.wide = s->wide,
		.workers = s->workers,
		.label = s->label };

	partop_for(w, head, 0, s->n, fill, &(struct fill){ s, pointer }, NULL);
	if (!partop_cancelled(w))
		sort(w, head, &p);
}

static int
sort_large(partop_worker *w, partop_task *head, const struct pt_sorter *s, pt_sort_fn *sort)
{
	uint64_t bytes;
	char **pointer =
		__builtin_mul_overflow(s->n, sizeof(*pointer), &bytes) ? NULL : malloc(bytes);
	char *aside = malloc(s->size);
	int error = pointer && aside ? 0 : -ENOMEM;

	if (!error)
		sort_pointers(w, head, s, pointer, sort);
	if (!error && !partop_cancelled(w))
		move(s, pointer, aside);
	free(aside);
	free(pointer);
	return error;
}

static void
choose(struct pt_sorter *s, partop_worker *w, const struct partop_range_options *options)
{
	uint64_t grain = options ? options->grain : 0;

	s->workers = (unsigned)partop_worker_count(w);
	s->label = options ? options->label : NULL;
	s->grain = grain == 0 ? GRAIN : grain < PT_SORT_SMALL ? PT_SORT_SMALL : grain;
	/* Of two workers, one has enough to do with the larger side. */
	s->wide = s->n / s->workers + s->n / s->workers / 2;
	if (s->wide < WIDE_LEAST)
		s->wide = WIDE_LEAST;
	if (s->workers == 1)
		s->wide = UINT64_MAX;
}

int
pt_sort_any(partop_worker *w, partop_task *head, struct pt_sorter *s, pt_sort_fn *sort,
	const struct partop_range_options *options)
{
	int error = 0;

	partop_detail_looping(w);
	if (partop_cancelled(w))
		return -ECANCELED;
	if (s->n < 2 || !s->size)
		return 0;
	choose(s, w, options);
	s->ops = pt_sort_ops(s->size);
	if (s->size > PT_SORT_DIRECT)
		error = sort_large(w, head, s, sort);
	else
		sort(w, head, s);
	return !error && partop_cancelled(w) ? -ECANCELED : error;
}

/* SPDX-License-Identifier: MIT */
/*
 * What the files of this folder share: a sort under way, and the operations on elements, which
 * exist for some sizes known to the compiler (ops.c, from body.h) and for any other.
 *
 *	ops.c		sequential: small sorts, partitions, merges, quicksort, heapsort
 *	sort.c		partop_sort(), a task per part
 *	wide.c		a partition made by all workers
 *	order.c		arrays that are in order already
 *	stable.c	partop_sort_stable(): parts, and merges shared by workers
 *	runs.c		a part: its natural runs, merged; what has none is quicksorted
 *	merge.c		a merge by several workers
 *	inplace.c	without memory
 *	large.c		by pointers
 *
 * Two promises shape all of it.  A comparison may lie: every index is bounded by counts, never by
 * what a comparison said.  And the array keeps its elements when the run is cancelled: a partition
 * runs to its end, and a piece of a merge that was dropped is copied by its spawner.
 */
#ifndef PT_ALGORITHMS_SORT_SORTER_H
#define PT_ALGORITHMS_SORT_SORTER_H

#include <partop/sort.h>
#include <string.h>

#define PT_SORT_DIRECT 256 /* bytes of an element that is moved itself */

struct pt_sort_ops;

struct pt_sorter {
	const struct pt_sort_ops *ops;
	partop_compare_fn *compare;
	void *arg;
	size_t size;
	char *base;
	char *scratch; /* stable: as large as the array */
	uint64_t n, grain, wide;
	unsigned workers;
	struct partop_kind *kind, *merge_kind; /* of tasks for parts, and of merges */
	const char *label;
};

/* A partition is by `less`: those less than the pivot are low; or by "not greater". */
enum pt_sort_low { PT_LESS, PT_NOT_GREATER };

struct pt_sort_ops {
	/* Sorts n elements.  ancestor: NULL, or an element that none of them is less than.  limit:
	 * partitions, one in another, before the guard against quadratic time. */
	void (*quick)(const struct pt_sorter *s, char *v, uint64_t n, const char *ancestor,
		unsigned limit);
	void (*stable_quick)(const struct pt_sorter *s, char *v, uint64_t n, char *scratch,
		const char *ancestor, unsigned limit);
	void (*heapsort)(const struct pt_sorter *s, char *v, uint64_t n);
	void (*merge_sort)(const struct pt_sorter *s, char *v, uint64_t n, char *scratch);
	/* At most PT_SORT_SMALL elements; stable. */
	void (*small)(const struct pt_sorter *s, char *v, uint64_t n);
	/* One of n > 3 elements, near the median. */
	const char *(*pivot)(const struct pt_sorter *s, const char *v, uint64_t n);
	/* The low ones first; returns how many.  The pivot is none of the n. */
	uint64_t (*partition)(const struct pt_sorter *s, char *v, uint64_t n, const char *pivot,
		enum pt_sort_low low);
	uint64_t (*stable_partition)(const struct pt_sorter *s, char *v, uint64_t n,
		const char *pivot, enum pt_sort_low low, char *scratch);
	/* Two sorted runs, which may be empty, to `out`, which is neither of them. */
	void (*merge)(const struct pt_sorter *s, const char *a, uint64_t na, const char *b,
		uint64_t nb, char *out);
	/* How many elements at v are in order: ascending, or, *descending, strictly descending. */
	uint64_t (*run)(const struct pt_sorter *s, const char *v, uint64_t n, bool *descending);
	/* Exchanges n elements of a with those of b, the last one first. */
	void (*flip)(const struct pt_sorter *s, char *a, char *b, uint64_t n);
};

enum { PT_SORT_SMALL = 16 };

const struct pt_sort_ops *pt_sort_ops(size_t size);

static inline bool
pt_less(const struct pt_sorter *s, const char *a, const char *b)
{
	return s->compare(a, b, s->arg) < 0;
}

/* 2 log2 n */
static inline unsigned
pt_sort_limit(uint64_t n)
{
	return 2 * (64 - (unsigned)__builtin_clzll(n | 1));
}

/* Reverses v. */
void pt_sort_reverse(const struct pt_sorter *s, char *v, uint64_t n);
void pt_sort_swap(const struct pt_sorter *s, char *a, char *b);

/*
 * Whether the array is in order, after it was reversed when it was in reversed order (stable:
 * strictly descending).  Also true when the run is cancelled: there is nothing more to do.
 */
bool pt_sort_ordered(partop_worker *w, partop_task *head, const struct pt_sorter *s, bool stable);

uint64_t pt_sort_partition_wide(partop_worker *w, partop_task *head, const struct pt_sorter *s,
	char *v, uint64_t n, const char *pivot, enum pt_sort_low low);

/* All of them end with every element in its array, also when the run is cancelled. */
void pt_sort_runs(partop_worker *w, partop_task *head, const struct pt_sorter *s, uint64_t lo,
	uint64_t hi);
void pt_sort_merge(partop_worker *w, partop_task *head, const struct pt_sorter *s, const char *a,
	uint64_t na, const char *b, uint64_t nb, char *out);
/* The functions of kinds: words 1 and 2 are a range; of merges none are. */
void pt_sort_part_task(partop_worker *w, partop_task *head, partop_task *t);
void pt_sort_merge_task(partop_worker *w, partop_task *head, partop_task *t);
void pt_sort_in_place(partop_worker *w, partop_task *head, struct pt_sorter *s);

void pt_sort_unstable(partop_worker *w, partop_task *head, struct pt_sorter *s);
void pt_sort_stable(partop_worker *w, partop_task *head, struct pt_sorter *s);
typedef void pt_sort_fn(partop_worker *w, partop_task *head, struct pt_sorter *s);
/* Sorts by `sort`, elements themselves or pointers to them; what the public functions return. */
int pt_sort_any(partop_worker *w, partop_task *head, struct pt_sorter *s, pt_sort_fn *sort,
	const struct partop_range_options *options);

#endif

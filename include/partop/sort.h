/* SPDX-License-Identifier: MIT */
/*
 * Sorting arrays by a comparison: as qsort_r(), in parallel.
 *
 *	static int
 *	by_value(const void *a, const void *b, void *arg)
 *	{
 *		const double *x = a, *y = b;
 *
 *		return (*x > *y) - (*x < *y);
 *	}
 *
 *	partop_sort(w, head, numbers, n, sizeof(*numbers), by_value, NULL, NULL);
 *
 * Elements are plain data, moved byte by byte.  Both sorts take O(n log n) comparisons in the worst
 * case, whatever the input and the comparison do, and O(n) for an array that is in order or in
 * reversed order.
 *
 * Manual: partop_sort(3).
 */
#ifndef PARTOP_SORT_H
#define PARTOP_SORT_H

#include <partop/range.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Less than, equal to or greater than 0 as *a comes before, is as good as, or comes after *b.
 *
 * a and b point to elements, or to copies of elements as well aligned as those of the array (up to
 * 64 bytes): so it looks at what they point to, not at where they are.  arg is handed through.
 * Called by several workers at a time.  It returns normally: neither longjmp() nor a C++ exception
 * may leave it.  It has no w: it cannot spawn, nor call partop_fail(); to end the sort early it may
 * call partop_pool_cancel(), which ends the run.
 * When it is not consistent (a before b before c before a, or different from call to call), the
 * order is not defined, but the array still holds the elements that it held, and nothing outside of
 * it is read or written.
 */
typedef int partop_compare_fn(const void *a, const void *b, void *arg);

/*
 * Sorts the n elements of `size` bytes at base.  Equal elements may change places.
 *
 * options: grain is the elements that one task sorts, 0: about 2000; a policy has no meaning here.
 * NULL: defaults.
 *
 * Returns 0; -ECANCELED: the calling task's group is cancelled, and the order of the elements not
 * defined, but all are there; -ENOMEM: elements of more than 256 bytes are sorted by pointers, and
 * there is no room for n of them: nothing was done.
 * Threads: from a task, with its own w and head; no other thread may use the array meanwhile.
 * Memory: none, up to elements of 256 bytes; else a pointer per element, and one element.
 * Cost: about n log2 n comparisons for random input; beside each, two moves and no branch.  Two
 * workers and more partition long parts together.  Elements of more than 256 bytes are put in place
 * by one worker, at the end.
 * Source: branchless cyclic Lomuto partition (L. Bergdoll, O. Peters, ipnsort, 2023; pivots: J. Bentley,
 * M. McIlroy, 1993), with equal keys split off as in pdqsort (O. Peters, 2021), and heapsort after
 * 2 log2 n partitions.
 */
PT_API int partop_sort(partop_worker *w, partop_task *head, void *base, uint64_t n, size_t size,
	partop_compare_fn *compare, void *arg, const struct partop_range_options *options);

/*
 * The same, and equal elements stay in their order.
 *
 * Returns as partop_sort().
 * Memory: n elements (for elements of more than 256 bytes two pointers each, and one element).  When
 * there is no memory for n elements (or pointers), it sorts in place: slower, O(n log^2 n) moves.
 * Cost: about 1.02 n log2 n comparisons for random input.  Runs that are in order already are found
 * and merged.
 * Source: partitions out of place and logical runs of driftsort (O. Peters, L. Bergdoll, 2024), runs
 * merged in the order of powersort (J. Munro, S. Wild, 2018); P workers sort P parts or more, and
 * share each merge by its output (N. Deo, D. Sarkar, 1991); in place: SymMerge (P. Kim,
 * A. Kutzner, 2004).
 */
PT_API int
partop_sort_stable(partop_worker *w, partop_task *head, void *base, uint64_t n, size_t size,
	partop_compare_fn *compare, void *arg, const struct partop_range_options *options);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: MIT */
/*
 * Sorting of plain arrays: in place, not stable, O(n log n) always, no allocation.  The sequential
 * sort is the honest baseline of the parallel one: both run the same kernels.
 */
#ifndef PT_WORKLOADS_SORT_SORT_H
#define PT_WORKLOADS_SORT_SORT_H

#include <partop/partop.h>
#include <stdbool.h>
#include <stddef.h>

#include "workloads/lib/simd.h"

enum pt_elem { PT_ELEM_U64, PT_ELEM_I64, PT_ELEM_F64, PT_ELEM_U32, PT_ELEM_I32, PT_ELEMS };

/* f64: NaNs of either sign come last, -0.0 before +0.0, bit patterns are preserved. */
void pt_sort(void *a, size_t n, enum pt_elem elem, enum pt_simd level);

/* The parallel sort; called inside a task. */
struct pt_psort_options {
	enum pt_elem elem;
	enum pt_simd level;
	bool serial_partition; /* for teaching: one worker does each partition, so span is O(n) */
	size_t leaf;           /* elements sorted by one task; 0: chosen by n and workers */
};
void
pt_psort(partop_worker *w, partop_task *head, void *a, size_t n, const struct pt_psort_options *o);

#endif

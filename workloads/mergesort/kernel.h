/* SPDX-License-Identifier: MIT */
/*
 * Sequential kernels of mergesort: a stable sort of records by key, and a merge.  No branch depends on
 * a comparison.
 */
#ifndef PT_WORKLOADS_MERGESORT_KERNEL_H
#define PT_WORKLOADS_MERGESORT_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order is that of keys; value says where the record was, so that stability can be seen. */
struct pt_record {
	uint64_t key, value;
};

/* Sorts a, to b when `there`, else in place.  The contents of the other one are lost. */
void pt_record_sort(struct pt_record *a, size_t n, struct pt_record *b, bool there);

/* Merges two sorted runs; those of a come first among equals.  out overlaps neither. */
void pt_record_merge(const struct pt_record *a, size_t na, const struct pt_record *b, size_t nb,
	struct pt_record *out);

/* How many of a are among the first k of the merged runs. */
size_t
pt_record_cut(const struct pt_record *a, size_t na, const struct pt_record *b, size_t nb, size_t k);

#endif

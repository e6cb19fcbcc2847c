/* SPDX-License-Identifier: MIT */
/*
 * Inputs of quicksort, and naive checks of its output, which share nothing with the kernels.
 * A *checksum* is of the elements in any order: equal before and after, none was lost or changed.
 */
#ifndef PT_WORKLOADS_SORT_INPUT_H
#define PT_WORKLOADS_SORT_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "workloads/sort/sort.h"

/* clang-format off */
enum pt_sort_input { PT_INPUT_RANDOM, PT_INPUT_SORTED, PT_INPUT_REVERSED, PT_INPUT_FEW,
	PT_INPUT_ORGAN, PT_INPUTS };
/* clang-format on */

/* Sum and xor of two mixtures of each element's bits. */
struct pt_sort_checksum {
	uint64_t sum, xor;
};

uint64_t pt_sort_elem_bytes(enum pt_elem elem);

struct pt_sort_array {
	void *numbers;
	uint64_t n;
	enum pt_elem elem;
	int threads; /* to fill and to add it up with; 0: one */
};

/* The same for the same arguments, whatever the threads.  No NaNs. */
void pt_sort_fill(const struct pt_sort_array *a, enum pt_sort_input input, uint64_t seed);

/* Place of the first element that is less than the one before it; n: the array is sorted. */
uint64_t pt_sort_unsorted(const void *a, uint64_t n, enum pt_elem elem);

struct pt_sort_checksum pt_sort_checksum(const struct pt_sort_array *a);

#endif

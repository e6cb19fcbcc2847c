/* SPDX-License-Identifier: MIT */
/*
 * A table of numbers that all workers add to at once, without a lock: a group is found by loads, made by a
 * compare-and-swap of its key, and added to by atomic additions.  It cannot grow, so it is made for all
 * keys that there can be.
 *
 * While it is shared a slot of zeros is free, and neutral: minimum and maximum are kept as distances, of
 * which the larger one wins.  When all workers have stopped the slots are *settled* into groups as other
 * tables have them.
 */
#ifndef PT_WORKLOADS_LIB_AGG_SHARED_H
#define PT_WORKLOADS_LIB_AGG_SHARED_H

#include "workloads/lib/agg/table.h"

/* Relaxed, all of it: a key never changes, and each number is complete in itself; the groups are read
 * behind a join. */
struct pt_agg_shared_group {
	_Atomic int64_t sum;
	_Atomic uint32_t name; /* the key, plus 1; 0: free */
	_Atomic uint32_t count;
	_Atomic uint32_t below, above; /* INT32_MAX - minimum, maximum - INT32_MIN */
};

union pt_agg_shared_slot {
	struct pt_agg_shared_group shared;
	struct pt_agg_number_group group;
};

/* For at most so many groups, of keys less than UINT32_MAX.  False: no memory. */
bool pt_agg_init_shared(struct pt_agg_table *t, struct pt_agg_budget *b, size_t groups);
void pt_agg_add_shared(const struct pt_agg_table *t, const uint32_t *keys, const int32_t *values,
	size_t rows);
/* Settles the slots [lo, hi); returns how many of them are groups. */
size_t pt_agg_settle(const struct pt_agg_table *t, size_t lo, size_t hi);

#endif

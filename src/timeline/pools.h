/* SPDX-License-Identifier: MIT */
/*
 * The pools of a recording, and which of them is shown.
 */
#ifndef PT_TIMELINE_POOLS_H
#define PT_TIMELINE_POOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/reader.h"
#include "timeline/phases.h"

#define PT_POOL_NONE UINT32_MAX /* no pool has this number */

struct pt_pool {
	uint32_t id;                  /* as its process counted them, from 1 */
	uint32_t first_slot, workers; /* recording slots, consecutive */
	uint32_t label;               /* of worker 0: "NAME-0" */
	uint64_t work_ticks;          /* of all its workers */
	uint64_t runs;                /* ended; of a recording before 1.2: 0 */
	bool measured;                /* it has runs in the journal */
};

struct pt_pools {
	struct pt_pool *pool; /* by id, ascending */
	size_t len, cap;
};

void pt_pools_fini(struct pt_pools *p); /* a zeroed struct is empty */

/* Reads which pools there are now.  A few microseconds per worker. */
void pt_pools_read(struct pt_pools *p, struct pt_rec_reader *r, const struct pt_phases *phases);

/*
 * The pool with number `wanted`, if there is one.  Else, of the pools with measured runs, the one
 * that has worked most; before there are runs, the pool of a warm-up, a preview or the one-worker
 * runs; in a program that marks no phases, the pool that has worked most.  Among those that have
 * worked `shown` stays until another one has worked twice as much.  NULL: none yet.
 */
const struct pt_pool *pt_pools_choose(const struct pt_pools *p, const struct pt_phases *phases,
	uint32_t wanted, uint32_t shown);

const struct pt_pool *pt_pools_find(const struct pt_pools *p, uint32_t id);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Totals of a pool's counters, read from the workers' pages in the recording.
 */
#include "config.h"

#include "runtime/worker.h"

static uint64_t
total(const partop_pool *p, enum pt_counter c)
{
	uint64_t sum = 0;

	for (int i = 0; i < p->n; i++)
		sum += PT_LD(p->worker[i].pen->page->counter[c], relaxed);
	return sum;
}

void
partop_pool_counters(const partop_pool *p, struct partop_counters *out)
{
	*out = (struct partop_counters){
		.spawned = total(p, PT_COUNTER_SPAWNED),
		.stolen = total(p, PT_COUNTER_STOLEN),
		.cancelled = total(p, PT_COUNTER_CANCELLED),
		.overflow = total(p, PT_COUNTER_OVERFLOW),
		.steal_attempts = total(p, PT_COUNTER_TRIES),
		.lost_races = total(p, PT_COUNTER_LOST),
		.requests = total(p, PT_COUNTER_REQUESTS),
		.splits = total(p, PT_COUNTER_SPLITS),
		.chunks = total(p, PT_COUNTER_CHUNKS),
		.parks = total(p, PT_COUNTER_PARKS),
		.wakes = total(p, PT_COUNTER_WAKES),
	};
}

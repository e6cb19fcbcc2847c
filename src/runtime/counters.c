/* SPDX-License-Identifier: MIT */
/*
 * Totals of a pool's counters, read from the workers' pages in the recording; and how many task
 * slots a worker has used at most.
 *
 * No spawn notes how high it is.  Slots are used from the bottom up, without holes, and a slot that
 * was ever used has a kind; so at rest the mark is found in the slots themselves.  From the
 * capacity on every spawn is slow and notes it (pt_hook_overflow).
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

static uint64_t
highest(const partop_pool *p, enum pt_counter c)
{
	uint64_t max = 0;

	for (int i = 0; i < p->n; i++) {
		uint64_t n = PT_LD(p->worker[i].pen->page->counter[c], relaxed);

		max = n > max ? n : max;
	}
	return max;
}

/* Memory that was never written is zero, and reading it takes no page. */
static bool
was_used(const struct pt_worker *w, uint64_t i)
{
	return i < w->pub.deque.soft && w->pub.deque.base[i].kind != NULL;
}

/* Raises SLOTS_MAX to what it is.  A load and a compare when it is no higher. */
void
pt_gauge_slots(struct pt_worker *w)
{
	uint64_t at = PT_LD(w->pen->page->counter[PT_COUNTER_SLOTS_MAX], relaxed), step = 1;

	if (!was_used(w, at))
		return;
	for (; was_used(w, at + step); step *= 2)
		at += step;
	for (; step > 1; step /= 2) /* at is used, at + step is not */
		if (was_used(w, at + step / 2))
			at += step / 2;
	pt_rec_raise(w->pen, PT_COUNTER_SLOTS_MAX, at + 1);
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
		.slots_max = highest(p, PT_COUNTER_SLOTS_MAX),
		.stack_max_bytes = highest(p, PT_COUNTER_STACK_MAX_BYTES),
	};
}

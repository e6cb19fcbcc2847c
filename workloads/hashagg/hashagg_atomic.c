/* SPDX-License-Identifier: MIT */
/* Generated rows in one table that all workers add to by atomics. */
#include "workloads/lib/agg/shared.h"

#include "workloads/hashagg/hashagg_run.h"

#define SLOTS 16384 /* worth a task when they are settled */

static void
add_rows(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_agg *a = arg;

	pt_agg_add_shared(&a->shared, a->keys + lo, a->values + lo, hi - lo);
}

static void
settle(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_agg *a = arg;
	size_t used = pt_agg_settle(&a->shared, lo, hi);

	/* Relaxed: read behind the join. */
	atomic_fetch_add_explicit(&a->shared_used, used, memory_order_relaxed);
}

void
pt_agg_atomic_run(partop_worker *w, partop_task *head, struct pt_agg *a)
{
	const struct partop_range_options rows = { .grain = a->grain,
		.policy = a->policy,
		.label = "rows" };
	const struct partop_range_options slots = { .grain = SLOTS, .label = "settle" };
	const struct pt_agg_rows *r = &a->rows;

	if (!pt_agg_init_shared(&a->shared, &a->budget,
		    r->possible_keys < r->rows ? r->possible_keys : r->rows)) {
		pt_agg_no_memory(w, a);
		return;
	}
	partop_for(w, head, 0, r->rows, add_rows, a, &rows);
	if (partop_cancelled(w))
		return;
	atomic_store_explicit(&a->shared_used, 0, memory_order_relaxed);
	partop_for(w, head, 0, a->shared.capacity, settle, a, &slots);
	a->shared.used = atomic_load_explicit(&a->shared_used, memory_order_relaxed);
	a->answer.tables = &a->shared;
	a->answer.tables_len = 1;
}

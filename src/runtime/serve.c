/* SPDX-License-Identifier: MIT */
/*
 * The slow halves of spawn, sync and poll: the text of serve.h as functions.
 */
#include "config.h"

#include "runtime/serve.h"
#include "runtime/unsynced.h"

#define EAGER_BURST 8 /* eager passages at once, and one more for each worker */

/* May this passage be an eager one?  Only the owner asks.  True: it has been paid. */
bool
pt_is_eager(struct pt_worker *w)
{
	uint64_t price = w->pool->eager_ticks;

	return w->pool->n > 1 &&
		pt_credit_spend(&w->credit, w->code, pt_chaos_ticks(price), price,
			EAGER_BURST + (uint32_t)w->pool->n);
}

void
pt_serve(struct pt_worker *w, uint32_t head)
{
	pt_owner_serve(w, head);
}

__attribute__((noinline, cold)) void
partop_detail_spawn(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);

	pt_owner_spawn(w, t);
	pt_trace_spawned(w, t);
}

__attribute__((noinline, cold)) void
partop_detail_poll(partop_worker *pub, partop_task *head)
{
	pt_owner_poll(pt_worker_of(pub), head);
}

__attribute__((noinline, cold)) bool
partop_detail_sync(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);

	pt_unsynced_look(w, pt_index(w, t) + 1);
	if (pt_owner_sync(w, t) && pt_trace_leave_to_caller(w, t))
		return true;
	pt_unsynced_joined(t);
	return false;
}

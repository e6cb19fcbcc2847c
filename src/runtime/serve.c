/* SPDX-License-Identifier: MIT */
/*
 * The slow halves of spawn, sync and poll: the text of serve.h as functions.
 */
#include "config.h"

#include "runtime/serve.h"

#define EAGER_BURST 8	/* eager passages at once, and one more for each worker */

/*
 * May this passage be an eager one?  A leaky bucket in one word: each eager passage costs
 * eager_ticks of the worker's time, and a worker that was not eager for a while has saved up to
 * EAGER_BURST + n of them.  So the extra slow paths are bounded by the time alone, however many
 * thieves are hungry, and for however long.  Only the owner calls this.  True: it has been paid.
 */
bool
pt_is_eager(struct pt_worker *w)
{
	uint64_t price = w->pool->eager_ticks, credit = (EAGER_BURST + (uint64_t)w->pool->n) * price;
	uint64_t now;

	if (w->pool->n == 1)
		return false;
	now = pt_chaos_ticks(price);
	if (now > credit && w->paid < now - credit)
		w->paid = now - credit;
	if (w->paid + price > now)
		return false;
	w->paid += price;
	return true;
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

	return pt_owner_sync(w, t) && pt_trace_leave_to_caller(w, t);
}

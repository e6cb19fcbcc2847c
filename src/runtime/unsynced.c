/* SPDX-License-Identifier: MIT */
/* A sync was forgotten: see unsynced.h. */
#include "config.h"

#include "runtime/unsynced.h"

#include <partop/partop.h>
#include <sched.h>

#include "runtime/serve.h"

/* Stolen slots [low, end): joins those that were not; how many. */
static uint32_t
join_rest(struct pt_worker *w, uint32_t low, uint32_t end)
{
	uint32_t n = 0;

	for (uint32_t i = low; i < end; i++) {
		partop_task *t = w->pub.deque.base + i;

		if (pt_task_state(t->state) & PT_TASK_JOINED)
			continue;
		n++;
		while (!(pt_task_state(t->state) & PT_TASK_DONE)) /* D10 */
			sched_yield();
		pt_count(w, PT_COUNTER_JOINED, 1);
		pt_unsynced_joined(t);
	}
	return n;
}

/* Takes the shared slots from `low` on back, newest first, and drops them. */
static void
take_back(struct pt_worker *w, uint32_t low)
{
	struct pt_deque *d = &w->pub.deque;

	while (d->split > low) {
		uint32_t newest = d->split - 1;

		if (!pt_deque_retract(d, newest))
			return;
		for (uint32_t i = d->split > low ? d->split : low; i <= newest; i++)
			pt_drop_task(w, d->base + i);
	}
}

__attribute__((noinline, cold)) void
pt_unsynced_found(struct pt_worker *w, uint32_t low)
{
	struct pt_deque *d = &w->pub.deque;

	partop_fail(&w->pub, PARTOP_UNSYNCED);
	take_back(w, low);
	if (d->split > low) {
		(void)join_rest(w, low, d->split);
		pt_deque_settle(d, low);
	}
	pt_serve(w, low); /* the gates follow split */
}

void
pt_unsynced_end(struct pt_worker *w)
{
	pt_unsynced_look(w, 0);
	if (join_rest(w, 0, w->pub.deque.split) > 0)
		partop_fail(&w->pub, PARTOP_UNSYNCED);
}

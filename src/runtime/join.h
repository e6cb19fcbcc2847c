/* SPDX-License-Identifier: MIT */
/*
 * Waiting for a stolen task: help its thief (leapfrog), then any worker, then spin, then sleep.
 *
 * What is run while waiting sits on top of the waiting call's C stack.  Leapfrogging runs only
 * descendants of the own task; everything else only where pt_may_nest() allows it, which bounds
 * the stack.
 *
 * Source: leapfrogging, D. Wagner and B. Calder, PPoPP 1993.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h and
 * hooks.h; join.c makes functions of it.
 */
#ifndef PT_RUNTIME_JOIN_H
#define PT_RUNTIME_JOIN_H

#ifndef PT_MODEL
#include "runtime/hooks.h"
#endif

/* One round of looking for a task to run.  st: the state word of t. */
static inline bool
pt_joiner_help(struct pt_worker *w, partop_task *t, uint32_t st, unsigned miss)
{
	partop_pool *p = w->pool;

	if ((st >> 8) && pt_steal_from(w, &p->worker[(st >> 8) - 1], t + 1)) {
		pt_hook_leapt(w);
		return true;
	}
	return (miss % 16 == 15 || PT_LD(p->crowded, relaxed) || w->token) && pt_may_nest(w)
		&& pt_hunt(w, t + 1);
}

/* Returns when the result is in the slot. */
static inline void
pt_joiner_wait(struct pt_worker *w, partop_task *t)
{
	unsigned miss = 0, limit = pt_patience(w->pool);
	uint32_t st;

	while (!((st = pt_task_state(t->state)) & PT_TASK_DONE)) {
		if (pt_joiner_help(w, t, st, miss)) {
			miss = 0;
		} else if (++miss > limit) {
			if (pt_may_nest(w))
				pt_go_sleep(w, t);
			else
				pt_go_sleep_only(w, t);
			miss = 0;
			limit = pt_patience(w->pool);
		} else {
			pt_relax(w->pool);
		}
	}
	pt_search_end(w);	/* R2: a token may have come with a wake */
}

#endif

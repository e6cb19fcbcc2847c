/* SPDX-License-Identifier: MIT */
/*
 * A thief's part: take a victim's oldest shared task, run it, hand it over to its joiner.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h and
 * hooks.h; steal.c makes functions of it.
 */
#ifndef PT_RUNTIME_STEAL_H
#define PT_RUNTIME_STEAL_H

#ifndef PT_MODEL
#include "runtime/hooks.h"
#endif

/* Runs the task on top of what this worker does already, or drops it. */
static inline void
pt_thief_run(struct pt_worker *w, partop_task *t, partop_task *head, uint16_t label)
{
	struct pt_frame frame, *old = w->frame;

	frame.group = t->group;
	frame.base = pt_index(w, head);
	frame.up = NULL;
	w->frame = &frame;
	w->nest++;
	if (pt_group_cancelled(w->pool, frame.group)) {
		pt_drop_task(w, t);
	} else {
		pt_hook_run_stolen(w, label);
		pt_run_task(w, head, t);
	}
	w->nest--;
	w->frame = old;
}

/* Slot i of v is finished: lets the joiner go, and wakes it if it sleeps. */
static inline void
pt_thief_hand_over(struct pt_worker *w, struct pt_worker *v, uint32_t i)
{
	uint32_t st;

	pt_hook_stolen_end(w, v, i);
	st = pt_task_finish(v->pub.deque.base[i].state);
	/* the slot is gone; v lives as long as the pool */
	if (st & PT_TASK_WAIT_ONLY)
		pt_unpark(v, w, PT_PARK_AWAKE);
	else if ((st & PT_TASK_WAIT) && pt_idle_claim(&w->pool->sleep, v->id))
		pt_unpark(v, w, PT_PARK_AWAKE);
}

/* One attempt.  True: a task of v was taken and has been run. */
static inline bool
pt_thief_try(struct pt_worker *w, struct pt_worker *v, partop_task *head)
{
	bool room = pt_hook_try(w);
	uint64_t stamp;
	uint32_t i;
	int r = pt_deque_steal(&v->pub.deque, &i, &stamp);

	if (r > 0) {
		partop_task *t = &v->pub.deque.base[i];
		uint16_t label;

		pt_task_sign(t->state, w->id);
		label = pt_hook_stolen(w, v, i, stamp, room);
		pt_search_end(w);	/* R2 */
		pt_pause_here(w);
		pt_thief_run(w, t, head, label);
		pt_thief_hand_over(w, v, i);
		return true;
	}
	if (r < 0)
		pt_hook_lost(w);
	else if (pt_deque_ask(&v->pub.deque))
		pt_hook_asked(w);
	return false;
}

#endif

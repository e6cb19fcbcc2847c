/* SPDX-License-Identifier: MIT */
/*
 * Waiting for a stolen task: help its thief (leapfrog), then anybody, then spin, then sleep.
 *
 * What is run while waiting sits on top of the waiting call's C stack.  Leapfrogging runs only
 * descendants of the own task; everything else is bounded to PT_MAX_NEST levels and to the stack
 * that is left.
 *
 * Source: leapfrogging, D. Wagner and B. Calder, PPoPP 1993.
 */
#include "config.h"

#include "runtime/state.h"

static bool
may_nest(const struct pt_worker *w)
{
	const char *here = __builtin_frame_address(0);

	return w->nest < PT_MAX_NEST && (!w->stack_end || here - w->stack_end > PT_STACK_LEFT);
}

/* One round of looking for something to do.  st: the task's state word. */
static bool
help(struct pt_worker *w, partop_task *t, uint32_t st, unsigned miss)
{
	partop_pool *p = w->pool;

	if ((st >> 8) && pt_steal_from(w, &p->worker[(st >> 8) - 1], t + 1)) {
		pt_count(w, PT_COUNTER_LEAPS, 1);
		return true;
	}
	return (miss % 16 == 15 || PT_LD(p->crowded, relaxed) || w->token) && may_nest(w)
		&& pt_hunt(w, t + 1);
}

static void
wait_until_done(struct pt_worker *w, partop_task *t)
{
	unsigned miss = 0, limit = pt_patience(w->pool);
	uint32_t st;

	while (!((st = pt_task_state(t->state)) & PT_TASK_DONE)) {
		if (help(w, t, st, miss)) {
			miss = 0;
		} else if (++miss > limit) {
			if (may_nest(w))
				pt_go_sleep(w, t);
			else
				pt_go_sleep_only(w, t);
			miss = 0;
			limit = pt_patience(w->pool);
		} else {
			pt_relax(w->pool);
		}
	}
	pt_search_end(w);
}

/* t is stolen: returns when its result is in the slot. */
void
pt_join_wait(struct pt_worker *w, partop_task *t)
{
	enum pt_rec_state state = w->state;
	uint16_t label = w->label;

	if (pt_task_state(t->state) & PT_TASK_DONE)
		return;
	pt_state_enter(w, PT_REC_WAIT, label);
	wait_until_done(w, t);
	pt_state_enter(w, state, label);
}

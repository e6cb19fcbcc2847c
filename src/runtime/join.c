/* SPDX-License-Identifier: MIT */
/*
 * The wait for a stolen task: the text of join.h, as a state of the worker.
 */
#include "config.h"

#include "runtime/join.h"

/* Is there room on the C stack for a task that is no descendant of the one waited for? */
bool
pt_may_nest(const struct pt_worker *w)
{
	const char *here = __builtin_frame_address(0);

	return w->nest < PT_MAX_NEST && here > w->stack_middle;
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
	pt_joiner_wait(w, t);
	pt_state_enter(w, state, label);
}

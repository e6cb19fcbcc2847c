/* SPDX-License-Identifier: MIT */
/*
 * Thieves: choose a victim and try.  What a try does is in steal.h.
 *
 * A theft is stamped between the load that showed work and the CAS that won it; the event is
 * written before anything else that is younger.
 */
#include "config.h"

#include "runtime/steal.h"

/* Keeps the deepest C stack seen at slow paths. */
void
pt_gauge_stack(struct pt_worker *w)
{
	char *here = __builtin_frame_address(0);

	if (here < w->stack_top)
		pt_rec_raise(w->pen, PT_COUNTER_STACK_MAX_BYTES, (uint64_t)(w->stack_top - here));
}

bool
pt_steal_from(struct pt_worker *w, struct pt_worker *v, partop_task *head)
{
	enum pt_rec_state state = w->state;
	uint16_t label = w->label;
	uint32_t top = pt_check_begin(w, pt_index(w, head));
	bool ran;

	pt_chaos_tried(w->id, v->id);
	ran = pt_thief_try(w, v, head);
	pt_check_end(w, pt_index(w, head), top);

	if (w->state != state)
		pt_state_enter(w, state, label);
	return ran;
}

/* One round over all victims. */
bool
pt_hunt(struct pt_worker *w, partop_task *head)
{
	struct pt_round round = pt_round_begin(&w->victims);
	int k;

	while ((k = pt_round_next(&round, &w->seed)) >= 0)
		if (pt_steal_from(w, &w->pool->worker[k], head))
			return true;
	return false;
}

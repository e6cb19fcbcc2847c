/* SPDX-License-Identifier: MIT */
/*
 * Thieves: choose a victim and try.  What a try does is in steal.h.
 *
 * A theft is stamped between the load that showed work and the CAS that won it; the event is
 * written before anything else that is younger.
 */
#include "config.h"

#include "runtime/steal.h"

static uint32_t
next_random(struct pt_worker *w)
{
	w->seed = w->seed * 1103515245u + 12345u;
	return w->seed >> 16;
}

/* Keeps the deepest C stack seen at slow paths. */
void
pt_note_stack(struct pt_worker *w)
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

/* One round over all victims from a random start. */
bool
pt_hunt(struct pt_worker *w, partop_task *head)
{
	partop_pool *p = w->pool;
	int n = p->n, k = n > 1 ? (int)(next_random(w) % (uint32_t)n) : 0;

	for (int j = 0; j < n; j++, k = k + 1 < n ? k + 1 : 0)
		if (k != (int)w->id && pt_steal_from(w, &p->worker[k], head))
			return true;
	return false;
}

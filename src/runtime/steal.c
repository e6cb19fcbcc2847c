/* SPDX-License-Identifier: MIT */
/*
 * Thieves: choose a victim, take its oldest shared task, run it.
 *
 * A theft is stamped between the load that showed work and the CAS that won it; the event is
 * written before anything else that is younger.
 */
#include "config.h"

#include "runtime/state.h"

#include "runtime/label.h"

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

static void
record_theft(struct pt_worker *w, const struct pt_worker *v, uint32_t i, uint64_t stamp,
	uint16_t label)
{
	struct pt_rec_steal payload = { .tries = w->tries, .label = label,
		.depth = (uint16_t)w->nest };

	pt_rec_put_wide(w->pen, (struct pt_rec_event){ .ts = stamp, .type = PT_REC_EV_STEAL,
		.a = (uint16_t)v->pub.deque.slot, .b = i }, &payload);
}

/* Runs the task on top of what this worker does already, or drops it. */
static void
run_on_top(struct pt_worker *w, partop_task *t, partop_task *head, uint16_t label)
{
	struct pt_frame frame = { .group = t->group, .base = pt_index(w, head) };
	struct pt_frame *old = w->frame;

	w->frame = &frame;
	w->nest++;
	pt_rec_raise(w->pen, PT_COUNTER_NEST_MAX, w->nest);
	pt_note_stack(w);
	if (pt_group_cancelled(w->pool, frame.group)) {
		pt_drop_task(w, t);
	} else {
		pt_state_enter(w, PT_REC_WORK, label);
		t->kind->run(&w->pub, head, t);
	}
	w->nest--;
	w->frame = old;
}

/* Runs slot i of v, which this worker owns since pt_deque_steal(). */
static void
run_stolen(struct pt_worker *w, struct pt_worker *v, uint32_t i, partop_task *head, uint16_t label)
{
	partop_task *t = &v->pub.deque.base[i];
	enum pt_rec_state state = w->state;
	uint16_t state_label = w->label;
	uint32_t st;

	pt_search_end(w);
	pt_pause_here(w);
	pt_rec_count_steal(w->pen, v->pub.deque.slot);
	run_on_top(w, t, head, label);
	st = pt_task_finish(t->state);
	/* t is gone; v lives as long as the pool */
	if (st & PT_TASK_WAIT_ONLY)
		pt_unpark(v, w, PT_PARK_AWAKE);
	else if ((st & PT_TASK_WAIT) && pt_idle_claim(&w->pool->sleep, v->id))
		pt_unpark(v, w, PT_PARK_AWAKE);
	if (w->state != state)
		pt_state_enter(w, state, state_label);
}

/* One attempt.  True: a task of v was taken and has been run. */
bool
pt_steal_from(struct pt_worker *w, struct pt_worker *v, partop_task *head)
{
	bool room = w->pen->level >= PT_REC_LEVEL_STEALS && pt_rec_room(w->pen, 2);
	uint64_t stamp;
	uint32_t i;
	int r = pt_deque_steal(&v->pub.deque, &i, &stamp);

	pt_count(w, PT_COUNTER_TRIES, 1);
	w->tries++;
	if (r > 0) {
		partop_task *t = &v->pub.deque.base[i];
		uint16_t label;

		pt_task_sign(t->state, w->id);
		label = pt_label_of(t);
		if (room)
			record_theft(w, v, i, stamp, label);
		w->tries = 0;
		run_stolen(w, v, i, head, label);
		return true;
	}
	if (r < 0)
		pt_count(w, PT_COUNTER_LOST, 1);
	else if (pt_deque_ask(&v->pub.deque))
		pt_count(w, PT_COUNTER_REQUESTS, 1);
	return false;
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

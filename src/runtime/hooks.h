/* SPDX-License-Identifier: MIT */
/*
 * What the slow paths tell: counters, states, events.  The protocol text (serve.h, steal.h, join.h,
 * idle.h, control.h) calls these where the rules of the recording want it and otherwise does not
 * know of the recording, so that the same text can be compiled in a model, which brings hooks of
 * its own.  A hook never touches what the protocol decides by.
 *
 *	pt_hook_slow_spawn	before any other worker can see task t
 *	pt_hook_sync_run	t is the caller's again and runs here
 *	pt_hook_sync_wait, _done	t is stolen: before and after the wait
 *	pt_hook_stolen		the CAS is won; `stamp` was taken before it
 *	pt_hook_stolen_end	before the store that lets the joiner go
 */
#ifndef PT_RUNTIME_HOOKS_H
#define PT_RUNTIME_HOOKS_H

#include "runtime/state.h"

#include "runtime/label.h"
#include "runtime/trace.h"

/* ---- the owner ---- */

static inline void
pt_hook_slow_spawn(struct pt_worker *w, const partop_task *t)
{
	pt_count(w, PT_COUNTER_SLOW_SPAWN, 1);
	pt_gauge_stack(w);
	w->code = pt_label_code(t);
	pt_trace_own(w, PT_REC_EV_SPAWN, 0, t);
}

static inline void
pt_hook_slow_sync(struct pt_worker *w, const partop_task *t)
{
	(void)t;
	pt_count(w, PT_COUNTER_SLOW_SYNC, 1);
	pt_gauge_stack(w);
}

static inline void
pt_hook_published(struct pt_worker *w, uint32_t n)
{
	pt_count(w, PT_COUNTER_PUBLISHED, n);
}

static inline void
pt_hook_retracted(struct pt_worker *w, uint32_t n)
{
	pt_count(w, PT_COUNTER_RETRACTED, n);
}

static inline void
pt_hook_overflow(struct pt_worker *w)
{
	pt_count(w, PT_COUNTER_OVERFLOW, 1);
	pt_rec_raise(w->pen, PT_COUNTER_SLOTS_MAX, w->top);
	pt_trace_own(w, PT_REC_EV_SYNC_RUN, 0, w->pub.deque.base + w->top - 1);
}

static inline void
pt_hook_sync_run(struct pt_worker *w, const partop_task *t)
{
	pt_trace_own(w, PT_REC_EV_SYNC_RUN, 0, t);
}

static inline void
pt_hook_sync_wait(struct pt_worker *w, partop_task *t)
{
	pt_count(w, PT_COUNTER_JOINED, 1);
	pt_trace_wait(w, t);
}

static inline void
pt_hook_sync_done(struct pt_worker *w, const partop_task *t)
{
	pt_trace_joined(w, t);
}

static inline void
pt_hook_leapt(struct pt_worker *w)
{
	pt_count(w, PT_COUNTER_LEAPS, 1);
}

/* ---- thieves ---- */

/* Before the attempt, since room is made before the clock is read.  Is there room for its event? */
static inline bool
pt_hook_try(struct pt_worker *w)
{
	pt_count(w, PT_COUNTER_TRIES, 1);
	w->tries++;
	return w->pen->level >= PT_REC_LEVEL_STEALS && pt_rec_room(w->pen, 2);
}

static inline void
pt_hook_lost(struct pt_worker *w)
{
	pt_count(w, PT_COUNTER_LOST, 1);
}

static inline void
pt_hook_asked(struct pt_worker *w)
{
	pt_count(w, PT_COUNTER_REQUESTS, 1);
}

/* The event is written before any younger one.  Returns the task's label. */
static inline uint16_t
pt_hook_stolen(struct pt_worker *w, const struct pt_worker *v, uint32_t i, uint64_t stamp,
	bool room)
{
	uint16_t label = pt_label_of(&v->pub.deque.base[i]);
	struct pt_rec_steal payload = { .tries = w->tries,
		.label = label,
		.depth = (uint16_t)w->nest };

	if (room)
		pt_rec_put_wide(w->pen,
			(struct pt_rec_event){ .ts = stamp,
				.type = PT_REC_EV_STEAL,
				.a = (uint16_t)v->pub.deque.slot,
				.b = i },
			&payload);
	pt_rec_count_steal(w->pen, v->pub.deque.slot);
	pt_chaos_stole(w->id, v->id, i);
	w->tries = 0;
	pt_trace_theft(w, &v->pub.deque.base[i], label, i);
	return label;
}

/* A stolen task is about to run. */
static inline void
pt_hook_run_stolen(struct pt_worker *w, uint16_t label)
{
	pt_rec_raise(w->pen, PT_COUNTER_NEST_MAX, w->nest);
	pt_gauge_stack(w);
	pt_state_enter(w, PT_REC_WORK, label);
}

static inline void
pt_hook_stolen_end(struct pt_worker *w, const struct pt_worker *v, uint32_t i)
{
	pt_trace_theft_end(w, v, i);
}

/* ---- sleepers and wakers ---- */

/* Returns the number of this wake, which the woken worker repeats. */
static inline uint32_t
pt_hook_wake_sent(struct pt_worker *by, struct pt_worker *w)
{
	uint32_t number;

	PT_ST(w->sent, pt_ticks(), relaxed); /* ordered by P1 */
	pt_count(by, PT_COUNTER_WAKES, 1);
	number = (uint32_t)PT_LD(by->pen->page->counter[PT_COUNTER_WAKES], relaxed);
	if (by->pen->level >= PT_REC_LEVEL_STEALS)
		pt_rec_emit(by->pen, PT_REC_EV_WAKE_SENT, 0, (uint16_t)w->pub.deque.slot, number);
	return number;
}

/* True: the worker was searching; a joiner stays in WAIT, asleep or not. */
static inline bool
pt_hook_park(struct pt_worker *w)
{
	bool searching = w->state == PT_REC_SEARCH;

	pt_count(w, PT_COUNTER_PARKS, 1);
	pt_gauge_slots(w);
	pt_look_at_cpus(w->pool);
	if (searching)
		pt_state_enter(w, PT_REC_PARK, 0);
	return searching;
}

static inline void
pt_hook_wake_run(struct pt_worker *w, bool searching, uint32_t waker, uint32_t number)
{
	if (w->pen->level >= PT_REC_LEVEL_STEALS && waker != PT_REC_NO_SLOT)
		pt_rec_emit(w->pen, PT_REC_EV_WAKE_RUN, 0, (uint16_t)waker, number);
	if (searching) {
		pt_state_woken(w, PT_LD(w->sent, relaxed));
		pt_state_enter(w, PT_REC_SEARCH, 0);
	}
}

#endif

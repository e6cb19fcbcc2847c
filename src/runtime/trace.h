/* SPDX-License-Identifier: MIT */
/*
 * The events of the levels tasks and full; hooks.h calls these from the slow paths.
 *
 *	tasks	RANGE_BEGIN or LEAF_BEGIN, and TASK_END, around chunks of ranges and stolen tasks
 *	full	SPAWN, SYNC_RUN, SYNC_WAIT, SYNC_DONE, SYNC_DROP, STOLEN_END: the fork-join graph
 *
 * Nothing of this is on the fast path: while the level is full the gates of all workers stay armed
 * (pt_must_stop), and every spawn and sync is a slow one.  A task that was not stolen is then run
 * inside of its sync, so that its end is seen.
 */
#ifndef PT_RUNTIME_TRACE_H
#define PT_RUNTIME_TRACE_H

#include "runtime/task_run.h"
#include "runtime/label.h"
#include "runtime/worker.h"

#define PT_TRACE_DEPTH_MAX 255 /* in an event; deeper ones say this */

static inline bool
pt_trace_tasks(const struct pt_worker *w)
{
	return w->pen->level >= PT_REC_LEVEL_TASKS;
}

static inline bool
pt_trace_full(const struct pt_worker *w)
{
	return w->pen->level >= PT_REC_LEVEL_FULL;
}

/* An event of the graph about the task in slot t of this worker. */
static inline void
pt_trace_own(struct pt_worker *w, enum pt_rec_type type, uint8_t c, const partop_task *t)
{
	if (pt_trace_full(w))
		pt_rec_emit(w->pen, type, c, pt_label_of(t), pt_index(w, t));
}

/* ---- level full ---- */

/* t is stolen; its thief has signed it, or is about to. */
static inline void
pt_trace_wait(struct pt_worker *w, partop_task *t)
{
	uint32_t thief;

	if (!pt_trace_full(w))
		return;
	thief = pt_task_state(t->state) >> 8;
	pt_rec_emit(w->pen, PT_REC_EV_SYNC_WAIT, 0,
		thief == 0 ? UINT16_MAX : (uint16_t)w->pool->worker[thief - 1].pub.deque.slot,
		pt_index(w, t));
}

/* A task is dropped.  A thief's end with its STOLEN_END, those beyond soft with their spawn. */
static inline void
pt_trace_drop(struct pt_worker *w, const partop_task *t)
{
	uintptr_t at = (uintptr_t)t - (uintptr_t)w->pub.deque.base;

	if (at < w->pool->slot_bytes)
		pt_trace_own(w,
			pt_index(w, t) < w->pub.deque.soft ? PT_REC_EV_SYNC_DROP :
							     PT_REC_EV_SYNC_RUN,
			0, t);
}

/* A spawn is over.  Beyond soft the task has been run, or dropped. */
static inline void
pt_trace_spawned(struct pt_worker *w, const partop_task *t)
{
	if (PT_UNLIKELY(pt_index(w, t) >= w->pub.deque.soft) && pt_trace_full(w))
		pt_rec_emit(w->pen, PT_REC_EV_SYNC_DONE, 0, 0, pt_index(w, t));
}

/* t was stolen, and has ended. */
static inline void
pt_trace_joined(struct pt_worker *w, const partop_task *t)
{
	if (!pt_trace_full(w))
		return;
	pt_ticks_fence(); /* not before the end that its thief stamped */
	pt_rec_emit(w->pen, PT_REC_EV_SYNC_DONE, 1, 0, pt_index(w, t));
}

/* The sync of t, which is the caller's again.  True: it is to be run by the caller, as always;
 * false: it was run here, and its result is in the slot. */
static inline bool
pt_trace_leave_to_caller(struct pt_worker *w, partop_task *t)
{
	uint16_t label;

	if (PT_LIKELY(!pt_trace_full(w)))
		return true;
	label = pt_label_of(t);
	pt_run_task(w, t, t); /* the task reads its words before it spawns into the slot */
	pt_rec_emit(w->pen, PT_REC_EV_SYNC_DONE, 0, label, pt_index(w, t));
	return false;
}

/* ---- level tasks ---- */

static inline uint8_t
pt_trace_depth(uint32_t depth)
{
	return depth < PT_TRACE_DEPTH_MAX ? (uint8_t)depth : PT_TRACE_DEPTH_MAX;
}

static inline void
pt_trace_range_begin(struct pt_worker *w, uint32_t depth, uint16_t label, uint64_t lo, uint64_t hi)
{
	struct pt_rec_range range = { .lo = lo, .hi = hi };

	pt_rec_emit_wide(w->pen,
		(struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN,
			.c = pt_trace_depth(depth),
			.a = label,
			.b = w->frame->group },
		&range);
}

static inline void
pt_trace_task_end(struct pt_worker *w, uint32_t depth, uint16_t label)
{
	if (pt_trace_tasks(w))
		pt_rec_emit(w->pen, PT_REC_EV_TASK_END, pt_trace_depth(depth), label, 0);
}

/* A chunk of a range begins.  Returns its label, for the end. */
static inline uint16_t
pt_trace_chunk(struct pt_worker *w, struct partop_kind *kind, uint64_t lo, uint64_t hi)
{
	uint16_t label = 0;

	if (pt_trace_tasks(w)) {
		label = pt_label_of_kind(kind);
		pt_trace_range_begin(w, w->nest, label, lo, hi);
	}
	return label;
}

/* A stolen task begins; whether it is dropped is not known yet. */
static inline void
pt_trace_theft(struct pt_worker *w, const partop_task *t, uint16_t label, uint32_t i)
{
	const struct partop_kind *k = t->kind;

	if (!pt_trace_tasks(w))
		return;
	if (k->lo >= 0 && k->hi >= 0)
		pt_trace_range_begin(w, w->nest + 1, label, t->a[k->lo], t->a[k->hi]);
	else
		pt_rec_emit(w->pen, PT_REC_EV_LEAF_BEGIN, pt_trace_depth(w->nest + 1), label, i);
}

/* It has ended.  The words that named it may be its result by now. */
static inline void
pt_trace_theft_end(struct pt_worker *w, const struct pt_worker *victim, uint32_t i)
{
	if (!pt_trace_tasks(w))
		return;
	pt_trace_task_end(w, w->nest + 1, 0);
	if (pt_trace_full(w))
		pt_rec_emit(w->pen, PT_REC_EV_STOLEN_END, 0, (uint16_t)victim->pub.deque.slot, i);
}

#endif

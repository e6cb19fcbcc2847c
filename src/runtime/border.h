/* SPDX-License-Identifier: MIT */
/*
 * The border between two chunks of a loop: what its worker does there when it has been asked for
 * something.  A loop gives work away only here, so what begins at a border keeps what is left of the
 * loop to itself until the next one.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h and
 * trace.h; range.c runs loops by it.
 */
#ifndef PT_RUNTIME_BORDER_H
#define PT_RUNTIME_BORDER_H

#ifndef PT_MODEL
#include "runtime/trace.h"
#endif

enum pt_border { PT_BORDER_GO_ON, PT_BORDER_SPLIT, PT_BORDER_STOP };

/*
 * Behind gates that are always armed, as at level full, no thief can be heard asking for work: a loop
 * splits when its worker can afford to, or when a worker is without work and there is no task that
 * it could take.  Elsewhere the armed gate is the question.
 */
static inline bool
pt_border_wants_split(struct pt_worker *w)
{
	struct pt_sleep *s = &w->pool->sleep;

	if (!pt_trace_full(w) || pt_is_eager(w))
		return true;
	return w->pool->n > 1 && !pt_deque_has_shared(&w->pub.deque)
		&& (PT_LD(s->searchers, relaxed) > 0 || pt_idle_any(s));
}

/*
 * A passage at a border, behind an armed gate; head: the next free slot.  A loop whose chunks are
 * known to be short splits only when a thief finds no other task to take: its next border is near.
 */
static inline enum pt_border
pt_border_pass(struct pt_worker *w, partop_task *head, bool can_split, bool is_short)
{
	if (partop_cancelled(&w->pub))
		return PT_BORDER_STOP;
	/* beyond soft a spawn would run the half at once */
	if (can_split && pt_index(w, head) < w->pub.deque.soft
		&& !(is_short && pt_deque_has_shared(&w->pub.deque)) && pt_border_wants_split(w))
		return PT_BORDER_SPLIT;
	partop_detail_poll(&w->pub, head);
	return partop_cancelled(&w->pub) ? PT_BORDER_STOP : PT_BORDER_GO_ON;
}

#endif

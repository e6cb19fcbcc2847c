/* SPDX-License-Identifier: MIT */
/*
 * State edges of a worker: the recording's state word, the CPU it is on, and, at the end of a long
 * interval, a booking: what the kernel says of the state that is left.  By the owner.  Where all
 * intervals are short a booking is made from time to time, so that a sleep in a short task is not
 * taken for one in a later state.
 *
 * Asking the kernel takes ten times as long as all the rest of a wake.  So a woken worker *owes* a
 * booking until it has run the task that it was woken for, or found none.
 */
#ifndef PT_RUNTIME_STATE_H
#define PT_RUNTIME_STATE_H

#include "os/cpus.h"
#include "runtime/worker.h"

#define PT_STATE_BOOKINGS 100 /* short intervals of a booking, at most: 10 ms */

static inline void
pt_state_cpu(struct pt_worker *w)
{
	uint32_t cpu = (uint32_t)pt_cpus_current();

	if (atomic_load_explicit(&w->pen->page->cpu, memory_order_relaxed) != cpu)
		atomic_store_explicit(&w->pen->page->cpu, cpu, memory_order_relaxed);
}

/* A worker wakes.  sent: ticks at which the wake was sent. */
static inline void
pt_state_woken(struct pt_worker *w, uint64_t sent)
{
	uint64_t now = pt_ticks();

	w->owed = 1 + (now > sent ? now - sent : 0);
}

static inline void
pt_state_book(struct pt_worker *w, enum pt_rec_state left)
{
	if (w->owed)
		pt_rec_book_woken(w->pen, left, pt_ticks_to_ns(w->owed - 1, pt_clock_hz()));
	else
		pt_rec_book(w->pen, left);
	w->owed = 0;
}

static inline void
pt_state_enter(struct pt_worker *w, enum pt_rec_state to, uint16_t label)
{
	_Atomic uint64_t *since = &w->pen->page->since;
	uint64_t was = atomic_load_explicit(since, memory_order_relaxed);
	enum pt_rec_state left = w->state;
	uint64_t now, patience = w->pool->book_ticks;
	bool is_long, in_hurry;

	pt_rec_enter(w->pen, to, label, w->nest);
	w->state = to;
	w->label = label;
	pt_state_cpu(w);
	now = atomic_load_explicit(since, memory_order_relaxed);
	is_long = now - was >= patience || now - w->pen->booked_at >= PT_STATE_BOOKINGS * patience;
	in_hurry = w->owed &&
		(left == PT_REC_PARK || (left == PT_REC_SEARCH && to == PT_REC_WORK && !is_long));
	if ((is_long || w->owed) && !in_hurry)
		pt_state_book(w, left);
}

#endif

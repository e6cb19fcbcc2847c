/* SPDX-License-Identifier: MIT */
/*
 * State edges of a worker: the recording's state word, the CPU it is on, and, at the end of a long
 * interval, CPU time and run delay booked to the state that is left.  By the owner.
 */
#ifndef PT_RUNTIME_STATE_H
#define PT_RUNTIME_STATE_H

#include "os/cpus.h"
#include "runtime/worker.h"

static inline void
pt_state_cpu(struct pt_worker *w)
{
	uint32_t cpu = (uint32_t)pt_cpus_current();

	if (atomic_load_explicit(&w->pen->page->cpu, memory_order_relaxed) != cpu)
		atomic_store_explicit(&w->pen->page->cpu, cpu, memory_order_relaxed);
}

static inline void
pt_state_enter(struct pt_worker *w, enum pt_rec_state to, uint16_t label)
{
	_Atomic uint64_t *since = &w->pen->page->since;
	uint64_t was = atomic_load_explicit(since, memory_order_relaxed);
	enum pt_rec_state left = w->state;

	pt_rec_enter(w->pen, to, label, w->nest);
	w->state = to;
	w->label = label;
	pt_state_cpu(w);
	if (atomic_load_explicit(since, memory_order_relaxed) - was >= w->pool->book_ticks)
		pt_rec_book(w->pen, left);
}

#endif

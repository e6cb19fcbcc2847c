/* SPDX-License-Identifier: MIT */
/*
 * Running one chunk of a loop: by the worker, or by a thread that is made for it and acts as the
 * worker, which waits.  Either way it is counted and recorded as the worker's.
 */
#ifndef PT_RUNTIME_CHUNK_H
#define PT_RUNTIME_CHUNK_H

#include "runtime/range.h"
#include "runtime/trace.h"

/* acc: NULL in a plain loop.  arg: the loop's, or a copy's. */
static inline void
pt_chunk_run(struct pt_loop *l, struct pt_worker *w, partop_task *head, void *acc, void *arg,
	uint64_t lo, uint64_t hi)
{
	uint16_t label = pt_trace_chunk(w, l->kind, lo, hi);

	pt_count(w, PT_COUNTER_CHUNKS, 1);
	if (l->reducer)
		l->reducer->fold(&w->pub, head, acc, lo, hi, arg);
	else
		l->body(&w->pub, head, lo, hi, arg);
	pt_trace_task_end(w, w->nest, label);
}

/* The same by a new thread, on a copy where the loop wants that; by the worker if there is none. */
void pt_chunk_run_apart(struct pt_loop *l, struct pt_worker *w, partop_task *head, void *acc,
	uint64_t lo, uint64_t hi);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Pause and step: the text of control.h as functions, and paused as a state of the worker.
 */
#include "config.h"

#include "runtime/control.h"

#include "runtime/state.h"
#include "runtime/trace.h"

bool
pt_must_stop(struct pt_worker *w)
{
	return pt_trace_full(w) || pt_control_must_stop(w);
}

void
pt_hold(struct pt_worker *w, uint32_t c)
{
	enum pt_rec_state state = w->state;
	uint16_t label = w->label;

	pt_state_enter(w, PT_REC_PAUSED, label);
	pt_control_hold(w, c);
	pt_state_enter(w, state, label);
}

void
pt_pause_here(struct pt_worker *w)
{
	pt_control_pause_here(w);
}

void
partop_pool_pause(partop_pool *p)
{
	pt_control_pause(p);
}

void
partop_pool_step(partop_pool *p, unsigned n)
{
	pt_control_step(p, n);
}

void
partop_pool_resume(partop_pool *p)
{
	pt_control_resume(p);
}

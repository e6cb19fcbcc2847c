/* SPDX-License-Identifier: MIT */
/*
 * Pause and step, and the reasons for which a worker's gates stay armed.
 *
 * A gate only says "look".  Whoever wants something writes its reason first, then arms all gates;
 * the owner opens the gates first, then looks at the reasons.  So none is lost.
 */
#include "config.h"

#include "runtime/state.h"

#include <limits.h>

#include "os/futex.h"

bool
pt_must_stop(struct pt_worker *w)
{
	if (w->sealed || (PT_LD(w->pool->ctl, relaxed) & PT_CTL_PAUSE))	/* ordered by D5/D6 */
		return true;
	for (struct pt_frame *f = w->frame; f; f = f->up)
		if (f->group && pt_group_cancelled(w->pool, f->group))
			return true;
	return false;
}

static void
hold(struct pt_worker *w, uint32_t c)
{
	partop_pool *p = w->pool;

	while (c & PT_CTL_PAUSE) {
		if (c >= PT_CTL_STEP) {
			if (PT_CAS(p->ctl, c, c - PT_CTL_STEP, acquire))
				return;
			continue;
		}
		pt_chaos();
		pt_futex_wait(&p->ctl, c);
		c = PT_LD(p->ctl, acquire);	/* [C1] <- C2 */
	}
}

/* Pause: waits here, unless a step token is free. */
void
pt_pause_here(struct pt_worker *w)
{
	uint32_t c = PT_LD(w->pool->ctl, acquire);	/* [C1] <- C2 */
	enum pt_rec_state state = w->state;
	uint16_t label = w->label;

	if (!(c & PT_CTL_PAUSE))
		return;
	pt_state_enter(w, PT_REC_PAUSED, label);
	hold(w, c);
	pt_state_enter(w, state, label);
}

void
partop_pool_pause(partop_pool *p)
{
	PT_AND(p->ctl, PT_CTL_QUIT | PT_CTL_PAUSE, relaxed);	/* drop old steps */
	PT_OR(p->ctl, PT_CTL_PAUSE, acq_rel);			/* carried by the gates */
	pt_arm_all(p, NULL);
}

void
partop_pool_step(partop_pool *p, unsigned n)
{
	PT_ADD(p->ctl, n * PT_CTL_STEP, release);		/* [C2] -> C1 */
	pt_futex_wake(&p->ctl, INT_MAX);
}

void
partop_pool_resume(partop_pool *p)
{
	PT_AND(p->ctl, PT_CTL_QUIT, release);	/* [C2] -> C1; unused steps are dropped */
	pt_futex_wake(&p->ctl, INT_MAX);
}

/* SPDX-License-Identifier: MIT */
/*
 * Reasons for which a worker's gates stay armed: pause, step, and groups that are cancelled.
 *
 * A gate only says "look".  A thread that wants something of the owners writes its reason first,
 * then arms all gates; an owner opens its gates first, then looks at the reasons: none is lost.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h;
 * control.c and group.c make functions of it.
 */
#ifndef PT_RUNTIME_CONTROL_H
#define PT_RUNTIME_CONTROL_H

#ifndef PT_MODEL
#include <limits.h>

#include "os/futex.h"
#include "runtime/worker.h"
#endif

/* ---- groups: one error word each, the first error wins ---- */

static inline bool
pt_control_cancelled(partop_pool *p, uint32_t group)
{
	for (; group; group = p->group[group].up)
		if (PT_LD(p->group[group].error, relaxed))	/* [C4] ordered by D5/D6 */
			return true;
	return false;
}

/* True: this error is the group's first. */
static inline bool
pt_control_fail(partop_pool *p, uint32_t group, int error)
{
	int none = 0;

	if (!PT_CAS(p->group[group].error, none, error, acq_rel))
		return false;
	pt_arm_all(p, NULL);
	return true;
}

/* 0: none is free.  The group is the caller's alone until a task of it is published. */
static inline uint32_t
pt_control_take_group(partop_pool *p, uint32_t up)
{
	uint64_t m = PT_LD(p->groups_free, relaxed);

	while (m)
		if (PT_CAS(p->groups_free, m, m & (m - 1), acquire)) {	/* [C3] <- C3 */
			uint32_t group = (uint32_t)__builtin_ctzll(m);

			PT_ST(p->group[group].error, 0, relaxed);	/* ordered by D1, D6 */
			p->group[group].up = up;
			return group;
		}
	return 0;
}

static inline void
pt_control_give_group(partop_pool *p, uint32_t group)
{
	PT_OR(p->groups_free, 1ull << group, release);	/* [C3] -> C3 */
}

/* ---- the owner ---- */

static inline bool
pt_control_must_stop(struct pt_worker *w)
{
	if (w->sealed || (PT_LD(w->pool->ctl, relaxed) & PT_CTL_PAUSE)) /* [C5] ordered by D5/D6 */
		return true;
	for (struct pt_frame *f = w->frame; f; f = f->up)
		if (f->group && pt_group_cancelled(w->pool, f->group))
			return true;
	return false;
}

/* c: the control word, which says pause.  Returns at resume, or with a step token taken. */
static inline void
pt_control_hold(struct pt_worker *w, uint32_t c)
{
	partop_pool *p = w->pool;

	while (c & PT_CTL_PAUSE) {
		if (c >= PT_CTL_STEP) {
			if (PT_CAS(p->ctl, c, c - PT_CTL_STEP, acquire))	/* [C1] <- C2 */
				return;
			continue;
		}
		pt_chaos();
		pt_futex_wait(&p->ctl, c);
		c = PT_LD(p->ctl, acquire);	/* [C1] <- C2 */
	}
}

/* Pause: waits here, unless a step token is free. */
static inline void
pt_control_pause_here(struct pt_worker *w)
{
	uint32_t c = PT_LD(w->pool->ctl, acquire);	/* [C1] <- C2 */

	if (c & PT_CTL_PAUSE)
		pt_hold(w, c);
}

/* ---- the controlling thread ---- */

static inline void
pt_control_pause(partop_pool *p)
{
	PT_AND(p->ctl, PT_CTL_QUIT | PT_CTL_PAUSE, relaxed);	/* drop old steps */
	PT_OR(p->ctl, PT_CTL_PAUSE, acq_rel);			/* carried by the gates */
	pt_arm_all(p, NULL);
}

static inline void
pt_control_step(partop_pool *p, unsigned n)
{
	PT_ADD(p->ctl, n * PT_CTL_STEP, release);		/* [C2] -> C1 */
	pt_futex_wake(&p->ctl, INT_MAX);
}

static inline void
pt_control_resume(partop_pool *p)
{
	PT_AND(p->ctl, PT_CTL_QUIT, release);	/* [C2] -> C1; unused steps are dropped */
	pt_futex_wake(&p->ctl, INT_MAX);
}

#endif

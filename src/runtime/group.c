/* SPDX-License-Identifier: MIT */
/*
 * Groups: one error word each, the first error wins.
 *
 * A slot is stamped with its group only when it is published; the group of a private slot follows
 * from the owner's frames.  So groups cost nothing at spawn and sync.
 */
#include "config.h"

#include "runtime/control.h"

#include <errno.h>
#include <string.h>

#include "runtime/channel_wait.h"
#include "runtime/trace.h"

bool
pt_group_cancelled(partop_pool *p, uint32_t group)
{
	return pt_control_cancelled(p, group);
}

/* Group of private slot i. */
uint32_t
pt_group_of(const struct pt_worker *w, uint32_t i)
{
	const struct pt_frame *f = w->frame;

	while (f->up && i < f->base)
		f = f->up;
	return f->group;
}

/* The task is not run: its result is zero. */
void
pt_drop_task(struct pt_worker *w, partop_task *t)
{
	pt_count(w, PT_COUNTER_CANCELLED, 1);
	pt_check_dropped(w);
	pt_trace_drop(w, t);
	memset(t->a, 0, sizeof(t->a));
}

int
partop_group_begin(partop_worker *pub, partop_task *head, struct partop_group *g)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t group = pt_control_take_group(w->pool, w->frame->group);

	if (!group)
		return -EAGAIN;
	g->frame = (struct pt_frame){ .group = group, .base = pt_index(w, head), .up = w->frame };
	w->frame = &g->frame;
	return 0;
}

int
partop_group_end(partop_worker *pub, partop_task *head, struct partop_group *g)
{
	struct pt_worker *w = pt_worker_of(pub);
	partop_pool *p = w->pool;
	int error = PT_LD(p->group[g->frame.group].error, acquire);

	w->frame = g->frame.up;
	pt_control_give_group(p, g->frame.group);
	if (error) { /* open the gates again */
		pt_deque_settle(&w->pub.deque, pt_index(w, head));
		pt_serve(w, pt_index(w, head));
	}
	return error;
}

void
partop_fail(partop_worker *pub, int error)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t group = w->frame->group;

	if (group == PT_GROUP_NONE || error == 0 || !pt_control_fail(w->pool, group, error))
		return;
	pt_channel_cancel(w->pool);
	if (w->pen->level >= PT_REC_LEVEL_STEALS)
		pt_rec_emit(w->pen, PT_REC_EV_CANCEL, 0, 0, (uint32_t)error);
}

void
partop_pool_cancel(partop_pool *p, int error)
{
	if (error == 0 || !pt_control_fail(p, PT_GROUP_ROOT, error))
		return;
	PT_ST(p->cancelled_outside, 1, relaxed);
	pt_channel_cancel(p);
}

int
partop_cancelled(partop_worker *pub)
{
	struct pt_worker *w = pt_worker_of(pub);

	for (uint32_t group = w->frame->group; group; group = w->pool->group[group].up) {
		int error = PT_LD(w->pool->group[group].error, relaxed);

		if (error)
			return error;
	}
	return 0;
}

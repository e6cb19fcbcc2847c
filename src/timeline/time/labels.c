/* SPDX-License-Identifier: MIT */
/* Which task is being worked on: see internal.h. */
#include <string.h>

#include "timeline/time/internal.h"

static void
push(struct pt_time_labels *l, uint16_t label)
{
	if (l->depth < PT_TIME_NEST)
		l->stack[l->depth] = label;
	l->depth++;
}

bool
pt_time_labels_take(struct pt_time_labels *l, const struct pt_event *e)
{
	switch (e->type) {
	case PT_REC_EV_STATE:
		l->base = e->state.label;
		return true;
	case PT_REC_EV_RANGE_BEGIN:
	case PT_REC_EV_LEAF_BEGIN:
		push(l, e->task.label);
		return true;
	case PT_REC_EV_SYNC_RUN:
		push(l, e->sync.label);
		return true;
	case PT_REC_EV_SYNC_DONE:
		if (e->sync.stolen)
			return false;
		break;
	case PT_REC_EV_TASK_END:
		break;
	default:
		return false;
	}
	if (l->depth > 0)
		l->depth--;
	return true;
}

uint16_t
pt_time_label(const struct pt_time_labels *l)
{
	if (l->depth == 0)
		return l->base;
	return l->stack[l->depth <= PT_TIME_NEST ? l->depth - 1 : PT_TIME_NEST - 1];
}

void
pt_time_labels_at(struct pt_time_labels *l, const struct pt_time_chunk *c)
{
	*l = (struct pt_time_labels){ .depth = c->depth, .base = c->label };
	memcpy(l->stack, c->stack, sizeof(c->stack));
	for (uint32_t i = PT_TIME_STACK; i < l->depth && i < PT_TIME_NEST; i++)
		l->stack[i] = c->stack[PT_TIME_STACK - 1];
}

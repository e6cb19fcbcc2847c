/* SPDX-License-Identifier: MIT */
/* Running a task that is in a slot, and a look at what it has left behind. */
#ifndef PT_RUNTIME_TASK_RUN_H
#define PT_RUNTIME_TASK_RUN_H

#include "runtime/unsynced.h"

/* head: the first free slot, for what the task spawns. */
static inline void
pt_run_task(struct pt_worker *w, partop_task *head, partop_task *t)
{
	pt_check_begun(w);
	t->kind->run(&w->pub, head, t);
	pt_unsynced_look(w, pt_index(w, head));
}

#endif

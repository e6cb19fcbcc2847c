/* SPDX-License-Identifier: MIT */
/*
 * The thread of a worker: it searches, runs what it finds and sleeps until the pool is closed.
 */
#include "config.h"

#include "runtime/state.h"

#include <stdio.h>

#include "os/futex.h"

_Thread_local struct pt_worker *pt_current;

static void
begin(struct pt_worker *w)
{
	partop_pool *p = w->pool;
	char name[16], *here = __builtin_frame_address(0);

	snprintf(name, sizeof(name), "%s-%u", p->name, w->id % 1000);
	pthread_setname_np(pthread_self(), name);
	pt_chaos_enter(p->id, w->id);
	while (PT_LD(p->started, acquire) == 0)
		pt_futex_wait(&p->started, 0);
	w->stack_top = here;
	w->stack_middle = here - p->stack_bytes / 2;
	pt_current = w;
	if (p->pinned)
		pt_cpus_pin_self(p->cpu[w->id]);
	pt_rec_pen_adopt(w->pen);
	pt_rec_book_from_birth(w->pen);
	pt_state_enter(w, PT_REC_SEARCH, 0);
}

void *
pt_worker_main(void *arg)
{
	struct pt_worker *w = arg;

	(void)pt_rec_unblock_cuts();
	begin(w);
	pt_search(w, w->pub.deque.base);
	pt_state_enter(w, PT_REC_OUT, 0);
	pt_chaos_leave();
	return NULL;
}

/* SPDX-License-Identifier: MIT */
/*
 * Tasks that their function did not sync: a mistake of the program, found among the shared slots,
 * where finding it costs nothing.
 *
 * A function that returns, or syncs what it spawned before, has left slots above the one that comes
 * next.  Where they are shared or stolen, the owner sees it at its next slow passage: it drops those
 * that are still there, waits for those that are running, so that none outlives its run, and gives the
 * group PARTOP_UNSYNCED as its error.  Private slots cannot be told from free ones: a task that no
 * thief could have stolen is found by debug builds only (check.h).
 */
#ifndef PT_RUNTIME_UNSYNCED_H
#define PT_RUNTIME_UNSYNCED_H

#include "runtime/worker.h"

void pt_unsynced_found(struct pt_worker *w, uint32_t low);

/* The owner is about to use slot `low` and takes all above it for free: is it?  Two loads. */
static inline void
pt_unsynced_look(struct pt_worker *w, uint32_t low)
{
	const struct pt_deque *d = &w->pub.deque;
	uint64_t ts =
		PT_LD(d->ts, relaxed); /* split is the owner's; a tail too low says "shared" */

	/* Joined slots leave tail == split > low behind: see pt_deque_settle(). */
	if (PT_UNLIKELY(d->split > low && PT_TAIL(ts) < d->split))
		pt_unsynced_found(w, low);
}

#define PT_TASK_JOINED 8u /* beside PT_TASK_DONE; the owner's, until the slot is published again */

/* The owner has joined the stolen slot t. */
static inline void
pt_unsynced_joined(partop_task *t)
{
	PT_ST(t->state, PT_TASK_DONE | PT_TASK_JOINED, relaxed); /* read by the owner alone */
}

/* The same at the end of a run: what was stolen and not joined is waited for, too. */
void pt_unsynced_end(struct pt_worker *w);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Policies by which a range is shared out from one place: static parts, and the central queues.
 *
 * The caller and a *ticket* per other worker, an ordinary task, take pieces of the range until there
 * are none.  So a loop waits for no particular worker: those that are busy elsewhere do not come, and
 * what they do not take the others do.
 */
#ifndef PT_RUNTIME_SHARE_H
#define PT_RUNTIME_SHARE_H

#include "runtime/range.h"

/* Runs [lo, hi), lo < hi.  result: the identity, in a reduction. */
void pt_share_run(struct pt_loop *l, partop_worker *w, partop_task *head, void *result, uint64_t lo,
	uint64_t hi);

#endif

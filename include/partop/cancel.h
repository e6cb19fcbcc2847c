/* SPDX-License-Identifier: MIT */
/*
 * Groups: errors and cancellation.
 *
 *	struct partop_group g;
 *	int error = partop_group_begin(w, head, &g);
 *
 *	if (error)
 *		return error;
 *	partop_for(w, head, 0, n, body, arg, NULL);	// calls partop_fail(w, -EIO) somewhere
 *	error = partop_group_end(w, head, &g);		// is -EIO
 *
 * The tasks spawned between partop_group_begin() and partop_group_end(), and all tasks below them,
 * are a group.  The first error given to a group cancels it: later errors are dropped, tasks not
 * yet started are dropped and counted, and their results are all zero; tasks already running, and
 * plain calls, go on to their end unless they ask partop_cancelled().  Every sync, loop and scope
 * returns as usual, only sooner.
 *
 * An error does not leave its group.  Cancelling a group cancels the groups inside it, whose own
 * error stays 0.  Every partop_run() has a group around it, whose error it returns.
 * Not cancelling costs nothing at spawn and sync.
 *
 * As TBB's task_group_context and Rayon's panics.  Manual: partop_group(3).
 */
#ifndef PARTOP_CANCEL_H
#define PARTOP_CANCEL_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Tasks [base, ...) of one worker belong to a group.  The runtime's. */
struct pt_frame {
	uint32_t group, base;
	struct pt_frame *up;
};

/* A group.  Embedded by the caller, which keeps it where it is until partop_group_end().  Its
 * fields are the runtime's. */
struct partop_group {
	struct pt_frame frame;
};

/*
 * Begins a group at head: what the caller spawns from here on belongs to it.
 *
 * Groups nest; each is ended by the function call that began it, in reverse order.
 * Returns 0, or -EAGAIN when 62 groups of this pool are alive: the tasks then belong to the
 * enclosing group, and partop_group_end() must not be called.
 * Cost: a compare-and-swap shared by the pool: for a loop or a phase, not for each task.
 */
PT_API int partop_group_begin(partop_worker *w, partop_task *head, struct partop_group *g);

/*
 * Ends the group.  Its tasks must have been synced, so head is what it was at begin.
 *
 * Returns the group's first error, or 0: also when a group around it is cancelled, and tasks of
 * this one were therefore dropped.  partop_cancelled() tells.
 */
PT_API int partop_group_end(partop_worker *w, partop_task *head, struct partop_group *g);

/*
 * Gives an error to the calling task's innermost group.
 *
 * error: by convention a negative errno, but any number except 0, which is ignored.  Any number of
 * tasks, any number of times; the first error wins.  Returns at once: the caller goes on, and still
 * syncs what it has spawned.
 * Cost: about 1 us and 50 ns per worker the first time, then a compare-and-swap.
 */
PT_API void partop_fail(partop_worker *w, int error);

/*
 * The error by which the calling task's group, or one around it, is cancelled; else 0.
 *
 * For long leaves, and after a sync or a loop whose result matters.  An error that another worker
 * gave becomes visible soon, not at once.
 * Cost: a load or two per level of groups.
 */
PT_API int partop_cancelled(partop_worker *w);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: MIT */
/*
 * Groups: errors and cancellation.
 *
 * The tasks spawned between partop_group_begin() and partop_group_end(), and all tasks below them,
 * are a group.  The first error given to a group cancels it: later errors are dropped, tasks not
 * yet started are dropped and counted and their results are zero, running ones go on until they
 * ask. An error does not leave its group; cancelling a group cancels the groups inside it.  Every
 * partop_run() has a root group around it.  Not cancelling costs nothing at spawn and sync.
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

/* Embedded by the caller, who keeps it until partop_group_end(). */
struct partop_group {
	struct pt_frame frame;
};

/* Begins a group at head.  Returns 0, or -EAGAIN when 62 groups of this pool are alive: the tasks
 * then belong to the enclosing group, and partop_group_end() must not be called. */
PT_API int partop_group_begin(partop_worker *w, partop_task *head, struct partop_group *g);

/* Ends the group, whose tasks must have been synced; groups end in reverse order of their
 * beginning.  Returns the group's first error, or 0. */
PT_API int partop_group_end(partop_worker *w, partop_task *head, struct partop_group *g);

/* Gives an error (not 0) to the innermost group of the calling task.  Any number of times; the
 * first wins.  About 1 us plus 50 ns per worker the first time. */
PT_API void partop_fail(partop_worker *w, int error);

/* Not 0 when the calling task's group, or one around it, is cancelled: its error.  For long leaves;
 * a few loads. */
PT_API int partop_cancelled(partop_worker *w);

#ifdef __cplusplus
}
#endif
#endif

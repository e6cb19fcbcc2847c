/* SPDX-License-Identifier: MIT */
/*
 * How the child of `partop run` is cancelled.  A thread of its own waits for SIGTERM, so that no
 * code runs in a signal handler.
 *
 * What goes on decides what a cancel does: inside a pool it cancels the pool's run; in code that
 * knows nothing of cancelling (a sequential version, set-up, checks) it closes the recording and
 * ends the process at once; otherwise the next step sees pt_interrupt_seen().
 */
#ifndef PT_RUNNER_INTERRUPT_H
#define PT_RUNNER_INTERRUPT_H

#include <partop/partop.h>
#include <stdbool.h>

struct pt_error;

/* Before any other thread exists.  0, or -1 with e filled. */
int pt_interrupt_begin(struct pt_error *e);

bool pt_interrupt_seen(void);

/* Around code that cannot be cancelled.  It must not use the recording. */
void pt_interrupt_plain_begin(void);
void pt_interrupt_plain_end(void);

/*
 * Around partop_run().  A cancel in the moment before the run has begun does not reach the pool:
 * the root task must ask pt_interrupt_seen() first.
 */
void pt_interrupt_pool_begin(partop_pool *pool);
void pt_interrupt_pool_end(void);

/* Marks the recording as cancelled, closes it and ends the process by SIGTERM. */
_Noreturn void pt_interrupt_end_process(void);

#endif

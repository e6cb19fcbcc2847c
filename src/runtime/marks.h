/* SPDX-License-Identifier: MIT */
/*
 * Runs of a user's program, marked as phases in its recording: each call of partop_run() from
 * outside is a run, as if partop's own runner had made it.
 *
 * A mark costs some microseconds per worker and some hundred bytes.  A program that runs thousands
 * of times per second gets some of its runs marked, chosen by the clock alone: together marks take
 * no more than a hundredth of the time, and half of the journal's room.  All runs are counted.
 *
 * By the thread that holds the pool's run_lock.
 */
#ifndef PT_RUNTIME_MARKS_H
#define PT_RUNTIME_MARKS_H

#include "runtime/worker.h"

/* Decides whether this pool's runs are marked: only where the library describes the run itself. */
void pt_marks_open(partop_pool *p);

/* A run begins, before its clock does.  The phase's id, 0: this one is not marked. */
uint32_t pt_marks_begin(partop_pool *p);

/* It has ended. */
void pt_marks_end(partop_pool *p, uint32_t id, uint64_t elapsed_ns, int status);

#endif

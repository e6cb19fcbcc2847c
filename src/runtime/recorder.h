/* SPDX-License-Identifier: MIT */
/*
 * The process's recording: one at a time, opened before its first pool.
 *
 * partop's own runner opens it by pt_recorder_open().  In a user's program it is opened when first
 * needed: from the environment, else counters in private memory.  One from the environment is
 * finished at exit:
 *
 *	PARTOP_RECORDING	the file handed over, and its identity: recording/handover.h
 *	PARTOP_RECORDING_GROW	1: keep it (--trace); else the last events of each worker
 *	PARTOP_RECORDING_FULL	stop, overwrite: when it is kept and full (--trace-full)
 *	PARTOP_RECORDING_CAP	bytes of events up to which it grows (--trace-cap)
 *	PARTOP_DETAIL		counters, steals, tasks, full
 *
 * A forked child keeps none of it: pens of pools made before the fork go on into private memory,
 * and the next pool starts a private recording, or claims that of the environment if the program
 * had not and the child may (fork.h).
 *
 * Thread-safe unless said otherwise.
 */
#ifndef PT_RUNTIME_RECORDER_H
#define PT_RUNTIME_RECORDER_H

#include <stdbool.h>

#include "recording/writer.h"

/* Before any pool: 0, -EBUSY when there is one, or the writer's negative errno. */
int pt_recorder_open(const struct pt_rec_options *o);

/* The writer; NULL: there is no memory even for a private one. */
struct pt_rec_writer *pt_recorder_writer(void);

/* Around a fork, by fork.c. */
void pt_recorder_before_fork(void);
void pt_recorder_after_fork(bool in_child);

/* Finishes the recording; pools must be closed. */
void pt_recorder_close(void);

/* Whether the recording came from the environment: then the library describes the run itself. */
bool pt_recorder_is_foreign(void);

/* Label id of a text, registered once per recording; 0: no more room.  A lock: slow paths only. */
uint16_t pt_recorder_label(const char *text);

/* Changes with each recording: ids of another generation are stale. */
uint32_t pt_recorder_generation(void);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What one event costs here and now: the paths of the runtime that write events are run on a worker
 * that is in no pool, with a recording of its own in memory, with events and without.
 */
#ifndef PT_RUNTIME_CALIBRATE_H
#define PT_RUNTIME_CALIBRATE_H

#include "recording/writer.h"

/*
 * Nanoseconds that each event of a level adds; the least of many short attempts, in a few ms.
 * NAN: a level without events (counters), or no memory.  Before the process's recording is opened,
 * so that labels met here are not taken for the recording's.
 */
double pt_calibrate_event_ns(enum pt_rec_level level);

/* The same for the machine's capacity, as the environment tells it (PARTOP_CAPACITY). */
void pt_calibrate_note_capacity(struct pt_rec_writer *w);

/* Writes it into the recording's metadata, unless it is NAN. */
void pt_calibrate_note(struct pt_rec_writer *w, double event_ns);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The events of all workers: how many, how many lost, the newest steals, and the marks of the program.
 *
 * An event is lost when its worker could not write it (dropped), or when a ring overwrote it: in a
 * live recording before it was read, in a finished one at any time.  Every lost event is counted.
 */
#ifndef PT_TIMELINE_EVENTS_H
#define PT_TIMELINE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "timeline/marks.h"
#include "timeline/steals.h"
#include "recording/reader.h"

struct pt_events {
	struct pt_rec_follow *follow; /* by slot */
	size_t len, cap;
	struct pt_rec_event *buf;
	struct pt_steals steals;
	struct pt_marks marks;
	uint64_t read, overwritten;
	uint64_t dropped, written; /* as the pages said last */
	uint64_t work_ticks;       /* in state WORK, of all workers so far */
};

void pt_events_fini(struct pt_events *f); /* a zeroed struct is empty */

/*
 * Takes what it keeps from n slots of events of one worker; what does not fit at the end is left out.
 * Returns how many events there were, those of the writer (clock, gap) not counted.
 */
uint64_t
pt_events_take(struct pt_events *f, uint32_t worker, const struct pt_rec_event *e, size_t n);

/* Reads what has been added to a live recording since the last call. */
void pt_events_follow(struct pt_events *f, struct pt_rec_reader *r);

/* Reads all events of a finished recording. */
void pt_events_scan(struct pt_events *f, struct pt_rec_reader *r);

/* For a recording that is not kept: what its ring overwrote does not count as lost. */
void pt_events_forgive(struct pt_events *f);

uint64_t pt_events_lost(const struct pt_events *f);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The events of all workers: how many, how many lost, and the newest steals.
 *
 * Lost are events that a worker could not write (dropped), and those that were overwritten in a
 * ring: of a live recording between two looks of a follower, of a finished one all that are not
 * there any more, each of them counted.
 */
#ifndef PT_TIMELINE_EVENTS_H
#define PT_TIMELINE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "timeline/steals.h"
#include "recording/reader.h"

struct pt_events {
	struct pt_rec_follow *follow;	/* by slot */
	size_t len, cap;
	struct pt_rec_event *buf;
	struct pt_steals steals;
	uint64_t read, overwritten;
	uint64_t dropped, written;	/* as the pages said last */
	uint64_t work_ticks;		/* of all workers ever, in WORK */
};

void pt_events_fini(struct pt_events *f);	/* a zeroed struct is empty */

/* Reads what is new of a live recording. */
void pt_events_follow(struct pt_events *f, struct pt_rec_reader *r);

/* Reads all of a finished one. */
void pt_events_scan(struct pt_events *f, struct pt_rec_reader *r);

/* A ring that was not to be kept: what it overwrote is not missing. */
void pt_events_forgive(struct pt_events *f);

uint64_t pt_events_lost(const struct pt_events *f);

#endif

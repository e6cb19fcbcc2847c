/* SPDX-License-Identifier: MIT */
/*
 * The events of all workers: how many, how many lost, and the newest steals.
 *
 * Lost are events that a worker could not write (dropped), and those that were overwritten in a
 * ring between two looks of a follower.  What was overwritten before the first look is not lost: a
 * ring is asked to keep the newest only.
 */
#ifndef PT_METRICS_FOLLOW_H
#define PT_METRICS_FOLLOW_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/steals.h"
#include "recording/reader.h"

struct pt_events {
	struct pt_rec_follow *follow;	/* by slot */
	size_t len, cap;
	struct pt_rec_event *buf;
	struct pt_steals steals;
	uint64_t read, overwritten;
	uint64_t dropped;		/* as the pages said last */
};

void pt_events_fini(struct pt_events *f);	/* a zeroed struct is empty */

/* Reads what is new of a live recording. */
void pt_events_follow(struct pt_events *f, struct pt_rec_reader *r);

/* Reads all of a finished one. */
void pt_events_scan(struct pt_events *f, struct pt_rec_reader *r);

uint64_t pt_events_lost(const struct pt_events *f);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Everything that was seen of a recording so far: its journal, the measured pool, events, and the
 * series of runs with one of them in detail.
 */
#ifndef PT_METRICS_SEEN_H
#define PT_METRICS_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics/detail.h"
#include "metrics/follow.h"
#include "metrics/live.h"
#include "metrics/model.h"
#include "metrics/notes.h"
#include "recording/reader.h"

struct pt_seen {
	struct pt_notes notes;
	struct pt_live pool;
	struct pt_events events;
	struct pt_rec_status status;
	uint64_t hz, now;		/* ticks per second; of the last look */
	uint64_t begin;			/* of the recording, ticks */
	struct pt_series sequential, one_worker, parallel;
	size_t runs_seen;		/* phases when the series were made */
	struct pt_detail detail;	/* of the median run so far; run_s NAN: none */
	bool has_detail;		/* of a run, not of the pages */
};

void pt_seen_begin(struct pt_seen *s, const struct pt_rec_reader *r);
void pt_seen_fini(struct pt_seen *s);	/* a zeroed struct is empty */

/* Looks at a live recording at `now` ticks.  Returns false when it is gone. */
bool pt_seen_look(struct pt_seen *s, struct pt_rec_reader *r, uint64_t now);

/*
 * Takes all that a finished recording has.  Events are read unless they were followed.  Without a
 * run that ended well, the pages are the detail.  kept: it is a file, so what a ring in it has
 * overwritten is lost, whatever a follower saw.
 */
void pt_seen_finish(struct pt_seen *s, struct pt_rec_reader *r, bool kept);

/* Whether the watched pool is that of the runs, not that of the one-worker baseline. */
bool pt_seen_runs(const struct pt_seen *s);

/* The last instant that a finished recording knows of, in ticks. */
uint64_t pt_seen_end(struct pt_rec_reader *r, const struct pt_rec_status *status);

double pt_seen_seconds(const struct pt_seen *s, uint64_t ticks);

#endif

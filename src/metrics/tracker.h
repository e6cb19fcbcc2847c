/* SPDX-License-Identifier: MIT */
/*
 * All that is known of a recording so far: its journal, the pool that is shown, events, and the
 * series of runs, with the median run worker by worker.
 */
#ifndef PT_METRICS_TRACKER_H
#define PT_METRICS_TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics/breakdown.h"
#include "timeline/events.h"
#include "metrics/live.h"
#include "metrics/model.h"
#include "timeline/journal.h"
#include "timeline/pools.h"
#include "recording/reader.h"

struct pt_tracker {
	struct pt_journal journal;
	struct pt_live pool; /* the one that is shown */
	struct pt_pools pools;
	struct pt_pool_info *pool_info; /* the same, for the model */
	size_t pool_info_cap;
	uint32_t wanted, shown; /* numbers of pools, PT_POOL_NONE */
	uint32_t first_slot;    /* of the pool that is shown */
	uint64_t runs;          /* of it that have ended; before format 1.2: 0 */
	bool program;           /* a user's program: each outermost partop_run() is a run */
	struct pt_events events;
	struct pt_rec_status status;
	uint64_t hz, now; /* ticks per second; of the last look */
	uint64_t begin;   /* of the recording, ticks */
	struct pt_series sequential, one_worker, parallel;
	size_t series_phases;           /* number of phases when the series were made */
	struct pt_breakdown median_run; /* run_s NAN: there is none yet */
	bool has_median_run;            /* from a phase, not from the pages */
	struct pt_breakdown
		preview; /* when it is over and nothing has run since; run_s NAN: none */
};

/* r NULL: nothing is known, as long as there is no recording. */
void pt_tracker_begin(struct pt_tracker *t, const struct pt_rec_reader *r);
void pt_tracker_fini(struct pt_tracker *t); /* a zeroed struct is empty */

/* Looks at a live recording at `now` ticks.  Returns false when it is gone. */
bool pt_tracker_look(struct pt_tracker *t, struct pt_rec_reader *r, uint64_t now);

/*
 * Takes all that a finished recording has.  Events are read unless they were followed.  Without a
 * run that ended well the pages stand for the median run.  kept: the recording is a file, so events
 * that a ring in it has overwritten are lost, even if they were read before.
 */
void pt_tracker_finish(struct pt_tracker *t, struct pt_rec_reader *r, bool kept);

/* Shows the pool with that number; PT_POOL_NONE: the one that works most. */
void pt_tracker_choose(struct pt_tracker *t, struct pt_rec_reader *r, uint32_t pool, bool live);

/* Whether the watched pool is that of the runs, not that of the one-worker baseline. */
bool pt_tracker_runs(const struct pt_tracker *t);

/* The last instant that a finished recording knows of, in ticks. */
uint64_t pt_tracker_end(struct pt_rec_reader *r, const struct pt_rec_status *status);

double pt_tracker_seconds(const struct pt_tracker *t, uint64_t ticks);

#endif

/* SPDX-License-Identifier: MIT */
/* Inside of the tracker: the steps of a look, for a look at the past (replay.c). */
#ifndef PT_METRICS_TRACKER_INTERNAL_H
#define PT_METRICS_TRACKER_INTERNAL_H

#include "metrics/tracker.h"

/* Chooses the pool that is shown, by the phases that there are. */
void pt_tracker_watch_pool(struct pt_tracker *t, struct pt_rec_reader *r);
/* The times of baselines and runs. */
void pt_tracker_make_series(struct pt_tracker *t);
/* Of them the run in the middle, worker by worker. */
void pt_tracker_choose_median_run(struct pt_tracker *t);
void pt_tracker_choose_preview(struct pt_tracker *t);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The past of a finished recording: what a live look at an instant would have known, made again from
 * the queries over time.  States, times and steals are exact; counters without events are those of the
 * samples around the instant, or not known.
 */
#ifndef PT_METRICS_REPLAY_H
#define PT_METRICS_REPLAY_H

#include "metrics/over_time.h"
#include "metrics/tracker.h"

/* A mark of the program, partop_mark(3). */
struct pt_past_mark {
	uint64_t at;
	uint32_t value;
	uint16_t label;
};

struct pt_past {
	struct pt_tracker tracker; /* as it was; borrows texts from the whole */
	bool counters_known;
	struct pt_past_mark *mark; /* all of them, by time */
	size_t marks, marks_cap;
	bool marks_read;
};

/* Makes p->tracker what it was at `at` ticks.  whole: the tracker of all of the recording. */
void pt_past_look(struct pt_past *p, const struct pt_tracker *whole, struct pt_rec_reader *r,
	struct pt_time *time, uint64_t at);
void pt_past_fini(struct pt_past *p); /* a zeroed struct is empty */

/* What is not known of the past, in its model. */
void pt_past_unknown(const struct pt_past *p, struct pt_model *m);

#endif

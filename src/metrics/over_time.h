/* SPDX-License-Identifier: MIT */
/*
 * What a recording says over time, beside the model, which says it of one instant: the queries of
 * timeline/time/time.h, and what gives their answers names.
 *
 * It belongs to a source (pt_source_over_time), whose looks bring it up to date; all it points to is
 * valid up to the next one.  Ticks: divide by hz.
 */
#ifndef PT_METRICS_OVER_TIME_H
#define PT_METRICS_OVER_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timeline/journal.h"
#include "timeline/time/time.h"

struct pt_over_time {
	struct pt_time *time;
	uint64_t hz, begin,
		end; /* ticks per second; of the recording; the last instant that is known */
	const struct pt_journal *journal;
	const uint32_t
		*lane; /* of the pool that is shown: its workers' recording slots, in order */
	size_t lanes;
};

/* Which worker of the shown pool has that slot; UINT32_MAX: none. */
uint32_t pt_over_time_worker(const struct pt_over_time *o, uint32_t slot);

/* Foreign text, "" unknown. */
const char *pt_over_time_label(const struct pt_over_time *o, uint16_t label);

/* Seconds from the recording's begin. */
double pt_over_time_seconds(const struct pt_over_time *o, uint64_t ticks);

/* The stretch of the measured runs: from the first one's begin to the last one's end, or all there is
 * where no runs are marked. */
void pt_over_time_runs(const struct pt_over_time *o, uint64_t *begin, uint64_t *end);

/*
 * An event in words, its actor first: "worker 5 took partition from worker 3, 2 tries".  Cleaned, ready
 * to print; returns out.
 */
char *
pt_event_sentence(char *out, size_t size, const struct pt_over_time *o, const struct pt_event *e);

#endif

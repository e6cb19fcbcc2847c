/* SPDX-License-Identifier: MIT */
/*
 * The whole run in numbers, from what the journal says and one run in detail.
 */
#ifndef PT_METRICS_SUMMARY_H
#define PT_METRICS_SUMMARY_H

#include <stdint.h>

#include "metrics/breakdown.h"
#include "metrics/model.h"
#include "timeline/journal.h"

/* What is not in the journal. */
struct pt_summary_in {
	const struct pt_journal *notes;
	const struct pt_breakdown *detail;
	enum pt_model_state state;
	const char *error;		/* "" none */
	uint64_t events, events_lost, journal_lost;
	struct pt_tracing tracing;
};

void pt_summary_fini(struct pt_summary *s);	/* a zeroed struct is empty */

/* Makes it anew.  Its strings are those of the notes and of `in`. */
void pt_summary_make(struct pt_summary *s, const struct pt_summary_in *in);

#endif

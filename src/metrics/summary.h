/* SPDX-License-Identifier: MIT */
/*
 * The whole run in numbers, from what the journal says and one run in detail.
 */
#ifndef PT_METRICS_SUMMARY_H
#define PT_METRICS_SUMMARY_H

#include <stdint.h>

#include "metrics/model.h"
#include "metrics/tracker.h"

void pt_summary_fini(struct pt_summary *s);	/* a zeroed struct is empty */

/* Makes it anew.  Strings and series stay the tracker's; so does `error`, "" none. */
void pt_summary_make(struct pt_summary *s, const struct pt_tracker *t, enum pt_model_state state,
	const char *error);

#endif

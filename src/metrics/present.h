/* SPDX-License-Identifier: MIT */
/*
 * Makes the model from what was seen.
 */
#ifndef PT_METRICS_PRESENT_H
#define PT_METRICS_PRESENT_H

#include "metrics/model.h"
#include "metrics/tracker.h"

/* Fills all of m but `error` and `summary`.  With `ended`, the run in detail is shown instead of
 * the last second.  m keeps its progress, which never falls. */
void pt_present(struct pt_model *m, struct pt_tracker *s, struct pt_rec_reader *r,
	enum pt_model_state state, bool ended);

/* Nothing is known yet. */
void pt_present_nothing(struct pt_model *m);

#endif

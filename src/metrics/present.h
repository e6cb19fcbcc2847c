/* SPDX-License-Identifier: MIT */
/*
 * Makes the model from what the tracker knows.
 */
#ifndef PT_METRICS_PRESENT_H
#define PT_METRICS_PRESENT_H

#include "metrics/model.h"
#include "metrics/tracker.h"

struct pt_arena;

struct pt_present_in {
	enum pt_model_state state;
	const char *error; /* "" none */
	double progress;   /* of the model before, as it never falls; NAN: there was none */
	bool ended;        /* the median run is shown instead of the last second */
};

/*
 * Fills a new model; all it points to comes from the arena.  r NULL: there is no recording.  When
 * it has ended there is a summary.
 */
void pt_present(struct pt_model *m, struct pt_arena *arena, struct pt_tracker *t,
	struct pt_rec_reader *r, const struct pt_present_in *in);

/* Nothing is known yet. */
void pt_present_nothing(struct pt_model *m);

#endif

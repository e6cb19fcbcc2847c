/* SPDX-License-Identifier: MIT */
/* The sections of the Timeline, and how lanes fit into rows. */
#ifndef PT_UI_VIEWS_TIMELINE_LAYOUT_H
#define PT_UI_VIEWS_TIMELINE_LAYOUT_H

#include "ui/core/layout.h"

#define PT_LANE_LABEL 5 /* columns in front of the lanes, as in a curve */

struct pt_timeline_layout {
	struct pt_rect head, phases, lanes, axis, curve_rule, curve, events_rule, events, all,
		status;
	int columns;       /* of time */
	int rows, per_row; /* of lanes; lanes in each, the last may have less; a power of two */
	int share_w;       /* columns behind the lanes, 0: none */
};
void pt_layout_timeline(struct pt_timeline_layout *t, const struct pt_frame *f, int lanes);

#endif

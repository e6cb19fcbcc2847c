/* SPDX-License-Identifier: MIT */
/* A frame of the Timeline under way: what its parts are drawn from. */
#ifndef PT_UI_VIEWS_TIMELINE_PICTURE_H
#define PT_UI_VIEWS_TIMELINE_PICTURE_H

#include "ui/views/timeline.h"
#include "ui/views/timeline_layout.h"
#include "ui/views/view.h"

struct pt_over_time;
struct pt_time_cell;

/* One frame: the cells of every lane, and what they add up to. */
struct pt_timeline_picture {
	const struct pt_view_context *v;
	const struct pt_over_time *o;
	struct pt_timeline *t;
	struct pt_timeline_layout l;
	struct pt_time_cell *cell; /* lanes x columns */
	uint64_t steals;
};

/* timeline_words.c: the first row; the events before the cursor. */
void pt_timeline_head(struct pt_canvas *c, const struct pt_timeline_picture *p);
void pt_timeline_events(struct pt_canvas *c, struct pt_timeline_picture *p);

#endif

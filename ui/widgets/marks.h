/* SPDX-License-Identifier: MIT */
/* What the program marks, live: a row for each label, with its last and largest number and how it
 * went.  So the depth of a channel is seen while it fills. */
#ifndef PT_UI_WIDGETS_MARKS_H
#define PT_UI_WIDGETS_MARKS_H

#include "metrics/model.h"
#include "ui/core/canvas.h"
#include "ui/core/glyphs.h"

/* Rows to draw them all; 0: the program marks nothing. */
int pt_marks_rows(const struct pt_model *m);

/* What does not fit into `r` is left out, and the rule says how many there are. */
void pt_marks_draw(struct pt_canvas *c, struct pt_rect rule, struct pt_rect r,
	const struct pt_glyphs *g, const struct pt_model *m);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The plan, which becomes the result: a line that says what happens now and when the first answer
 * comes, and three bars on one time axis, sequential, one worker, all workers.  First the bars say
 * "next" and "then"; the one that runs grows; when all three stand, the shorter one is the speedup,
 * and the times beside them have not moved a cell.
 */
#ifndef PT_UI_WIDGETS_PLAN_H
#define PT_UI_WIDGETS_PLAN_H

#include <stdbool.h>

#include "metrics/model.h"
#include "ui/core/canvas.h"
#include "ui/core/glyphs.h"

/* Rows of the bars: 3, with one worker 2, without a plan 0. */
int pt_plan_rows(const struct pt_model *m);

/* Whether the line has something to say: until there is an answer. */
bool pt_plan_speaks(const struct pt_model *m);

void pt_plan_line_draw(struct pt_canvas *c, struct pt_rect row, const struct pt_glyphs *g,
	const struct pt_model *m);
void pt_plan_bars_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_model *m);

#endif

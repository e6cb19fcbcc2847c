/* SPDX-License-Identifier: MIT */
/*
 * Where the P cores went: a bar of P cores divided into what was useful and what was lost to what,
 * and the same parts as numbers, which add up to P.
 *
 * When more than half of P is off-cpu by own doing (more workers than CPUs), the bar is *cut*: its
 * other parts are drawn to the scale of the CPUs, and that one as a short tail behind ┊.  The numbers
 * are never cut.
 */
#ifndef PT_UI_WIDGETS_CORES_H
#define PT_UI_WIDGETS_CORES_H

#include "metrics/model.h"
#include "ui/core/canvas.h"
#include "ui/core/glyphs.h"

/* Whether the bar of this model is cut. */
bool pt_cores_cut(const struct pt_model *m);

void pt_cores_bar_draw(struct pt_canvas *c, struct pt_rect row, const struct pt_glyphs *g,
	const struct pt_model *m);

/* Two rows; one, of the largest parts, where `r` has no second. */
void pt_cores_text_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_model *m);

#endif

/* SPDX-License-Identifier: MIT */
/* One whole frame: header, tabs, the view, footer, the help over it; a model in, cells out. */
#ifndef PT_UI_CORE_SCREEN_H
#define PT_UI_CORE_SCREEN_H

#include "ui/core/state.h"

struct pt_screen {
	const struct pt_model *live;
	struct pt_ui_state *state; /* drawing puts there what can be selected */
	const struct pt_glyphs *glyphs;
	double ui_cost; /* share of one core, NAN: not known yet */
};

/* Draws into all of `c`, which is cleared first. */
void pt_screen_draw(struct pt_canvas *c, const struct pt_screen *s);

#endif

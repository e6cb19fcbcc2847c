/* SPDX-License-Identifier: MIT */
/* The help over a screen: first what this screen shows, then the signs, then the keys. */
#ifndef PT_UI_VIEWS_HELP_H
#define PT_UI_VIEWS_HELP_H

#include "ui/views/view.h"

int pt_help_lines(const struct pt_view *view);
/* Lines shown at a time, at least 1. */
int pt_help_page(const struct pt_frame *f);
void pt_help_draw(struct pt_canvas *c, const struct pt_frame *f, const struct pt_glyphs *g,
	const struct pt_view *view, int first);

#endif

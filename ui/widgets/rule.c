/* SPDX-License-Identifier: MIT */
/* Lines with titles, progress and percentages: see widgets.h. */
#include <math.h>
#include <stdio.h>

#include "ui/widgets/widgets.h"

void
pt_rule_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, const char *title)
{
	int used;

	pt_canvas_fill(c, pt_rect_row(r, 0), PT_ROLE_QUIET, g->rule);
	r = pt_rect_skip(r, 2);
	if (!title[0] || r.w < 3)
		return;
	pt_canvas_put(c, r.x, r.y, PT_ROLE_QUIET, ' ');
	r = pt_rect_skip(r, 1);
	used = pt_canvas_text(c, r, PT_ROLE_STRONG, title);
	r = pt_rect_skip(r, used);
	if (r.w > 0)
		pt_canvas_put(c, r.x, r.y, PT_ROLE_QUIET, ' ');
}

struct pt_rect
pt_rule_remark(struct pt_canvas *c, struct pt_rect r, int columns, int keep)
{
	struct pt_rect at = { .x = r.x + r.w - 2 - columns, .y = r.y, .w = columns, .h = r.h };

	if (columns <= 0 || columns + 4 + keep > r.w)
		return (struct pt_rect){ .w = 0 };
	pt_canvas_put(c, at.x - 1, at.y, PT_ROLE_QUIET, ' ');
	pt_canvas_put(c, at.x + at.w, at.y, PT_ROLE_QUIET, ' ');
	return at;
}

char *
pt_percent(char buf[PT_CURVE_LABEL + 3], double share)
{
	if (!isfinite(share))
		(void)snprintf(buf, PT_CURVE_LABEL + 3, "--");
	else
		(void)snprintf(buf, PT_CURVE_LABEL + 3, "%.0f%%", fmin(fmax(share, -9), 99) * 100);
	return buf;
}

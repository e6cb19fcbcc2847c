/* SPDX-License-Identifier: MIT */
/* The area below a line: see widgets.h. */
#include <math.h>

#include "ui/widgets/widgets.h"

double
pt_curve_column(const float *values, uint32_t len, int x, int w)
{
	uint64_t first = (uint64_t)x, last = (uint64_t)x + 1, n = 0;
	double sum = 0;

	if (x < 0 || w <= 0 || x >= w)
		return NAN;
	if (len > (uint32_t)w) {
		first = (uint64_t)x * len / (uint64_t)w;
		last = ((uint64_t)x + 1) * len / (uint64_t)w;
	}
	for (uint64_t i = first; i < last && i < len; i++) {
		if (isnan(values[i]))
			continue;
		sum += values[i];
		n++;
	}
	return n ? sum / (double)n : NAN;
}

static void
column(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, enum pt_role role,
	double share)
{
	int steps = (int)g->up_len, level;

	if (share < 0)
		share = 0;
	if (share > 1)
		share = 1;
	level = (int)(share * r.h * steps + 0.5);
	if (level == 0 && share > 0)
		level = 1;
	for (int row = 0; row < r.h; row++) {
		int here = level - (r.h - 1 - row) * steps;

		if (here > 0)
			pt_canvas_put(c, r.x, r.y + row, role, g->up[here < steps ? here : steps]);
	}
}

static void
labels(struct pt_canvas *c, struct pt_rect r, const struct pt_curve *curve)
{
	struct pt_rect at = pt_rect_left(r, PT_CURVE_LABEL - 1);

	pt_canvas_printf(c, pt_rect_row(at, 0), PT_ROLE_QUIET, "%4s", curve->top_label);
	if (r.h >= 3)
		pt_canvas_printf(c, pt_rect_row(at, r.h / 2), PT_ROLE_QUIET, "%4s",
			curve->middle_label);
	if (r.h >= 2)
		pt_canvas_printf(c, pt_rect_row(at, r.h - 1), PT_ROLE_QUIET, "%4s",
			curve->base_label);
}

void
pt_curve_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_curve *curve)
{
	struct pt_rect area = pt_rect_skip(r, PT_CURVE_LABEL);

	if (pt_rect_empty(r))
		return;
	labels(c, r, curve);
	for (int x = 0; x < area.w; x++) {
		struct pt_rect at = { .x = area.x + x, .y = area.y, .w = 1, .h = area.h };
		double v = pt_curve_column(curve->values, curve->len, x, area.w);

		if (!isnan(v))
			column(c, at, g, curve->role, v / curve->top);
		else if ((uint32_t)x < curve->len)
			pt_canvas_put(c, at.x, at.y + at.h - 1, PT_ROLE_QUIET, g->dot);
	}
}

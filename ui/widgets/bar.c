/* SPDX-License-Identifier: MIT */
/* Shares side by side: see widgets.h. */
#include <math.h>

#include "ui/widgets/widgets.h"

static double
positive(double v)
{
	return isfinite(v) && v > 0 ? v : 0;
}

/* The segment of half a cell or more whose cells fall shortest of its share; -1: none. */
static int
shortest(const int *n, const double *want, size_t len)
{
	int at = -1;

	for (size_t i = 0; i < len; i++)
		if (want[i] >= 0.5 && (at < 0 || want[i] - n[i] > want[at] - n[at]))
			at = (int)i;
	return at;
}

/* Rounds the shares to whole cells so that the bar's end is right. */
static void
divide(int *n, const double *want, size_t len)
{
	double sum = 0;
	int left;

	for (size_t i = 0; i < len; i++) {
		n[i] = (int)want[i];
		sum += want[i];
		left = n[i];
		sum -= left;
	}
	for (left = (int)(sum + 0.5); left > 0; left--) {
		int at = shortest(n, want, len);

		if (at < 0)
			return;
		n[at]++;
	}
}

/* One part alone ends within a cell, where the glyphs can show it. */
static void
draw_one(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_segment *s, double want)
{
	int steps = (int)g->across_len, all = (int)(want * steps + 0.5), full = all / steps;

	pt_canvas_fill(c, pt_rect_left(r, full), s->role, g->across[steps]);
	if (all % steps > 0 && full < r.w)
		pt_canvas_put(c, r.x + full, r.y, s->role, g->across[all % steps]);
}

void
pt_bar_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_bar *bar)
{
	double want[PT_BAR_SEGMENTS] = { 0 }, whole = positive(bar->whole), sum = 0;
	size_t len = bar->len < PT_BAR_SEGMENTS ? bar->len : PT_BAR_SEGMENTS;
	int n[PT_BAR_SEGMENTS] = { 0 };

	for (size_t i = 0; i < len; i++)
		sum += positive(bar->segments[i].value);
	if (pt_rect_empty(r) || sum <= 0)
		return;
	if (sum > whole)
		whole = sum;
	for (size_t i = 0; i < len; i++)
		want[i] = positive(bar->segments[i].value) / whole * r.w;
	if (len == 1) {
		draw_one(c, r, g, bar->segments, want[0]);
		return;
	}
	divide(n, want, len);
	for (size_t i = 0; i < len; i++) {
		pt_canvas_fill(c, pt_rect_left(r, n[i]), bar->segments[i].role,
			bar->segments[i].glyph);
		r = pt_rect_skip(r, n[i]);
	}
}

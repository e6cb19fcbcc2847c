/* SPDX-License-Identifier: MIT */
/* Shares side by side: see widgets.h. */
#include <math.h>

#include "ui/widgets/widgets.h"

#define VISIBLE 0.002	/* of the whole: shown, however little room there is */

struct cells {
	int n[PT_BAR_SEGMENTS];	/* cells of each segment, the first's partial one included */
	int eighths;	/* of the first segment's last cell, in the glyphs' steps; 0: whole */
};

static double
positive(double v)
{
	return isfinite(v) && v > 0 ? v : 0;
}

static int
largest(const struct cells *a, size_t len)
{
	size_t at = 0;

	for (size_t i = 1; i < len; i++)
		if (a->n[i] > a->n[at])
			at = i;
	return (int)at;
}

/* The segment whose cells fall shortest of its share. */
static int
shortest(const struct cells *a, const double *want, size_t len)
{
	size_t at = 0;

	for (size_t i = 1; i < len; i++)
		if (want[i] - a->n[i] > want[at] - a->n[at])
			at = i;
	return (int)at;
}

/* Rounds the shares to cells so that the bar's end is right and nothing visible is lost. */
static void
divide(struct cells *a, const double *want, size_t len, int width)
{
	double sum = 0;
	int used = 0, left;

	for (size_t i = 0; i < len; i++) {
		a->n[i] = i ? (int)want[i] : (int)want[0] + (a->eighths > 0);
		if (a->n[i] == 0 && want[i] >= VISIBLE * width)
			a->n[i] = 1;
		sum += want[i];
		used += a->n[i];
	}
	/* Rather a cell too long than something visible lost, but never longer than the place. */
	left = used > width ? width - used : (int)(sum + 0.5) - used;
	for (; left > 0; left--) {
		int at = shortest(a, want, len);

		a->n[at]++;
		if (at == 0)
			a->eighths = 0;
	}
	for (; used > width && left < 0; left++) {
		int at = largest(a, len);

		if (a->n[at] == 0)
			break;
		a->n[at]--;
		if (at == 0)
			a->eighths = 0;
	}
}

void
pt_bar_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_bar *bar)
{
	double want[PT_BAR_SEGMENTS] = { 0 }, whole = positive(bar->whole), sum = 0;
	size_t len = bar->len < PT_BAR_SEGMENTS ? bar->len : PT_BAR_SEGMENTS;
	struct cells cells = { .n = { 0 } };
	int x = r.x;

	for (size_t i = 0; i < len; i++)
		sum += positive(bar->segments[i].value);
	if (pt_rect_empty(r) || sum <= 0)
		return;
	if (sum > whole)
		whole = sum;
	for (size_t i = 0; i < len; i++)
		want[i] = positive(bar->segments[i].value) / whole * r.w;
	cells.eighths = (int)((want[0] - floor(want[0])) * g->across_len + 0.5);
	if (cells.eighths == (int)g->across_len) {
		want[0] = floor(want[0]) + 1;
		cells.eighths = 0;
	}
	divide(&cells, want, len, r.w);
	for (size_t i = 0; i < len; i++) {
		const struct pt_segment *s = &bar->segments[i];

		for (int k = 0; k < cells.n[i]; k++, x++) {
			bool partial = i == 0 && cells.eighths > 0 && k == cells.n[0] - 1;

			if (x < r.x + r.w)
				pt_canvas_put(c, x, r.y, s->role,
				    partial ? g->across[cells.eighths] : s->glyph);
		}
	}
}

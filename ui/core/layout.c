/* SPDX-License-Identifier: MIT */
/* Sizes to rectangles: see layout.h. */
#include "ui/core/layout.h"

#include <string.h>

#define MIN_W 40
#define MIN_H 4
#define FULL_H 16
#define FOOTER_H 8

void
pt_layout_frame(struct pt_frame *f, int w, int h)
{
	struct pt_rect all = { .w = pt_max(w, 0), .h = pt_max(h, 0) };
	int below = h >= FOOTER_H ? 1 : 0, above;

	memset(f, 0, sizeof(*f));
	f->all = all;
	f->kind = w < MIN_W || h < MIN_H ? PT_FRAME_LINES :
		h < FULL_H               ? PT_FRAME_COMPACT :
					   PT_FRAME_FULL;
	if (f->kind == PT_FRAME_LINES) {
		f->body = all;
		return;
	}
	above = f->kind == PT_FRAME_FULL ? 2 : 1;
	f->header = pt_rect_row(all, 0);
	if (f->kind == PT_FRAME_FULL)
		f->tabs = pt_rect_row(all, 1);
	f->body = pt_rect_rows(all, above, h - above - below);
	if (below)
		f->footer = pt_rect_row(all, h - 1);
}

/* ---- sections: rows are granted in order of importance, then placed from top to bottom ---- */

/* A section's first rows are granted all together, with its rule, or not; later ones row by row.
 * Returns the rows that are left. */
static int
grant(struct pt_section *s, int rows, int left)
{
	int cost = rows - s->rows + (s->rows == 0 && s->rule ? 1 : 0);

	if (rows <= s->rows)
		return left;
	if (cost > left && (s->rows == 0 || s->whole))
		return left;
	if (cost > left)
		rows = s->rows + left;
	left -= pt_min(cost, left);
	s->rows = rows;
	return left;
}

static void
place(struct pt_section *s, int n, struct pt_rect body)
{
	int y = 0;

	for (int i = 0; i < n; i++) {
		if (s[i].rows == 0)
			continue;
		if (s[i].rule)
			*s[i].rule = pt_rect_row(body, y++);
		*s[i].rect = pt_rect_rows(body, y, s[i].rows);
		y += s[i].rows;
	}
}

void
pt_sections_place(struct pt_section *s, int n, const struct pt_grant *g, int grants,
	struct pt_rect body)
{
	int left = body.h;

	for (int i = 0; i < grants; i++)
		left = grant(&s[g[i].at], g[i].rows, left);
	place(s, n, body);
}

/* SPDX-License-Identifier: MIT */
/*
 * Layout: sizes in, rectangles out, nothing else.  An empty rectangle (h == 0) is not drawn.
 *
 *	frame	what all screens share: header, tabs, body, footer.  From 40 columns and 16 rows
 *		it is FULL; lower ones are COMPACT (header and the workers); below 40 columns or 4
 *		rows a few numbers flow over the LINES there are.
 *	body	what a view may draw into.  A view divides it by *sections*: the important ones
 *		first, the rest while there is room, and what is left over goes to those that can
 *		grow.
 *
 * Rectangles of one layout never overlap and never leave the place they were made for.
 */
#ifndef PT_UI_CORE_LAYOUT_H
#define PT_UI_CORE_LAYOUT_H

#include <stdbool.h>

#include "ui/core/canvas.h"

#define PT_NARROW 60 /* columns below which there are no bars */

enum pt_frame_kind { PT_FRAME_LINES, PT_FRAME_COMPACT, PT_FRAME_FULL };

struct pt_frame {
	enum pt_frame_kind kind;
	struct pt_rect all, header, tabs, body, footer;
};
void pt_layout_frame(struct pt_frame *f, int w, int h);

/* A part of a body: full rows, below a rule with a title or not. */
struct pt_section {
	struct pt_rect *rect,
		*rule; /* where its place is put; rule: the titled line above, or NULL */
	int rows;      /* granted so far */
	bool whole;    /* takes a grant whole or not at all: rows in between would stay empty */
};

/* Section `at` grows to `rows`, as far as there is room. */
struct pt_grant {
	int at, rows;
};

/* Rows are granted in order, then the sections are placed from top to bottom. */
void pt_sections_place(struct pt_section *s, int n, const struct pt_grant *g, int grants,
	struct pt_rect body);

#define PT_SECTIONS_PLACE(s, n, grants, body) \
	pt_sections_place(s, n, grants, (int)(sizeof(grants) / sizeof((grants)[0])), body)

static inline int
pt_min(int a, int b)
{
	return a < b ? a : b;
}

static inline int
pt_max(int a, int b)
{
	return a > b ? a : b;
}

static inline int
pt_divide_up(int a, int b)
{
	return (a + b - 1) / b;
}

/* Decimal digits of v >= 0. */
static inline int
pt_digits(int v)
{
	int n = 1;

	for (; v >= 10; v /= 10)
		n++;
	return n;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Widgets: the pictures that views are made of.  Each draws into a rectangle of a canvas, never
 * outside of it, and keeps nothing.  NAN is drawn as nothing.
 */
#ifndef PT_UI_WIDGETS_WIDGETS_H
#define PT_UI_WIDGETS_WIDGETS_H

#include <stddef.h>
#include <stdint.h>

#include "ui/core/canvas.h"
#include "ui/core/glyphs.h"

/* ---- bar: shares of a whole, side by side, in one row ---- */

struct pt_segment {
	double value;
	uint32_t glyph;
	enum pt_role role;
};

/* A bar as wide as `r` is worth `whole`. */
struct pt_bar {
	const struct pt_segment *segments; /* at most PT_BAR_SEGMENTS */
	size_t len;
	double whole;
};
#define PT_BAR_SEGMENTS 12

/* Segments have whole cells, less than half a cell none; one segment alone ends within a cell where
 * the glyphs can show it.  Negative values count as 0; too large sums are scaled down. */
void pt_bar_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_bar *bar);

/* ---- sparkline: one row, the newest value at the right end ---- */

struct pt_spark {
	const uint8_t *values; /* 0 .. 255 */
	uint32_t len;
	enum pt_role role;
};
void pt_spark_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_spark *s);

/* ---- curve: the area below a line, oldest value at the left, with labels at the left ---- */

#define PT_CURVE_LABEL 5 /* columns of the labels, a blank included */

struct pt_curve {
	const float *values; /* NAN: nothing ran, a faint mark on the base line */
	uint32_t len;
	double top; /* value at the upper edge; > 0 */
	enum pt_role role;
	const char *top_label, *middle_label, *base_label; /* at most 4 columns */
};
void pt_curve_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_curve *curve);

/* Value of column x of w: the mean of what falls into it; one value per column while they are few.
 * NAN where there is none. */
double pt_curve_column(const float *values, uint32_t len, int x, int w);

/* ---- flow: labelled numbers in a row; what does not fit is shortened, then left out ---- */

struct pt_piece {
	enum pt_role label_role, value_role;
	char label[96], brief[32], value[96]; /* any may be "" */
	uint32_t mark;                        /* a character before the label, 0: none */
	enum pt_role mark_role;
	int rank; /* the highest goes first when there is no room */
};

struct pt_flow {
	struct pt_piece pieces[16];
	int len;
};

/* The piece to be filled; beyond the last one, again the last one. */
struct pt_piece *pt_flow_add(struct pt_flow *f, int rank, const char *label, const char *brief);
void pt_piece_value(struct pt_piece *p, const char *fmt, ...) PT_PRINTF(2, 3);
/* Returns the columns used. */
int pt_flow_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_flow *f);
/* Over as many rows as `r` has, no piece left out while there is room below. */
void pt_flow_wrap(struct pt_canvas *c, struct pt_rect r, const struct pt_flow *f);

/* ---- rule: a line with a title, and a remark at its right end ---- */

void
pt_rule_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, const char *title);
/* Over the right end of a rule, with a bit of the line behind it; not when it would hide the
 * title (the rule's first `keep` columns).  The place for `columns` of text, or an empty one. */
struct pt_rect pt_rule_remark(struct pt_canvas *c, struct pt_rect r, int columns, int keep);

/* ---- paragraph: foreign text, broken at blanks over the rows of `r` ---- */

/* The last row says when something is left.  Returns the rows used. */
int pt_paragraph_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	enum pt_role role, const char *bytes);

/* ---- progress: "[####----] 94%" ---- */

/* ---- percent: at most 4 columns, "97%", "100%", " --" ---- */

char *pt_percent(char buf[PT_CURVE_LABEL + 3], double share);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The canvas: a grid of cells that views draw into.  Nothing here knows a terminal, so every screen
 * can be tested as text.
 *
 *	cell	one column of one row: a character and a role (ui/core/theme.h).  A wide character owns
 *		two cells, the second has width 0 and no glyph.
 *	rect	a place on the canvas; may lie partly or wholly outside, or be empty or negative.
 *
 * Invariant: nothing is ever drawn outside of the clip rectangle, which is never larger than the
 * canvas; no half of a wide character stands alone (the other half of a broken one becomes a
 * blank, wherever it lies); no cell holds a control character.
 */
#ifndef PT_UI_CORE_CANVAS_H
#define PT_UI_CORE_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/core/theme.h"

struct pt_text;

/* Larger terminals are drawn in their upper left part. */
#define PT_CANVAS_MAX_W 1000
#define PT_CANVAS_MAX_H 500

struct pt_rect {
	int x, y, w, h;
};

struct pt_cell {
	uint32_t glyph;  /* Unicode; 0 in the second half of a wide character */
	uint8_t role;    /* enum pt_role */
	uint8_t width;   /* 1, 2; 0 in the second half */
	uint16_t unused; /* 0: cells are compared as bytes */
};

struct pt_canvas {
	int w, h;
	bool ascii;             /* characters beyond ASCII become '?' */
	int cursor_x, cursor_y; /* where the terminal's cursor goes; -1: hidden */
	struct pt_rect clip;
	struct pt_cell *cells; /* h rows of w */
	size_t cells_cap;
};

/* An all-zero canvas is an empty one.  Sizes are limited to 1 .. PT_CANVAS_MAX_*; also clears. */
void pt_canvas_resize(struct pt_canvas *c, int w, int h);
void pt_canvas_fini(struct pt_canvas *c);

/* All blank, cursor hidden, clip the whole canvas. */
void pt_canvas_clear(struct pt_canvas *c);

/* Limits drawing to what of `r` lies on the canvas.  Returns the clip before, to be set again. */
struct pt_rect pt_canvas_clip(struct pt_canvas *c, struct pt_rect r);

/* One character.  Returns its columns (also when it was clipped away). */
int pt_canvas_put(struct pt_canvas *c, int x, int y, enum pt_role role, uint32_t glyph);

void pt_canvas_fill(struct pt_canvas *c, struct pt_rect r, enum pt_role role, uint32_t glyph);

/* Text of our own in the first row of `r`, cut at its width.  Returns the columns used. */
int pt_canvas_text(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *utf8);
int pt_canvas_printf(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *fmt, ...)
	PT_PRINTF(4, 5);

/* Text from outside: the same through pt_clean(). */
int pt_canvas_foreign(struct pt_canvas *c, struct pt_rect r, enum pt_role role, const char *bytes);

/* Shows the terminal's cursor there, if that is on the canvas. */
void pt_canvas_cursor(struct pt_canvas *c, int x, int y);

/* The canvas as text, one line per row, without the blanks at the ends; for tests. */
void pt_canvas_dump(const struct pt_canvas *c, struct pt_text *out);

/* ---- places ---- */

/* Row `i` of `r`; empty when there is none. */
struct pt_rect pt_rect_row(struct pt_rect r, int i);

/* What is left of `r` without its first `n` columns; its last, its first `n` columns; `n` rows. */
struct pt_rect pt_rect_skip(struct pt_rect r, int n);
struct pt_rect pt_rect_right(struct pt_rect r, int n);
struct pt_rect pt_rect_left(struct pt_rect r, int n);
struct pt_rect pt_rect_rows(struct pt_rect r, int first, int n);

bool pt_rect_empty(struct pt_rect r);

#endif

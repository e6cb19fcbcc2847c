/* SPDX-License-Identifier: MIT */
/*
 * The grid of workers: one cell for each, as much in it as its width allows.
 */
#ifndef PT_UI_WIDGETS_GRID_H
#define PT_UI_WIDGETS_GRID_H

#include "ui/core/layout.h"

/* What one worker's cell holds, by its width. */
enum pt_cell_kind {
	PT_CELL_WIDE,   /* bar, %, queue, steals, sparkline */
	PT_CELL_BAR,    /* bar, %, queue, steals */
	PT_CELL_SHORT,  /* the same, tight */
	PT_CELL_MINI,   /* bar, % */
	PT_CELL_TEXT,   /* %, queue, steals, no bar: narrow terminals */
	PT_CELL_NUMBER, /* a block and % */
	PT_CELL_HEAT    /* one character per worker, many in a row */
};

struct pt_grid {
	enum pt_cell_kind kind;
	int columns, rows; /* of cells; of HEAT: characters in a row, rows */
	int cell_w;
	int label_w; /* columns of a worker's number, the blank behind it included */
	int page;    /* workers shown at a time, >= 1 */
};
void pt_layout_grid(struct pt_grid *g, struct pt_rect r, int workers);

/* The place of worker `i` of a page (0 .. page - 1). */
struct pt_rect pt_grid_cell(const struct pt_grid *g, struct pt_rect r, int i);

/* Rows that the grid fills when it gets at most `limit`: the rest is for others. */
int pt_grid_filled(int workers, int width, int limit);

/* Rows for all workers in cells that are wide enough for a bar; a few get a row each. */
int pt_grid_comfortable(int workers, int width);

#endif

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
 *	cell	one worker's place in the grid of workers.
 *
 * Rectangles of one layout never overlap and never leave the place they were made for.
 */
#ifndef PT_UI_CORE_LAYOUT_H
#define PT_UI_CORE_LAYOUT_H

#include <stdbool.h>

#include "ui/core/canvas.h"

enum pt_frame_kind { PT_FRAME_LINES, PT_FRAME_COMPACT, PT_FRAME_FULL };

struct pt_frame {
	enum pt_frame_kind kind;
	struct pt_rect all, header, tabs, body, footer;
};
void pt_layout_frame(struct pt_frame *f, int w, int h);

struct pt_overview_layout {
	struct pt_rect verdict, plan, workers_rule, workers, legend, cpus, cores_rule, cores_bar,
		cores_text, curve_rule, curve, steals_rule, steals, advice_rule, advice, status;
};
/* plan: rows of the plan's bars. */
void pt_layout_overview(struct pt_overview_layout *o, const struct pt_frame *f, int workers,
	int cpus, int plan);

struct pt_steals_layout {
	struct pt_rect numbers, matrix_rule, matrix, last_rule, last, curve_rule, curve, status;
};
void pt_layout_steals(struct pt_steals_layout *s, const struct pt_frame *f, int workers);

/* What one worker's cell holds, by its width. */
enum pt_cell_kind {
	PT_CELL_WIDE,	/* bar, %, queue, steals, sparkline */
	PT_CELL_BAR,	/* bar, %, queue, steals */
	PT_CELL_SHORT,	/* the same, tight */
	PT_CELL_MINI,	/* bar, % */
	PT_CELL_TEXT,	/* %, queue, steals, no bar: narrow terminals */
	PT_CELL_NUMBER,	/* a block and % */
	PT_CELL_HEAT	/* one character per worker, many in a row */
};

struct pt_grid {
	enum pt_cell_kind kind;
	int columns, rows;	/* of cells; of HEAT: characters in a row, rows */
	int cell_w;
	int label_w;	/* columns of a worker's number, the blank behind it included */
	int page;	/* workers shown at a time, >= 1 */
};
void pt_layout_grid(struct pt_grid *g, struct pt_rect r, int workers);

/* The place of worker `i` of a page (0 .. page - 1). */
struct pt_rect pt_grid_cell(const struct pt_grid *g, struct pt_rect r, int i);

struct pt_matrix_layout {
	int groups;	/* rows and columns of the matrix */
	int per_group;	/* workers in each, the last may have less; a power of two */
	int label_w, cell_w;
	bool sums;	/* got, lost */
	int net_w;	/* columns of the net flow, 0: none */
};
void pt_layout_matrix(struct pt_matrix_layout *m, struct pt_rect r, int workers);

#endif

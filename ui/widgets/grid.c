/* SPDX-License-Identifier: MIT */
/* Cells by their width: see grid.h. */
#include "ui/widgets/grid.h"

#include <string.h>

static enum pt_cell_kind
kind_of(int cell_w, int width)
{
	if (width < PT_NARROW)
		return cell_w >= 30 ? PT_CELL_TEXT : PT_CELL_NUMBER;
	return cell_w >= 76  ? PT_CELL_WIDE :
		cell_w >= 60 ? PT_CELL_BAR :
		cell_w >= 34 ? PT_CELL_SHORT :
		cell_w >= 14 ? PT_CELL_MINI :
			       PT_CELL_NUMBER;
}

/* Characters in eights, so that the eye can count; the number and the mean stand beside them. */
static void
heat(struct pt_grid *g, struct pt_rect r, int workers)
{
	int room = r.w - g->label_w - 6;

	g->kind = PT_CELL_HEAT;
	g->columns = room >= 8 ? pt_min(room / 8 * 8, 64) : pt_max(room, 1);
	g->rows = pt_min(pt_divide_up(workers, g->columns), pt_max(r.h, 1));
	g->cell_w = 1;
}

void
pt_layout_grid(struct pt_grid *g, struct pt_rect r, int workers)
{
	memset(g, 0, sizeof(*g));
	workers = pt_max(workers, 1);
	g->label_w = pt_max(3, pt_digits(workers - 1)) + 1;
	g->columns = pt_divide_up(workers, pt_max(r.h, 1));
	g->rows = pt_divide_up(workers, g->columns);
	g->cell_w = pt_max(r.w, 1) / g->columns;
	if (g->cell_w >= g->label_w + 4)
		g->kind = kind_of(g->cell_w, r.w);
	else
		heat(g, r, workers);
	g->page = pt_max(1, g->columns * g->rows);
}

struct pt_rect
pt_grid_cell(const struct pt_grid *g, struct pt_rect r, int i)
{
	int column = i / g->rows, row = i % g->rows;

	if (g->kind == PT_CELL_HEAT) {
		row = i / g->columns;
		r = pt_rect_skip(r, g->label_w + i % g->columns);
	} else {
		r = pt_rect_skip(r, column * g->cell_w);
	}
	return pt_rect_left(pt_rect_row(r, row), g->cell_w);
}

int
pt_grid_filled(int workers, int width, int limit)
{
	struct pt_grid g;

	pt_layout_grid(&g, (struct pt_rect){ .w = width, .h = pt_max(limit, 1) }, workers);
	return g.rows;
}

int
pt_grid_comfortable(int workers, int width)
{
	int n = pt_max(workers, 1);

	return n <= 16 ? n : pt_divide_up(n, pt_max(1, width / 38));
}

/* SPDX-License-Identifier: MIT */
/*
 * Tables of texts.  See cells.h.
 */
#include "export/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"

#define GAP 2
#define MARGIN 2 /* "* " or blanks */

size_t
pt_cells_column(struct pt_cells *c, const char *head, bool left, int rank)
{
	c->column[c->columns] =
		(struct pt_cells_column){ .head = pt_xstrdup(head), .left = left, .rank = rank };
	return c->columns++;
}

void
pt_cells_row(struct pt_cells *c)
{
	c->row = pt_array_room(c->row, &c->cap, c->rows + 1, sizeof(*c->row));
	c->row[c->rows] = pt_xcalloc(c->columns, sizeof(**c->row));
	for (size_t i = 0; i < c->columns; i++)
		c->row[c->rows][i] = pt_xstrdup("");
	c->rows++;
}

void
pt_cells_set(struct pt_cells *c, size_t column, const char *text)
{
	char **cell = &c->row[c->rows - 1][column];

	free(*cell);
	*cell = pt_xstrdup(text);
}

void
pt_cells_fini(struct pt_cells *c)
{
	for (size_t i = 0; i < c->rows; i++) {
		for (size_t k = 0; k < c->columns; k++)
			free(c->row[i][k]);
		free(c->row[i]);
	}
	free(c->row);
	for (size_t k = 0; k < c->columns; k++)
		free(c->column[k].head);
	*c = (struct pt_cells){ 0 };
}

/* ---- which columns fit ---- */

struct layout {
	int width[PT_CELLS_COLUMNS]; /* 0: it is left out */
};

static int
width_of(const struct pt_cells *c, size_t column)
{
	int width = pt_text_width(c->column[column].head);

	for (size_t i = 0; i < c->rows; i++) {
		int own = pt_text_width(c->row[i][column]);

		width = own > width ? own : width;
	}
	return width;
}

static int
total(const struct pt_cells *c, const struct layout *l)
{
	int sum = 0;

	for (size_t i = 0; i < c->columns; i++)
		sum += l->width[i] > 0 ? l->width[i] + (sum > 0 ? GAP : 0) : 0;
	return sum;
}

/* Takes out the column of the highest rank.  False: all that are left stay. */
static bool
leave_one_out(const struct pt_cells *c, struct layout *l)
{
	size_t out = c->columns;

	for (size_t i = 0; i < c->columns; i++)
		if (l->width[i] > 0 && c->column[i].rank > 0 &&
			(out == c->columns || c->column[i].rank >= c->column[out].rank))
			out = i;
	if (out == c->columns)
		return false;
	l->width[out] = 0;
	return true;
}

static struct layout
layout_of(const struct pt_cells *c, int width)
{
	struct layout l = { 0 };

	for (size_t i = 0; i < c->columns; i++)
		l.width[i] = width_of(c, i);
	while (total(c, &l) > width && leave_one_out(c, &l))
		continue;
	return l;
}

/* ---- the terminal ---- */

static const char *
cell(const struct pt_cells *c, long row, size_t column)
{
	return row < 0 ? c->column[column].head : c->row[row][column];
}

static size_t
last_with_text(const struct pt_cells *c, const struct layout *l, long row)
{
	size_t last = 0;

	for (size_t i = 0; i < c->columns; i++)
		if (l->width[i] > 0 && *cell(c, row, i) != 0)
			last = i;
	return last;
}

static void
print_row(const struct pt_cells *c, const struct layout *l, long row, FILE *f)
{
	size_t last = last_with_text(c, l, row);
	bool first = true;

	for (size_t i = 0; i <= last; i++) {
		const char *text = cell(c, row, i);
		int room = l->width[i] - pt_text_width(text);

		if (l->width[i] == 0)
			continue;
		fprintf(f, "%*s", first ? 0 : GAP, "");
		if (c->column[i].left)
			fprintf(f, "%s%*s", text, i < last ? room : 0, "");
		else
			fprintf(f, "%*s%s", room, "", text);
		first = false;
	}
}

void
pt_cells_print(const struct pt_cells *c, const struct pt_look *look, size_t best, FILE *f)
{
	struct layout l = layout_of(c, look->width - MARGIN);

	for (long row = -1; row < (long)c->rows; row++) {
		bool star = row >= 0 && (size_t)row == best;

		fputs(pt_look_sgr(look, star ? PT_LOOK_BOLD : row < 0 ? PT_LOOK_DIM : ""), f);
		fputs(star ? "* " : "  ", f);
		print_row(c, &l, row, f);
		fprintf(f, "%s\n", pt_look_sgr(look, PT_LOOK_OFF));
	}
}

/* ---- Markdown ---- */

/* A vertical bar in the text would end the cell. */
static void
put_escaped(const char *text, FILE *f)
{
	for (; *text; text++) {
		if (*text == '|' || *text == '\\')
			fputc('\\', f);
		fputc(*text, f);
	}
}

static void
markdown_row(const struct pt_cells *c, long row, FILE *f)
{
	for (size_t i = 0; i < c->columns; i++) {
		fputs(i == 0 ? "| " : " | ", f);
		put_escaped(cell(c, row, i), f);
	}
	fputs(" |\n", f);
}

void
pt_cells_markdown(const struct pt_cells *c, FILE *f)
{
	markdown_row(c, -1, f);
	for (size_t i = 0; i < c->columns; i++)
		fputs(c->column[i].left ? "|---" : "|---:", f);
	fputs("|\n", f);
	for (long row = 0; row < (long)c->rows; row++)
		markdown_row(c, row, f);
}

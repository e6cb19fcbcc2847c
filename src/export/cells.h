/* SPDX-License-Identifier: MIT */
/*
 * A table of texts: for a terminal, in as many columns as fit, or as Markdown.
 */
#ifndef PT_EXPORT_CELLS_H
#define PT_EXPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "export/look.h"

#define PT_CELLS_COLUMNS 16
#define PT_CELLS_NONE SIZE_MAX /* no row */

struct pt_cells_column {
	char *head;
	bool left; /* texts are aligned left, numbers right */
	int rank;  /* when not all fit, the highest goes first; 0: it stays */
};

struct pt_cells {
	struct pt_cells_column column[PT_CELLS_COLUMNS];
	size_t columns;
	char ***row; /* of columns texts each */
	size_t rows, cap;
};

/* All zero is empty; columns before rows.  The head is copied.  Returns the column's number. */
size_t pt_cells_column(struct pt_cells *c, const char *head, bool left, int rank);
/* Begins a row of empty texts. */
void pt_cells_row(struct pt_cells *c);
/* Sets a text of the last row; it is copied, and should be clean. */
void pt_cells_set(struct pt_cells *c, size_t column, const char *text);
void pt_cells_fini(struct pt_cells *c);

/*
 * On a page: two blanks in front of a row and between columns; only columns that stay can make a line
 * wider than the page.  The row with the number `best`, if there is one, has a star and is bold.
 */
void pt_cells_print(const struct pt_cells *c, const struct pt_look *look, size_t best, FILE *f);

void pt_cells_markdown(const struct pt_cells *c, FILE *f);

#endif

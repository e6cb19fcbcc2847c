/* SPDX-License-Identifier: MIT */
/*
 * A table of texts: for a terminal, in as many columns as fit, or as Markdown.
 */
#ifndef PT_EXPORT_CELLS_H
#define PT_EXPORT_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PT_CELLS_COLUMNS 16

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
 * Two blanks between columns; only columns that stay can make a line wider than `width`.  before
 * and after return what stands in front of a row and behind it, "" for nothing (NULL: always
 * nothing); row -1 is the head.
 */
struct pt_cells_frame {
	const char *(*before)(const void *ctx, long row);
	const char *(*after)(const void *ctx, long row);
	const void *ctx;
	int margin; /* columns that `before` takes */
};
void
pt_cells_print(const struct pt_cells *c, const struct pt_cells_frame *frame, int width, FILE *f);

void pt_cells_markdown(const struct pt_cells *c, FILE *f);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * One line on standard error (a terminal) that tells how far a run without screens is.
 */
#ifndef PT_SESSION_PROGRESS_LINE_H
#define PT_SESSION_PROGRESS_LINE_H

#include "base/error.h"

struct pt_model;
struct pt_text;

void pt_progress_line_draw(const struct pt_model *m);
/* Appends two blanks and the text where the line has room for all of it, else nothing. */
void pt_progress_line_part(struct pt_text *t, const char *format, ...) PT_PRINTF(2, 3);
/* Appends "  [=====>    ] 61%"; progress 0 to 1. */
void pt_progress_line_bar(struct pt_text *t, double progress);

/* Draws a text, cut to the width of the terminal. */
void pt_progress_line_text(const char *text);
void pt_progress_line_clear(void);

#endif

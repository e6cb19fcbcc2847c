/* SPDX-License-Identifier: MIT */
/*
 * One line on standard error (a terminal) that tells how far a run without screens is.
 */
#ifndef PT_SESSION_PROGRESS_LINE_H
#define PT_SESSION_PROGRESS_LINE_H

struct pt_model;

void pt_progress_line_draw(const struct pt_model *m);
void pt_progress_line_clear(void);

#endif

/* SPDX-License-Identifier: MIT */
/* The sections of the screen of steals, and its matrix. */
#ifndef PT_UI_VIEWS_STEALS_LAYOUT_H
#define PT_UI_VIEWS_STEALS_LAYOUT_H

#include "ui/core/layout.h"

struct pt_steals_layout {
	struct pt_rect numbers, matrix_rule, matrix, last_rule, last, curve_rule, curve, status;
};
void pt_layout_steals(struct pt_steals_layout *s, const struct pt_frame *f, int workers);

struct pt_matrix_layout {
	int groups;    /* rows and columns of the matrix */
	int per_group; /* workers in each, the last may have less; a power of two */
	int label_w, cell_w;
	bool sums; /* got, lost */
	int net_w; /* columns of the net flow, 0: none */
};
void pt_layout_matrix(struct pt_matrix_layout *m, struct pt_rect r, int workers);

#endif

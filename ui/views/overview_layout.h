/* SPDX-License-Identifier: MIT */
/* The sections of the Overview. */
#ifndef PT_UI_VIEWS_OVERVIEW_LAYOUT_H
#define PT_UI_VIEWS_OVERVIEW_LAYOUT_H

#include "ui/core/layout.h"

struct pt_overview_layout {
	struct pt_rect verdict, plan, workers_rule, workers, legend, cpus, cores_rule, cores_bar,
		cores_text, marks_rule, marks, curve_rule, curve, steals_rule, steals, advice_rule,
		advice, status;
};
/* plan: rows of the plan's bars; marks: of what the program marks. */
void pt_layout_overview(struct pt_overview_layout *o, const struct pt_frame *f, int workers,
	int cpus, int plan, int marks);

#endif

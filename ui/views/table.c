/* SPDX-License-Identifier: MIT */
/* The views there are, in the order of their tabs: VIEW(NAME) stands for pt_NAME_view. */
#include "ui/views/view.h"

#define VIEWS \
	VIEW(overview) \
	VIEW(steals)

#define VIEW(name) extern const struct pt_view pt_##name##_view;
VIEWS
#undef VIEW

const struct pt_view *const pt_views[] = {
#define VIEW(name) &pt_##name##_view,
	VIEWS
#undef VIEW
};

const int pt_views_len = sizeof(pt_views) / sizeof(pt_views[0]);

_Static_assert(sizeof(pt_views) / sizeof(pt_views[0]) <= PT_VIEWS_MAX, "a tab per digit");

struct pt_view_context
pt_view_report(const struct pt_view_context *v, struct pt_moves moves)
{
	struct pt_view_context mine = *v;

	if (mine.selected >= moves.rows)
		mine.selected = moves.rows - 1;
	*v->moves = moves;
	return mine;
}

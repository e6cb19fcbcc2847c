/* SPDX-License-Identifier: MIT */
/* The views there are, in the order of their tabs: made from their names in ui/local.mk. */
#include "ui/views/view.h"

#define X(name) extern const struct pt_view pt_##name##_view;
#include "ui/views/table.inc"
#undef X

const struct pt_view *const pt_views[] = {
#define X(name) &pt_##name##_view,
#include "ui/views/table.inc"
#undef X
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

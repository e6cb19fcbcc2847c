/* SPDX-License-Identifier: MIT */
/* The views there are, in the order of their tabs. */
#include "ui/views/view.h"

const struct pt_view *const pt_views[] = {
	&pt_overview_view,
	&pt_steals_view,
};

const int pt_views_len = sizeof(pt_views) / sizeof(pt_views[0]);

_Static_assert(sizeof(pt_views) / sizeof(pt_views[0]) <= PT_VIEWS_MAX, "a tab per digit");

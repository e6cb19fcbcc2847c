/* SPDX-License-Identifier: MIT */
/* What the Timeline gives up first when there is less room: see timeline_layout.h. */
#include "ui/views/timeline_layout.h"

#include <string.h>

#define SHARE_W 6 /* "  86 %" */

/* clang-format off */
enum { HEAD, PHASES, LANES, AXIS, CURVE, EVENTS, ALL, STATUS, TIMELINE_SECTIONS };
/* clang-format on */

/* How many rows so many lanes take when there is room for `room` of them. */
static int
rows_of(int lanes, int room, int *per_row)
{
	*per_row = 1;
	while (room > 0 && pt_divide_up(lanes, *per_row) > room)
		*per_row *= 2;
	return room > 0 ? pt_divide_up(lanes, *per_row) : 0;
}

static void
place(struct pt_timeline_layout *t, const struct pt_frame *f, int lanes)
{
	/* clang-format off */
	struct pt_section s[TIMELINE_SECTIONS] = {
		[HEAD] = { .rect = &t->head },
		[PHASES] = { .rect = &t->phases },
		[LANES] = { .rect = &t->lanes },
		[AXIS] = { .rect = &t->axis },
		[CURVE] = { .rect = &t->curve, .rule = &t->curve_rule },
		[EVENTS] = { .rect = &t->events, .rule = &t->events_rule },
		[ALL] = { .rect = &t->all },
		[STATUS] = { .rect = &t->status },
	};
	int per, h = f->body.h;
	int few = rows_of(lanes, pt_min(lanes, 4), &per), some = rows_of(lanes, pt_min(lanes, 8), &per);
	int many = rows_of(lanes, pt_max(8, h / 2), &per), most = rows_of(lanes, pt_max(8, h - 12), &per);
	const struct pt_grant full[] = {
		{ HEAD, 1 }, { LANES, few }, { AXIS, 1 }, { EVENTS, 1 }, { CURVE, 1 }, { LANES, some },
		{ PHASES, 1 }, { ALL, 1 }, { EVENTS, 2 }, { CURVE, 2 }, { STATUS, 1 }, { LANES, many },
		{ CURVE, 3 }, { EVENTS, 4 }, { LANES, most }, { CURVE, 5 }, { EVENTS, 8 }, { CURVE, 8 },
		{ EVENTS, 12 },
	};
	const struct pt_grant compact[] = {
		{ HEAD, 1 }, { LANES, rows_of(lanes, pt_max(h - 2, 1), &per) }, { AXIS, 1 },
	};
	/* clang-format on */

	if (f->kind == PT_FRAME_FULL)
		PT_SECTIONS_PLACE(s, TIMELINE_SECTIONS, full, f->body);
	else if (f->kind == PT_FRAME_COMPACT)
		PT_SECTIONS_PLACE(s, TIMELINE_SECTIONS, compact, f->body);
}

void
pt_layout_timeline(struct pt_timeline_layout *t, const struct pt_frame *f, int lanes)
{
	memset(t, 0, sizeof(*t));
	place(t, f, pt_max(lanes, 1));
	t->rows = rows_of(lanes, t->lanes.h, &t->per_row);
	t->share_w = f->body.w >= PT_NARROW ? SHARE_W : 0;
	t->columns = pt_max(t->lanes.w - PT_LANE_LABEL - t->share_w, 0);
}

/* SPDX-License-Identifier: MIT */
/* What the Overview gives up first when there is less room: see overview_layout.h. */
#include "ui/views/overview_layout.h"

#include <string.h>

#include "ui/widgets/grid.h"

/* clang-format off */
enum { VERDICT, PLAN, WORKERS, LEGEND, CPUS, CORES_BAR, CORES_TEXT, MARKS, CURVE, STEALS,
	ADVICE_RULE, ADVICE, STATUS, OVERVIEW_SECTIONS };
/* clang-format on */

static void
overview_sections(struct pt_section s[OVERVIEW_SECTIONS], struct pt_overview_layout *o)
{
	/* clang-format off */
	const struct pt_section all[OVERVIEW_SECTIONS] = {
		[VERDICT] = { .rect = &o->verdict },
		[PLAN] = { .rect = &o->plan, .whole = true },
		[WORKERS] = { .rect = &o->workers, .rule = &o->workers_rule, .whole = true },
		[LEGEND] = { .rect = &o->legend },
		[CPUS] = { .rect = &o->cpus },
		[CORES_BAR] = { .rect = &o->cores_bar, .rule = &o->cores_rule },
		[CORES_TEXT] = { .rect = &o->cores_text },
		[MARKS] = { .rect = &o->marks, .rule = &o->marks_rule },
		[CURVE] = { .rect = &o->curve, .rule = &o->curve_rule },
		[STEALS] = { .rect = &o->steals, .rule = &o->steals_rule },
		[ADVICE_RULE] = { .rect = &o->advice_rule },
		[ADVICE] = { .rect = &o->advice },
		[STATUS] = { .rect = &o->status },
	};
	/* clang-format on */

	memcpy(s, all, sizeof(all));
}

void
pt_layout_overview(struct pt_overview_layout *o, const struct pt_frame *f, int workers, int cpus,
	int plan, int marks)
{
	struct pt_rect body = f->body;
	int rows = pt_grid_comfortable(workers, body.w), w = body.w, h = body.h;
	int few = pt_grid_filled(workers, w, pt_min(rows, 4)),
	    some = pt_grid_filled(workers, w, pt_min(rows, 8));
	int many = pt_grid_filled(workers, w, pt_min(rows, pt_max(8, h * 2 / 5)));
	int most = pt_grid_filled(workers, w, pt_min(rows, pt_max(8, h / 2)));
	struct pt_section s[OVERVIEW_SECTIONS];
	/* clang-format off */
	const struct pt_grant full[] = {
		{ VERDICT, 1 }, { WORKERS, few }, { CORES_BAR, 1 }, { CORES_TEXT, 1 },
		{ PLAN, plan }, { MARKS, pt_min(marks, 3) }, { CORES_TEXT, 2 }, { ADVICE, 1 }, { LEGEND, 1 },
		{ CURVE, 1 },
		{ WORKERS, some }, { CPUS, cpus > 0 }, { STATUS, 1 }, { ADVICE, 2 }, { CURVE, 3 },
		{ WORKERS, many }, { MARKS, pt_min(marks, 8) }, { ADVICE_RULE, 1 }, { STEALS, 3 }, { CURVE, 4 }, { ADVICE, 4 },
		{ CURVE, 8 }, { ADVICE, 5 }, { WORKERS, most }, { CURVE, 12 }, { STEALS, 6 },
		{ ADVICE, 8 }, { CURVE, 40 },
	};
	const struct pt_grant compact[] = {
		{ WORKERS, 1 }, { VERDICT, 1 }, { WORKERS, pt_grid_filled(workers, w, pt_min(rows, h - 2)) },
		{ CORES_BAR, 1 }, { CORES_TEXT, 1 }, { LEGEND, 1 }, { CPUS, cpus > 0 },
	};
	/* clang-format on */

	memset(o, 0, sizeof(*o));
	overview_sections(s, o);
	if (f->kind == PT_FRAME_FULL)
		PT_SECTIONS_PLACE(s, OVERVIEW_SECTIONS, full, body);
	else if (f->kind == PT_FRAME_COMPACT)
		PT_SECTIONS_PLACE(s, OVERVIEW_SECTIONS, compact, body);
}

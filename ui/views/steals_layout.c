/* SPDX-License-Identifier: MIT */
/* What the screen of steals gives up first when there is less room: see steals_layout.h. */
#include "ui/views/steals_layout.h"

#include <string.h>

#define CELL_MAX_W 8
#define SUM_W 6
#define NET_W 22

void
pt_layout_matrix(struct pt_matrix_layout *m, struct pt_rect r, int workers)
{
	int room, room_w;

	memset(m, 0, sizeof(*m));
	workers = pt_max(workers, 1);
	m->label_w = pt_max(3, pt_digits(workers - 1)) + 3;
	m->cell_w = 5;
	m->sums = r.w >= PT_NARROW;
	m->net_w = r.w >= 76 ? NET_W + (r.w >= 120 ? 18 : 0) : 0;
	room_w = r.w - m->label_w - m->net_w - (m->sums ? 2 * SUM_W : 0);
	room = pt_max(1, pt_min(room_w / m->cell_w, r.h - 1));
	m->per_group = 1;
	while (pt_divide_up(workers, m->per_group) > room)
		m->per_group *= 2;
	m->groups = pt_divide_up(workers, m->per_group);
	while (m->cell_w < CELL_MAX_W && m->groups * (m->cell_w + 1) <= room_w)
		m->cell_w++;
}

/* Rows that the matrix fills when it gets at most `limit`, its head included. */
static int
matrix_rows(int workers, int width, int limit)
{
	struct pt_matrix_layout m;

	pt_layout_matrix(&m, (struct pt_rect){ .w = width, .h = pt_max(limit, 2) }, workers);
	return 1 + m.groups;
}

void
pt_layout_steals(struct pt_steals_layout *o, const struct pt_frame *f, int workers)
{
	enum { NUMBERS, MATRIX, LAST, CURVE, STATUS, N };
	int few = matrix_rows(workers, f->body.w, 5), some = matrix_rows(workers, f->body.w, 9);
	int many = matrix_rows(workers, f->body.w, 17), most = matrix_rows(workers, f->body.w, 33);
	int all = matrix_rows(workers, f->body.w, f->body.h - 2);
	/* clang-format off */
	struct pt_section s[N] = {
		[NUMBERS] = { .rect = &o->numbers },
		[MATRIX] = { .rect = &o->matrix, .rule = &o->matrix_rule, .whole = true },
		[LAST] = { .rect = &o->last, .rule = &o->last_rule },
		[CURVE] = { .rect = &o->curve, .rule = &o->curve_rule },
		[STATUS] = { .rect = &o->status },
	};
	/* clang-format on */
	/* clang-format off */
	const struct pt_grant full[] = {
		{ NUMBERS, 1 }, { MATRIX, few }, { STATUS, 1 }, { LAST, 2 }, { CURVE, 1 },
		{ MATRIX, some }, { CURVE, 2 }, { LAST, 4 }, { MATRIX, many }, { CURVE, 3 },
		{ LAST, 10 }, { MATRIX, most }, { CURVE, 6 }, { LAST, 16 }, { MATRIX, all },
		{ CURVE, 8 }, { LAST, 200 },
	};
	const struct pt_grant compact[] = {
		{ NUMBERS, 1 }, { MATRIX, 2 }, { MATRIX, all }, { LAST, 8 },
	};
	/* clang-format on */

	memset(o, 0, sizeof(*o));
	if (f->kind == PT_FRAME_FULL)
		PT_SECTIONS_PLACE(s, N, full, f->body);
	else if (f->kind == PT_FRAME_COMPACT)
		PT_SECTIONS_PLACE(s, N, compact, f->body);
}

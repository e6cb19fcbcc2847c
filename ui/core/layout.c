/* SPDX-License-Identifier: MIT */
/* Sizes to rectangles: see layout.h. */
#include "ui/core/layout.h"

#include <string.h>

#define NARROW 60	/* columns below which there are no bars */
#define MIN_W 40
#define MIN_H 4
#define FULL_H 16
#define FOOTER_H 8

static int
min(int a, int b)
{
	return a < b ? a : b;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

static int
divide_up(int a, int b)
{
	return (a + b - 1) / b;
}

void
pt_layout_frame(struct pt_frame *f, int w, int h)
{
	struct pt_rect all = { .w = max(w, 0), .h = max(h, 0) };
	int below = h >= FOOTER_H ? 1 : 0, above;

	memset(f, 0, sizeof(*f));
	f->all = all;
	f->kind = w < MIN_W || h < MIN_H ? PT_FRAME_LINES :
	    h < FULL_H			 ? PT_FRAME_COMPACT :
					   PT_FRAME_FULL;
	if (f->kind == PT_FRAME_LINES) {
		f->body = all;
		return;
	}
	above = f->kind == PT_FRAME_FULL ? 2 : 1;
	f->header = pt_rect_row(all, 0);
	if (f->kind == PT_FRAME_FULL)
		f->tabs = pt_rect_row(all, 1);
	f->body = pt_rect_rows(all, above, h - above - below);
	if (below)
		f->footer = pt_rect_row(all, h - 1);
}

/* ---- sections: rows are given out in order of importance, then placed from top to bottom ---- */

struct section {
	struct pt_rect *rect, *rule;	/* rule: the titled line above, or NULL */
	int rows;
	bool whole;	/* grows by whole helpings only: rows in between would stay empty */
};

/* One helping: section `at` grows to `rows`, as far as there is room. */
struct helping {
	int at, rows;
};

/* All or nothing for a section's first rows, its rule comes with them; later row by row. */
static int
help(struct section *s, int rows, int left)
{
	int cost = rows - s->rows + (s->rows == 0 && s->rule ? 1 : 0);

	if (rows <= s->rows)
		return left;
	if (cost > left && (s->rows == 0 || s->whole))
		return left;
	if (cost > left)
		rows = s->rows + left;
	left -= min(cost, left);
	s->rows = rows;
	return left;
}

static void
place(struct section *s, int n, struct pt_rect body)
{
	int y = 0;

	for (int i = 0; i < n; i++) {
		if (s[i].rows == 0)
			continue;
		if (s[i].rule)
			*s[i].rule = pt_rect_row(body, y++);
		*s[i].rect = pt_rect_rows(body, y, s[i].rows);
		y += s[i].rows;
	}
}

static void
share_out(struct section *s, int n, const struct helping *h, int helpings, struct pt_rect body)
{
	int left = body.h;

	for (int i = 0; i < helpings; i++)
		left = help(&s[h[i].at], h[i].rows, left);
	place(s, n, body);
}

/* Rows that the grid of workers fills when it gets at most `limit`: the rest is for others. */
static int
filled(int workers, int width, int limit)
{
	struct pt_grid g;

	pt_layout_grid(&g, (struct pt_rect){ .w = width, .h = max(limit, 1) }, workers);
	return g.rows;
}

/* Rows for all workers in cells that are wide enough for a bar; a few get a row each. */
static int
comfortable(int workers, int width)
{
	int n = max(workers, 1);

	return n <= 16 ? n : divide_up(n, max(1, width / 38));
}

enum { O_VERDICT, O_PLAN, O_WORKERS, O_LEGEND, O_CPUS, O_CORES_BAR, O_CORES_TEXT, O_CURVE, O_STEALS,
	O_ADVICE_RULE, O_ADVICE, O_STATUS, OVERVIEW_SECTIONS };

static void
overview_sections(struct section s[OVERVIEW_SECTIONS], struct pt_overview_layout *o)
{
	const struct section all[OVERVIEW_SECTIONS] = {
		[O_VERDICT] = { .rect = &o->verdict },
		[O_PLAN] = { .rect = &o->plan, .whole = true },
		[O_WORKERS] = { .rect = &o->workers, .rule = &o->workers_rule, .whole = true },
		[O_LEGEND] = { .rect = &o->legend },
		[O_CPUS] = { .rect = &o->cpus },
		[O_CORES_BAR] = { .rect = &o->cores_bar, .rule = &o->cores_rule },
		[O_CORES_TEXT] = { .rect = &o->cores_text },
		[O_CURVE] = { .rect = &o->curve, .rule = &o->curve_rule },
		[O_STEALS] = { .rect = &o->steals, .rule = &o->steals_rule },
		[O_ADVICE_RULE] = { .rect = &o->advice_rule },
		[O_ADVICE] = { .rect = &o->advice },
		[O_STATUS] = { .rect = &o->status },
	};

	memcpy(s, all, sizeof(all));
}

void
pt_layout_overview(struct pt_overview_layout *o, const struct pt_frame *f, int workers, int cpus,
	int plan)
{
	struct pt_rect body = f->body;
	int rows = comfortable(workers, body.w), w = body.w, h = body.h;
	int few = filled(workers, w, min(rows, 4)), some = filled(workers, w, min(rows, 8));
	int many = filled(workers, w, min(rows, max(8, h * 2 / 5)));
	int most = filled(workers, w, min(rows, max(8, h / 2)));
	struct section s[OVERVIEW_SECTIONS];
	const struct helping full[] = {
		{ O_VERDICT, 1 }, { O_WORKERS, few }, { O_CORES_BAR, 1 }, { O_CORES_TEXT, 1 },
		{ O_PLAN, plan }, { O_CORES_TEXT, 2 }, { O_ADVICE, 1 }, { O_LEGEND, 1 }, { O_CURVE, 1 },
		{ O_WORKERS, some }, { O_CPUS, cpus > 0 }, { O_STATUS, 1 }, { O_ADVICE, 2 }, { O_CURVE, 3 },
		{ O_WORKERS, many }, { O_ADVICE_RULE, 1 }, { O_STEALS, 3 }, { O_CURVE, 4 }, { O_ADVICE, 4 },
		{ O_CURVE, 8 }, { O_ADVICE, 5 }, { O_WORKERS, most }, { O_CURVE, 12 }, { O_STEALS, 6 },
		{ O_ADVICE, 8 }, { O_CURVE, 40 },
	};
	const struct helping compact[] = {
		{ O_WORKERS, 1 }, { O_VERDICT, 1 }, { O_WORKERS, filled(workers, w, min(rows, h - 2)) },
		{ O_CORES_BAR, 1 }, { O_CORES_TEXT, 1 }, { O_LEGEND, 1 }, { O_CPUS, cpus > 0 },
	};

	memset(o, 0, sizeof(*o));
	overview_sections(s, o);
	if (f->kind == PT_FRAME_FULL)
		share_out(s, OVERVIEW_SECTIONS, full, (int)(sizeof(full) / sizeof(full[0])), body);
	else if (f->kind == PT_FRAME_COMPACT)
		share_out(s, OVERVIEW_SECTIONS, compact,
			(int)(sizeof(compact) / sizeof(compact[0])), body);
}

/* Rows that the matrix fills when it gets at most `limit`, its head included. */
static int
matrix_rows(int workers, int width, int limit)
{
	struct pt_matrix_layout m;

	pt_layout_matrix(&m, (struct pt_rect){ .w = width, .h = max(limit, 2) }, workers);
	return 1 + m.groups;
}

void
pt_layout_steals(struct pt_steals_layout *o, const struct pt_frame *f, int workers)
{
	enum { NUMBERS, MATRIX, LAST, CURVE, STATUS, N };
	int few = matrix_rows(workers, f->body.w, 5), some = matrix_rows(workers, f->body.w, 9);
	int many = matrix_rows(workers, f->body.w, 17), most = matrix_rows(workers, f->body.w, 33);
	int all = matrix_rows(workers, f->body.w, f->body.h - 2);
	struct section s[N] = {
		[NUMBERS] = { .rect = &o->numbers },
		[MATRIX] = { .rect = &o->matrix, .rule = &o->matrix_rule, .whole = true },
		[LAST] = { .rect = &o->last, .rule = &o->last_rule },
		[CURVE] = { .rect = &o->curve, .rule = &o->curve_rule },
		[STATUS] = { .rect = &o->status },
	};
	const struct helping full[] = {
		{ NUMBERS, 1 }, { MATRIX, few }, { STATUS, 1 }, { LAST, 2 }, { CURVE, 1 },
		{ MATRIX, some }, { CURVE, 2 }, { LAST, 4 }, { MATRIX, many }, { CURVE, 3 },
		{ LAST, 10 }, { MATRIX, most }, { CURVE, 6 }, { LAST, 16 }, { MATRIX, all },
		{ CURVE, 8 }, { LAST, 200 },
	};
	const struct helping compact[] = {
		{ NUMBERS, 1 }, { MATRIX, 2 }, { MATRIX, all }, { LAST, 8 },
	};

	memset(o, 0, sizeof(*o));
	if (f->kind == PT_FRAME_FULL)
		share_out(s, N, full, (int)(sizeof(full) / sizeof(full[0])), f->body);
	else if (f->kind == PT_FRAME_COMPACT)
		share_out(s, N, compact, (int)(sizeof(compact) / sizeof(compact[0])), f->body);
}

/* ---- the grid of workers ---- */

static int
digits(int v)
{
	int n = 1;

	for (; v >= 10; v /= 10)
		n++;
	return n;
}

static enum pt_cell_kind
kind_of(int cell_w, int width)
{
	if (width < NARROW)
		return cell_w >= 30 ? PT_CELL_TEXT : PT_CELL_NUMBER;
	return cell_w >= 76 ? PT_CELL_WIDE :
	    cell_w >= 60    ? PT_CELL_BAR :
	    cell_w >= 34    ? PT_CELL_SHORT :
	    cell_w >= 14    ? PT_CELL_MINI :
			      PT_CELL_NUMBER;
}

/* Characters in eights, so that the eye can count; the number and the mean stand beside them. */
static void
heat(struct pt_grid *g, struct pt_rect r, int workers)
{
	int room = r.w - g->label_w - 6;

	g->kind = PT_CELL_HEAT;
	g->columns = room >= 8 ? min(room / 8 * 8, 64) : max(room, 1);
	g->rows = min(divide_up(workers, g->columns), max(r.h, 1));
	g->cell_w = 1;
}

void
pt_layout_grid(struct pt_grid *g, struct pt_rect r, int workers)
{
	memset(g, 0, sizeof(*g));
	workers = max(workers, 1);
	g->label_w = max(3, digits(workers - 1)) + 1;
	g->columns = divide_up(workers, max(r.h, 1));
	g->rows = divide_up(workers, g->columns);
	g->cell_w = max(r.w, 1) / g->columns;
	if (g->cell_w >= g->label_w + 4)
		g->kind = kind_of(g->cell_w, r.w);
	else
		heat(g, r, workers);
	g->page = max(1, g->columns * g->rows);
}

struct pt_rect
pt_grid_cell(const struct pt_grid *g, struct pt_rect r, int i)
{
	int column = i / g->rows, row = i % g->rows;

	if (g->kind == PT_CELL_HEAT) {
		row = i / g->columns;
		r = pt_rect_skip(r, g->label_w + i % g->columns);
	} else {
		r = pt_rect_skip(r, column * g->cell_w);
	}
	return pt_rect_left(pt_rect_row(r, row), g->cell_w);
}

/* ---- the steal matrix ---- */

#define CELL_MAX_W 8
#define SUM_W 6
#define NET_W 22


void
pt_layout_matrix(struct pt_matrix_layout *m, struct pt_rect r, int workers)
{
	int room, room_w;

	memset(m, 0, sizeof(*m));
	workers = max(workers, 1);
	m->label_w = max(3, digits(workers - 1)) + 3;
	m->cell_w = 5;
	m->sums = r.w >= NARROW;
	m->net_w = r.w >= 76 ? NET_W + (r.w >= 120 ? 18 : 0) : 0;
	room_w = r.w - m->label_w - m->net_w - (m->sums ? 2 * SUM_W : 0);
	room = max(1, min(room_w / m->cell_w, r.h - 1));
	m->per_group = 1;
	while (divide_up(workers, m->per_group) > room)
		m->per_group *= 2;
	m->groups = divide_up(workers, m->per_group);
	while (m->cell_w < CELL_MAX_W && m->groups * (m->cell_w + 1) <= room_w)
		m->cell_w++;
}

/* SPDX-License-Identifier: MIT */
/*
 * Steals: which worker took from which, how many attempts succeed, which came last?
 * The matrix has a row per thief and a column per victim; many workers are folded into groups of
 * neighbours.  *got* is the sum of a row, *lost* that of a column, *net* their difference.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ui/views/steals_layout.h"
#include "ui/views/view.h"
#include "ui/widgets/widgets.h"

static const char *const help[] = {
	"Steals: who took work from whom",
	"  matrix    row = thief, column = victim, all measured runs together",
	"  got       tasks this worker stole",
	"  lost      tasks stolen from this worker",
	"  net       got - lost; to the right: it took more than it gave",
	"  tries     attempts until this steal succeeded",
	"  Many workers are shown in groups, named by their first worker.",
	NULL,
};

/* The matrix as it is drawn. */
struct folded {
	struct pt_matrix_layout layout;
	uint64_t *cell; /* groups x groups */
	uint64_t *got, *lost;
	uint64_t most; /* largest cell, to colour by */
};

static void
fold(struct folded *f, const struct pt_model *m)
{
	size_t n = (size_t)f->layout.groups, per = (size_t)f->layout.per_group, w = m->workers_len;

	f->cell = pt_xcalloc(n * n + 2 * n, sizeof(*f->cell));
	f->got = f->cell + n * n;
	f->lost = f->got + n;
	f->most = 0;
	for (size_t t = 0; m->matrix && t < w; t++) {
		for (size_t v = 0; v < w; v++) {
			uint64_t count = m->matrix[t * w + v];

			f->cell[t / per * n + v / per] += count;
			f->got[t / per] += count;
			f->lost[v / per] += count;
		}
	}
	for (size_t i = 0; i < n * n; i++)
		if (f->cell[i] > f->most)
			f->most = f->cell[i];
}

static enum pt_role
heat(uint64_t count, uint64_t most)
{
	if (count == 0)
		return PT_ROLE_QUIET;
	if (count >= most - most / 3)
		return PT_ROLE_RUNTIME;
	return count >= most - most / 3 * 2 ? PT_ROLE_RUNTIME : PT_ROLE_TEXT;
}

static void
draw_count(struct pt_canvas *c, struct pt_rect r, enum pt_role role, uint64_t count)
{
	char n[PT_NUM];

	pt_canvas_printf(c, r, role, "%*s", r.w, pt_format_count(n, (double)count));
}

static void
draw_heads(struct pt_canvas *c, struct pt_rect r, const struct folded *f)
{
	const struct pt_matrix_layout *l = &f->layout;
	struct pt_rect at = pt_rect_skip(pt_rect_row(r, 0), l->label_w);

	for (int i = 0; i < l->groups; i++) {
		pt_canvas_printf(c, pt_rect_left(at, l->cell_w), PT_ROLE_STRONG, "%*d", l->cell_w,
			i * l->per_group);
		at = pt_rect_skip(at, l->cell_w);
	}
	if (l->sums)
		pt_canvas_text(c, pt_rect_left(at, 12), PT_ROLE_STRONG, "   got  lost");
	at = pt_rect_skip(at, 12);
	if (l->net_w)
		pt_canvas_text(c, pt_rect_left(at, l->net_w), PT_ROLE_STRONG,
			l->net_w > 30 ? "   net flow (got - lost)" : "   net (got - lost)");
}

/* From the middle to the right when this worker got more tasks than it lost, else to the left. */
static void
draw_net(struct pt_canvas *c, struct pt_rect r, const struct folded *f, int row,
	const struct pt_glyphs *g)
{
	double net = (double)f->got[row] - (double)f->lost[row], most = 1;
	int half = (r.w - 10) / 2, length;
	struct pt_rect left = { .x = r.x + 1, .y = r.y, .w = half, .h = 1 };
	struct pt_rect right = { .x = left.x + half + 1, .y = r.y, .w = half, .h = 1 };
	char n[PT_NUM];

	for (int i = 0; i < f->layout.groups; i++)
		most = fmax(most, fabs((double)f->got[i] - (double)f->lost[i]));
	length = (int)(fabs(net) / most * half + 0.5);
	pt_canvas_put(c, left.x + half, r.y, PT_ROLE_QUIET, g->column);
	if (net < 0)
		pt_canvas_fill(c, pt_rect_right(left, length), PT_ROLE_QUIET, g->full);
	else
		pt_canvas_fill(c, pt_rect_left(right, length), PT_ROLE_STRONG, g->full);
	pt_format_count(n, net);
	pt_canvas_printf(c, pt_rect_right(r, 7), PT_ROLE_STRONG, "%s%s", net > 0 ? "+" : "", n);
}

static void
draw_row(struct pt_canvas *c, struct pt_rect r, const struct folded *f, int row,
	const struct pt_view_context *v)
{
	const struct pt_matrix_layout *l = &f->layout;
	bool selected = row == v->selected;

	pt_canvas_printf(c, pt_rect_left(r, l->label_w - 2),
		selected ? PT_ROLE_FOCUS : PT_ROLE_STRONG, "%*d", l->label_w - 2,
		row * l->per_group);
	if (selected)
		pt_canvas_cursor(c, r.x, r.y);
	pt_canvas_put(c, r.x + l->label_w - 1, r.y, PT_ROLE_QUIET, v->glyphs->column);
	r = pt_rect_skip(r, l->label_w);
	for (int i = 0; i < l->groups; i++) {
		uint64_t count = f->cell[row * l->groups + i];
		struct pt_rect at = pt_rect_left(r, l->cell_w);

		if (i == row && l->per_group == 1)
			pt_canvas_put(c, at.x + at.w - 1, at.y, PT_ROLE_QUIET, v->glyphs->dot);
		else
			draw_count(c, at, heat(count, f->most), count);
		r = pt_rect_skip(r, l->cell_w);
	}
	if (l->sums) {
		draw_count(c, pt_rect_left(r, 6), PT_ROLE_TEXT, f->got[row]);
		draw_count(c, pt_rect_left(pt_rect_skip(r, 6), 6), PT_ROLE_TEXT, f->lost[row]);
		r = pt_rect_skip(r, 12);
	}
	if (l->net_w)
		draw_net(c, pt_rect_left(r, l->net_w), f, row, v->glyphs);
}

static void
draw_matrix(struct pt_canvas *c, const struct pt_steals_layout *o, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	struct folded f;
	char title[128];

	if (pt_rect_empty(o->matrix))
		return;
	pt_layout_matrix(&f.layout, o->matrix, (int)m->workers_len);
	if (f.layout.per_group > 1 && o->matrix.w >= 76)
		(void)snprintf(title, sizeof(title),
			"who stole from whom: row = thief, column = victim, groups of %d workers",
			f.layout.per_group);
	else if (f.layout.per_group > 1)
		(void)snprintf(title, sizeof(title), "who stole from whom, by %d workers",
			f.layout.per_group);
	else
		(void)snprintf(title, sizeof(title),
			"who stole from whom: row = thief, column = victim");
	pt_rule_draw(c, o->matrix_rule, v->glyphs, title);
	if (m->workers_len == 0) {
		pt_canvas_text(c, pt_rect_skip(o->matrix, 1), PT_ROLE_QUIET, "no workers yet");
		return;
	}
	fold(&f, m);
	draw_heads(c, o->matrix, &f);
	for (int i = 0; i < f.layout.groups; i++)
		draw_row(c, pt_rect_row(o->matrix, i + 1), &f, i, v);
	free(f.cell);
}

static void
draw_numbers(struct pt_canvas *c, struct pt_rect r, const struct pt_model *m)
{
	struct pt_flow f = { .len = 0 };
	struct pt_piece *p = pt_flow_add(&f, 2, "attempts", "tries");
	char n[PT_NUM], share[PT_NUM];
	bool some = m->attempts_per_s > 0;

	pt_piece_value(p, "%s/s", pt_format_count(n, round(m->attempts_per_s)));
	p = pt_flow_add(&f, 0, "ok", "");
	pt_piece_value(p, "%s/s (%s%s)", pt_format_count(n, round(m->steals_per_s)),
		pt_format_share(share, some ? m->steals_per_s / m->attempts_per_s : NAN),
		some ? "%" : "");
	p = pt_flow_add(&f, 1, "steals so far", "steals");
	pt_piece_value(p, "%s", pt_format_count(n, (double)m->steals));
	p = pt_flow_add(&f, 3, "", "");
	if (m->tasks)
		pt_piece_value(p, "%s%% of tasks",
			pt_format_share(n, (double)m->steals / (double)m->tasks));
	else
		pt_piece_value(p, "--");
	(void)pt_flow_draw(c, r, &f);
}

static int
draw_who(struct pt_canvas *c, struct pt_rect r, uint32_t worker)
{
	if (worker == UINT32_MAX)
		return pt_canvas_text(c, pt_rect_left(r, 5), PT_ROLE_TEXT, "other");
	return pt_canvas_printf(c, pt_rect_left(r, 5), PT_ROLE_TEXT, "w%-4u", worker);
}

static void
draw_last(struct pt_canvas *c, const struct pt_steals_layout *o, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;

	if (pt_rect_empty(o->last))
		return;
	pt_rule_draw(c, o->last_rule, v->glyphs, "last steals: thief, victim, tries");
	if (m->last_steals_len == 0)
		pt_canvas_text(c, pt_rect_skip(o->last, 1), PT_ROLE_QUIET, "none recorded");
	for (uint32_t i = 0; i < m->last_steals_len && (int)i < o->last.h; i++) {
		const struct pt_steal_live *s = &m->last_steals[i];
		struct pt_rect r = pt_rect_skip(pt_rect_row(o->last, (int)i), 1);
		int used = pt_canvas_printf(c, r, PT_ROLE_QUIET, "%11.6f s  ", s->at_s);

		used += draw_who(c, pt_rect_skip(r, used), s->thief);
		used += pt_canvas_printf(c, pt_rect_skip(r, used), PT_ROLE_RUNTIME, "%s ",
			v->glyphs->left_arrow);
		used += draw_who(c, pt_rect_skip(r, used), s->victim);
		used += pt_canvas_printf(c, pt_rect_skip(r, used), PT_ROLE_TEXT, "  %4u  ",
			s->tries);
		pt_canvas_foreign(c, pt_rect_skip(r, used), PT_ROLE_TEXT, s->label ? s->label : "");
	}
}

/* The selected row in words. */
static void
draw_status(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v, int per_group)
{
	struct pt_view_context worker = *v;

	if (per_group > 1)
		worker.selected = -1; /* a row is not one worker */
	pt_status_draw(c, r, &worker);
}

static void
draw(struct pt_canvas *c, const struct pt_view_context *context)
{
	const struct pt_model *model = context->model;
	struct pt_steals_layout o;
	struct pt_matrix_layout m;
	struct pt_view_context v;

	pt_layout_steals(&o, context->frame, pt_workers_expected(model));
	pt_layout_matrix(&m, o.matrix, (int)model->workers_len);
	v = pt_view_report(context,
		(struct pt_moves){ .rows = model->workers_len ? m.groups : 0,
			.vertical = 1,
			.horizontal = 1,
			.page = o.matrix.h > 1 ? o.matrix.h - 1 : 1 });
	draw_numbers(c, pt_rect_skip(o.numbers, 1), model);
	draw_matrix(c, &o, &v);
	draw_last(c, &o, &v);
	pt_steals_curve_draw(c, o.curve_rule, o.curve, &v);
	draw_status(c, o.status, &v, m.per_group);
}

const struct pt_view pt_steals_view = {
	.name = "steals",
	.title = "Steals",
	.key = '2',
	.help = help,
	.draw = draw,
};

/* SPDX-License-Identifier: MIT */
/*
 * Overview: how much faster, is that all this machine can give, where did the rest go?
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/core/signs.h"
#include "ui/views/overview_layout.h"
#include "ui/views/view.h"
#include "ui/widgets/cores.h"
#include "ui/widgets/grid.h"
#include "ui/widgets/marks.h"
#include "ui/widgets/plan.h"
#include "ui/widgets/verdict.h"
#include "ui/widgets/widgets.h"
#include "ui/widgets/workers.h"

static const char *const help[] = {
	"Overview: how much faster, is that all, and where did the rest go",
	"  first row the verdict; * marks an estimate, -- what was not measured",
	"  bars      sequential, one worker, all workers: times on one axis",
	"  queue     tasks that can be stolen       steals   in the shown run",
	"  cores     useful is the speedup; the parts add up to the workers",
	"  marks     numbers of the program's own, partop_mark(3): queues, progress",
	NULL,
};

/* ---- workers ---- */

/* What the lanes show: between runs they keep what was last. */
static const char *
shown_of(const struct pt_model *m)
{
	const struct pt_plan_step *p = &m->plan.step[PT_PLAN_PARALLEL];

	if (m->state > PT_MODEL_RUNNING && m->runs_done)
		return "median run";
	if (m->plan.stage == PT_PLAN_PREVIEW)
		return "preview";
	if (!m->plan.previewed || p->done > 0 || p->state == PT_PLAN_RUNNING)
		return "last second";
	return "preview (over)";
}

static void
draw_workers(struct pt_canvas *c, const struct pt_overview_layout *o,
	const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	char title[96], n[PT_NUM];

	(void)snprintf(title, sizeof(title), "%zu worker%s, %s, CPUs %s/%u", m->workers_len,
		pt_plural(m->workers_len), shown_of(m), pt_format_ratio(n, m->cpus_busy, 2),
		m->cpus);
	pt_rule_draw(c, o->workers_rule, v->glyphs, m->workers_len ? title : "workers");
	if (m->workers_len)
		pt_workers_heads(c, o->workers_rule, v, &o->workers, pt_text_width(title) + 4);
	pt_workers_draw(c, o->workers, v);
	/* Where there is no line for the status, the selected worker takes the legend's. */
	if (!pt_rect_empty(o->status) || !pt_status_worker_draw(c, pt_rect_skip(o->legend, 1), v))
		pt_workers_legend(c, pt_rect_skip(o->legend, 1), v->glyphs);
	pt_cpus_draw(c, o->cpus, v);
}

/* ---- where the cores went ---- */

/* Beside the title: what the bar leaves out, or why there is none, or what the bar is worth. */
static void
cores_remark(struct pt_canvas *c, struct pt_rect rule, const struct pt_view_context *v, int keep)
{
	const struct pt_model *m = v->model;
	char text[96] = "";
	struct pt_rect at;

	if (m->cores_why[0])
		(void)snprintf(text, sizeof(text), "%s", m->cores_why);
	else if (pt_cores_cut(m))
		(void)snprintf(text, sizeof(text),
			rule.w >= 78 ? "  cut at  : %u of %u workers have no CPU" : "  cut at  ",
			m->threads - m->cpus, m->threads);
	else if (m->threads)
		(void)snprintf(text, sizeof(text), "= %u", m->threads);
	at = pt_rule_remark(c, rule, pt_text_width(text), keep);
	if (pt_rect_empty(at))
		return;
	pt_canvas_text(c, at, PT_ROLE_QUIET, text);
	if (!pt_cores_cut(m) || m->cores_why[0])
		return;
	pt_canvas_put(c, at.x, at.y, PT_ROLE_QUIET, pt_sign_glyph(PT_SIGN_OWN, v->glyphs->ascii));
	pt_canvas_put(c, at.x + 9, at.y, PT_ROLE_QUIET, v->glyphs->cut);
}

static void
draw_cores(struct pt_canvas *c, const struct pt_overview_layout *o, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	char title[64];

	(void)snprintf(title, sizeof(title), "where the %u core%s went%s", m->threads,
		pt_plural(m->threads), m->cores_estimated ? "*" : "");
	pt_rule_draw(c, o->cores_rule, v->glyphs, m->threads ? title : "where the cores went");
	cores_remark(c, o->cores_rule, v, pt_text_width(title) + 4);
	pt_cores_bar_draw(c, pt_rect_left(pt_rect_skip(o->cores_bar, 1), o->cores_bar.w - 2),
		v->glyphs, m);
	pt_cores_text_draw(c, pt_rect_left(pt_rect_skip(o->cores_text, 1), o->cores_text.w - 1),
		v->glyphs, m);
}

/* ---- curves ---- */

/* The scale is that of the CPUs, or of the workers where they are fewer. */
static void
draw_curve(struct pt_canvas *c, const struct pt_overview_layout *o, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	unsigned top = m->cpus && m->cpus < m->threads ? m->cpus : m->threads;
	char high[16], title[] = "CPUs busy, all runs";
	struct pt_curve curve = { .values = m->history.utilization,
		.len = m->history.len,
		.top = m->threads ? (double)top / m->threads : 1,
		.role = PT_ROLE_WORK,
		.top_label = high,
		.middle_label = "",
		.base_label = o->curve.h > 1 ? "0" : high };

	(void)snprintf(high, sizeof(high), "%u", top);
	pt_rule_draw(c, o->curve_rule, v->glyphs, title);
	pt_history_span_draw(c, o->curve_rule, &m->history, pt_text_width(title) + 4);
	pt_curve_draw(c, o->curve, v->glyphs, &curve);
}

/* ---- advice ---- */

/* "! what the number says  -> 2 Steals   try --grain 256Ki" */
static int
draw_one_advice(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_advice *a)
{
	struct pt_text text = { .s = NULL };
	bool alert = a->level == PT_ADVICE_WARNING;
	int used;

	r = pt_rect_skip(r, 1);
	pt_canvas_text(c, r, alert ? PT_ROLE_ALERT : PT_ROLE_QUIET, alert ? "!" : "i");
	r = pt_rect_skip(r, 2);
	pt_text_add(&text, "%s", a->text);
	if (a->screen > 1 && a->screen <= pt_views_len)
		pt_text_add(&text, "  -> %c %s", pt_views[a->screen - 1]->key,
			pt_views[a->screen - 1]->title);
	if (a->suggestion[0])
		pt_text_add(&text, "  try: %s", a->suggestion);
	used = pt_paragraph_draw(c, r, g, PT_ROLE_TEXT, pt_text_string(&text));
	pt_text_fini(&text);
	return used;
}

static void
draw_advice(struct pt_canvas *c, const struct pt_overview_layout *o,
	const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	struct pt_rect r = o->advice;

	if (pt_rect_empty(r))
		return;
	pt_rule_draw(c, o->advice_rule, v->glyphs,
		"advice: what the number says, where to look, what to try");
	if (m->advice_len == 0)
		pt_canvas_text(c, pt_rect_skip(pt_rect_row(r, 0), 1), PT_ROLE_QUIET,
			m->state <= PT_MODEL_RUNNING ? "no advice so far" : "nothing stands out");
	for (uint32_t i = 0; i < m->advice_len && i < PT_ADVICE_MAX && !pt_rect_empty(r); i++) {
		int used = draw_one_advice(c, r, v->glyphs, &m->advice[i]);

		r = pt_rect_rows(r, used, r.h - used);
	}
}

static int
cpus_expected(const struct pt_model *m)
{
	return m->per_cpu_len > 0 || m->threads > 0;
}

static void
lay_out(struct pt_overview_layout *o, const struct pt_frame *f, const struct pt_model *m)
{
	pt_layout_overview(o, f, pt_workers_expected(m), cpus_expected(m), pt_plan_rows(m),
		pt_marks_rows(m));
}

/* What happens now, until there is an answer; then the answer. */
static void
draw_verdict(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	char text[PT_VERDICT];

	r = pt_rect_skip(pt_rect_left(r, r.w - 1), 1);
	if (pt_rect_empty(r))
		return;
	if (pt_plan_speaks(m)) {
		pt_plan_line_draw(c, r, v->glyphs, m);
		return;
	}
	pt_verdict_make(text, m, r.w);
	pt_canvas_text(c, r, PT_ROLE_STRONG, text);
}

static struct pt_moves
moves(const struct pt_overview_layout *o, const struct pt_model *m)
{
	struct pt_grid g;
	bool heat;

	pt_layout_grid(&g, o->workers, (int)m->workers_len);
	heat = g.kind == PT_CELL_HEAT;
	return (struct pt_moves){ .rows = (int)m->workers_len,
		.vertical = heat ? g.columns : 1,
		.horizontal = heat ? 1 : g.rows,
		.page = g.page };
}

static void
draw(struct pt_canvas *c, const struct pt_view_context *context)
{
	struct pt_overview_layout o;
	struct pt_view_context v;

	lay_out(&o, context->frame, context->model);
	v = pt_view_report(context, moves(&o, context->model));
	draw_verdict(c, o.verdict, &v);
	pt_plan_bars_draw(c, o.plan, v.glyphs, v.model);
	draw_workers(c, &o, &v);
	draw_cores(c, &o, &v);
	pt_marks_draw(c, o.marks_rule, o.marks, v.glyphs, v.model);
	draw_curve(c, &o, &v);
	pt_steals_curve_draw(c, o.steals_rule, o.steals, &v);
	draw_advice(c, &o, &v);
	pt_status_draw(c, o.status, &v);
}

const struct pt_view pt_overview_view = {
	.name = "overview",
	.title = "Overview",
	.key = '1',
	.help = help,
	.draw = draw,
};

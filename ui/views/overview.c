/* SPDX-License-Identifier: MIT */
/*
 * Overview: is it fast, who is idle, where did the cores go, what should I do?
 * The signature is "where the P cores went": a bar as long as P, divided into what was useful and
 * what was lost to what, the same numbers below it, adding up to P.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/views/view.h"
#include "ui/widgets/widgets.h"
#include "ui/widgets/plan.h"
#include "ui/widgets/workers.h"

#define PLAN_BODY 12	/* rows of a body that has room for the plan */

static const char *const help[] = {
	"Overview: who works, and where the cores went",
	"  run       in a task, on a CPU        search   looking for work to steal",
	"  wait      asleep, or at a join       off-cpu  could run, but has no CPU",
	"  q         tasks to be stolen         st       steals per second",
	"  useful    speedup, T_seq / T_P, in cores; * marks an estimate",
	"  inflation the same work takes longer than on one worker (memory, caches)",
	"  sched     what tasks and the parallel algorithm cost on one worker",
	"  idle      search and wait; all parts add up to the number of workers",
	NULL,
};

/* 3 digits or so: the parts of up to 1024 cores stay in a line. */
static void
format_cores(char out[PT_NUM], double v)
{
	double a = fabs(v);

	(void)pt_format_ratio(out, fabs(v) < 0.005 ? 0 : v, a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2);
}

static void
add_percent(struct pt_flow *f, int rank, const char *label, const char *brief, double share)
{
	struct pt_piece *p = pt_flow_add(f, rank, label, brief);

	if (isfinite(share))
		pt_piece_value(p, "%.1f%%", share * 100);
	else
		pt_piece_value(p, "--");
}

static void
add_speedup(struct pt_flow *f, const struct pt_model *m)
{
	const char *star = m->speedup_estimated ? "*" : "";
	char label[24], brief[8], n[PT_NUM];
	struct pt_piece *p;

	(void)snprintf(label, sizeof(label), "speedup%s", star);
	p = pt_flow_add(f, 1, label, "");
	pt_piece_value(p, "%s%s", pt_format_ratio(n, m->speedup, 2),
	    isfinite(m->speedup) ? "x" : "");
	(void)snprintf(label, sizeof(label), "efficiency%s", star);
	(void)snprintf(brief, sizeof(brief), "eff%s", star);
	p = pt_flow_add(f, 3, label, brief);
	(void)pt_percent(p->value, m->efficiency);
}

static void
draw_numbers(struct pt_canvas *c, struct pt_rect r, const struct pt_model *m)
{
	struct pt_flow f = { .len = 0 };
	struct pt_piece *p;
	char n[PT_NUM];

	add_percent(&f, 0, "utilization", "util", m->utilization);
	if (m->oversubscribed || r.w >= 100) {
		p = pt_flow_add(&f, 2, "CPUs busy", "CPUs");
		pt_piece_value(p, "%s/%u", pt_format_ratio(n, m->cpus_busy, 1),
		    m->cpus);
	}
	p = pt_flow_add(&f, 5, "balance", "");
	pt_piece_value(p, "%s", pt_format_ratio(n, m->balance, 2));
	p = pt_flow_add(&f, 4, "steals", "");
	pt_piece_value(p, "%s/s", pt_format_count(n, round(m->steals_per_s)));
	if (r.w >= 120) {
		p = pt_flow_add(&f, 6, "tasks", "");
		pt_piece_value(p, "%s/s", pt_format_count(n, m->tasks_per_s));
	}
	add_speedup(&f, m);
	(void)pt_flow_draw(c, r, &f);
}

/* ---- workers ---- */

/* What the lanes show: between runs they keep what was last. */
static const char *
shown_of(const struct pt_model *m)
{
	const struct pt_plan_step *p = &m->plan.step[PT_PLAN_PARALLEL];

	if (m->state > PT_MODEL_RUNNING && m->runs_done)
		return "the median run";
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
	const char *when = shown_of(m);
	char title[64];

	if (m->workers_len > 1)
		(void)snprintf(title, sizeof(title), "%zu workers, %s", m->workers_len, when);
	else
		(void)snprintf(title, sizeof(title), "workers, %s", when);
	pt_rule_draw(c, o->workers_rule, v->glyphs, title);
	if (o->workers_rule.w >= 60)
		pt_workers_legend(c, o->workers_rule, v->glyphs, pt_text_width(title) + 4);
	pt_workers_draw(c, o->workers, v);
	pt_cpus_draw(c, o->cpus, v);
}

/* ---- where the cores went ---- */

#define PARTS 6

struct part {
	const char *name, *brief;
	uint32_t glyph;
	enum pt_role role;
	double cores;
};

static void
cores_parts(struct part p[PARTS], const struct pt_cores *k, const struct pt_glyphs *g)
{
	p[0] = (struct part){ "useful", "useful", g->useful, PT_ROLE_RUN, k->useful };
	p[1] = (struct part){ "inflation", "infl", g->inflation, PT_ROLE_INFLATION, k->inflation };
	p[2] = (struct part){ "sched", "sched", g->scheduling, PT_ROLE_SEARCH, k->scheduling };
	p[3] = (struct part){ "idle", "idle", g->idle, PT_ROLE_WAIT, k->idle };
	p[4] = (struct part){ "off-cpu", "off-cpu", g->off_cpu, PT_ROLE_OFF_CPU, k->off_cpu };
	p[5] = (struct part){ "other", "other", g->other, PT_ROLE_OTHER, k->other };
}

/* "T_seq 8.41 s   T_1 8.92 s   T_8 1.31 s": what the division above was made from. */
static void
times_remark(struct pt_canvas *c, struct pt_rect rule, const struct pt_model *m, int keep)
{
	char text[160], seq[PT_NUM], one[PT_NUM], run[PT_NUM];
	struct pt_rect at;

	if (!isfinite(m->sequential_s) && !isfinite(m->one_worker_s) && !isfinite(m->run_s))
		return;
	(void)snprintf(text, sizeof(text), "T_seq %s  T_1 %s",
	    pt_format_seconds(seq, m->sequential_s),
	    pt_format_seconds(one, m->threads > 1 ? m->one_worker_s : m->run_s));
	if (m->threads > 1)
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "  T_%u %s",
		    m->threads, pt_format_seconds(run, m->run_s));
	at = pt_rule_remark(c, rule, pt_text_width(text), keep);
	pt_canvas_text(c, at, PT_ROLE_TEXT, text);
}

/* What is larger must not be left out for what is smaller. */
static int
rank_of(const struct part *p, int i)
{
	int rank = 0;

	for (int k = 0; k < PARTS; k++)
		rank += fabs(p[k].cores) > fabs(p[i].cores);
	return rank;
}

static void
draw_cores_text(struct pt_canvas *c, struct pt_rect r, const struct part *p,
	const struct pt_model *m)
{
	struct pt_flow f = { .len = 0 };

	for (int i = 0; i < PARTS; i++) {
		struct pt_piece *piece;
		char n[PT_NUM];

		if (i == PARTS - 1 && !(fabs(p[i].cores) >= 0.005))
			continue;
		piece = pt_flow_add(&f, rank_of(p, i), p[i].name, p[i].brief);
		piece->label_role = PT_ROLE_TEXT;
		piece->mark = p[i].glyph;
		piece->mark_role = p[i].role;
		format_cores(n, p[i].cores);
		if (r.w >= 120 && isfinite(p[i].cores))
			pt_piece_value(piece, "%s (%.1f%%)", n,
			    p[i].cores / m->threads * 100);
		else
			pt_piece_value(piece, "%s", n);
	}
	if (m->threads)
		pt_piece_value(pt_flow_add(&f, PARTS, "=", ""), "%u", m->threads);
	(void)pt_flow_draw(c, r, &f);
}

static void
draw_cores(struct pt_canvas *c, const struct pt_overview_layout *o, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	struct part parts[PARTS];
	struct pt_segment s[PARTS];
	struct pt_bar bar = { .segments = s, .len = PARTS, .whole = m->threads };
	char title[64];

	(void)snprintf(title, sizeof(title), "where the %u core%s went%s", m->threads,
	    pt_plural(m->threads), m->cores_estimated ? "*" : "");
	pt_rule_draw(c, o->cores_rule, v->glyphs, m->threads ? title : "where the cores went");
	times_remark(c, o->cores_rule, m, pt_text_width(title) + 4);
	cores_parts(parts, &m->cores, v->glyphs);
	for (int i = 0; i < PARTS; i++)
		s[i] = (struct pt_segment){ parts[i].cores, parts[i].glyph, parts[i].role };
	pt_bar_draw(c, pt_rect_left(pt_rect_skip(o->cores_bar, 1), o->cores_bar.w - 2), v->glyphs,
	    &bar);
	draw_cores_text(c, pt_rect_skip(o->cores_text, 1), parts, m);
}

/* ---- curves ---- */

/* More workers than CPUs can never all be busy: the scale ends where the CPUs end. */
static void
draw_utilization(struct pt_canvas *c, const struct pt_overview_layout *o,
	const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	bool few = m->oversubscribed && m->cpus && m->threads > m->cpus;
	double top = few ? (double)m->cpus / m->threads : 1;
	char title[80], high[PT_CURVE_LABEL + 3], mid[PT_CURVE_LABEL + 3];
	struct pt_curve curve = { .values = m->history.utilization,
		.len = m->history.len,
		.top = top,
		.role = PT_ROLE_RUN,
		.top_label = pt_percent(high, top),
		.middle_label = o->curve.h % 2 ? pt_percent(mid, top / 2) : "",
		.base_label = "0%" };

	if (few)
		(void)snprintf(title, sizeof(title),
		    "utilization, whole run (%u CPU%s: at most %s)", m->cpus, pt_plural(m->cpus),
		    high);
	else
		(void)snprintf(title, sizeof(title), "utilization, whole run");
	pt_rule_draw(c, o->curve_rule, v->glyphs, title);
	pt_history_span_draw(c, o->curve_rule, &m->history, pt_text_width(title) + 4);
	pt_curve_draw(c, o->curve, v->glyphs, &curve);
}

/* ---- advice ---- */

static int
draw_one_advice(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_advice *a)
{
	r = pt_rect_skip(r, 1);
	if (a->level == PT_ADVICE_WARNING)
		pt_canvas_text(c, r, PT_ROLE_WARNING, "!");
	else
		pt_canvas_text(c, r, PT_ROLE_RUN, "i");
	r = pt_rect_skip(r, 2);
	if (a->screen > 1)
		r = pt_rect_skip(r, pt_canvas_printf(c, r, PT_ROLE_FAINT, "[%d] ", a->screen));
	return pt_paragraph_draw(c, r, g, PT_ROLE_TEXT, a->text);
}

static void
draw_advice(struct pt_canvas *c, const struct pt_overview_layout *o,
	const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	struct pt_rect r = o->advice;

	if (pt_rect_empty(r))
		return;
	pt_rule_draw(c, o->advice_rule, v->glyphs, "advice");
	if (m->advice_len == 0)
		pt_canvas_text(c, pt_rect_skip(pt_rect_row(r, 0), 1), PT_ROLE_FAINT,
		    m->state <= PT_MODEL_RUNNING ? "none so far" : "nothing stands out");
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

/* The bars of the plan come between the first row and what the layout knows of. */
static struct pt_rect
lay_out(struct pt_overview_layout *o, const struct pt_frame *frame, const struct pt_model *m)
{
	struct pt_frame f = *frame;
	int rows = f.kind == PT_FRAME_FULL && f.body.h >= PLAN_BODY ? pt_plan_rows(m) : 0;

	f.body = pt_rect_rows(f.body, rows, f.body.h - rows);
	pt_layout_overview(o, &f, pt_workers_expected(m), cpus_expected(m));
	o->numbers.y -= rows;
	return pt_rect_rows(frame->body, 1, rows);
}

static void
draw(struct pt_canvas *c, const struct pt_view_context *v)
{
	struct pt_overview_layout o;
	struct pt_rect plan = lay_out(&o, v->frame, v->model);

	if (pt_plan_speaks(v->model))
		pt_plan_line_draw(c, pt_rect_skip(pt_rect_left(o.numbers, o.numbers.w - 1), 1),
			v->model);
	else
		draw_numbers(c, pt_rect_skip(o.numbers, 1), v->model);
	pt_plan_bars_draw(c, plan, v->glyphs, v->model);
	draw_workers(c, &o, v);
	draw_cores(c, &o, v);
	draw_utilization(c, &o, v);
	pt_steals_curve_draw(c, o.steals_rule, o.steals, v);
	draw_advice(c, &o, v);
	pt_status_draw(c, o.status, v);
}

static void
moves(const struct pt_frame *f, const struct pt_model *m, struct pt_moves *out)
{
	struct pt_overview_layout o;
	struct pt_grid g;

	(void)lay_out(&o, f, m);
	pt_layout_grid(&g, o.workers, (int)m->workers_len);
	out->rows = (int)m->workers_len;
	out->vertical = g.kind == PT_CELL_HEAT ? g.columns : 1;
	out->horizontal = g.kind == PT_CELL_HEAT ? 1 : g.rows;
	out->page = g.page;
}

const struct pt_view pt_overview_view = {
	.name = "overview",
	.title = "Overview",
	.key = '1',
	.help = help,
	.draw = draw,
	.moves = moves,
};

/* SPDX-License-Identifier: MIT */
/* One cell per worker, in the kind that the layout chose: see workers.h and layout.h. */
#include "ui/widgets/workers.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/widgets/widgets.h"

#define SEGMENTS 4

/* One worker and how it is drawn. */
struct cell {
	const struct pt_worker_live *worker;
	const struct pt_glyphs *glyphs;
	int number, label_w;
	bool selected;
};

static double
known(double v)
{
	return isfinite(v) ? v : 0;
}

static void
segments(struct pt_segment s[SEGMENTS], const struct pt_worker_live *w, const struct pt_glyphs *g)
{
	const double *share = w->share;

	s[0] = (struct pt_segment){ share[PT_SHARE_BUSY], g->run, PT_ROLE_RUN };
	s[1] = (struct pt_segment){ share[PT_SHARE_SEARCH], g->search, PT_ROLE_SEARCH };
	s[2] = (struct pt_segment){ known(share[PT_SHARE_PARK]) + known(share[PT_SHARE_WAIT]),
		g->wait, PT_ROLE_WAIT };
	s[3] = (struct pt_segment){ share[PT_SHARE_OFF_CPU], g->off_cpu, PT_ROLE_OFF_CPU };
}

static void
draw_bar(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	struct pt_segment s[SEGMENTS];
	struct pt_bar bar = { .segments = s, .len = SEGMENTS, .whole = 1 };

	segments(s, cell->worker, cell->glyphs);
	pt_bar_draw(c, r, cell->glyphs, &bar);
}

static struct pt_rect
draw_label(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	enum pt_role role = cell->selected ? PT_ROLE_SELECTED : PT_ROLE_TEXT;

	pt_canvas_printf(c, pt_rect_left(r, cell->label_w - 1), role, "%*d", cell->label_w - 1,
	    cell->number);
	return pt_rect_skip(r, cell->label_w);
}

/* "97.0%" in 6 columns. */
static void
draw_busy(struct pt_canvas *c, struct pt_rect r, const struct pt_worker_live *w)
{
	double busy = w->share[PT_SHARE_BUSY];

	if (isfinite(busy))
		pt_canvas_printf(c, pt_rect_left(r, 6), PT_ROLE_STRONG, "%5.1f%%", fmin(busy,
		    9) * 100);
	else
		pt_canvas_text(c, pt_rect_left(r, 6), PT_ROLE_FAINT, "    --");
}

static void
draw_queue(struct pt_canvas *c, struct pt_rect r, const struct pt_worker_live *w)
{
	char n[PT_NUM];
	int used = pt_canvas_text(c, r, PT_ROLE_FAINT, "q");

	pt_canvas_text(c, pt_rect_skip(r, used), w->queue ? PT_ROLE_TEXT : PT_ROLE_FAINT,
	    pt_format_count(n, (double)w->queue));
}

static void
draw_steals(struct pt_canvas *c, struct pt_rect r, const struct pt_worker_live *w, const char *unit)
{
	char n[PT_NUM];
	int used = pt_canvas_text(c, r, PT_ROLE_FAINT, "st");

	used += pt_canvas_printf(c, pt_rect_skip(r, used), PT_ROLE_TEXT, "%5s",
	    pt_format_count(n, round(w->steals_per_s)));
	pt_canvas_text(c, pt_rect_skip(r, used), PT_ROLE_FAINT, unit);
}

static void
draw_wide(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int spark = r.w < 140 ? 20 + (r.w - 76) / 4 : PT_SPARK / 2;
	int bar = r.w - 27 - spark;
	struct pt_spark s = { .values = cell->worker->spark, .len = cell->worker->spark_len,
		.role = PT_ROLE_RUN };

	draw_bar(c, pt_rect_left(r, bar), cell);
	draw_busy(c, pt_rect_skip(r, bar + 1), cell->worker);
	draw_queue(c, pt_rect_left(pt_rect_skip(r, bar + 9), 5), cell->worker);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, bar + 15), 9), cell->worker, "/s");
	pt_spark_draw(c, pt_rect_right(r, spark), cell->glyphs, &s);
}

static void
draw_plain(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int bar = r.w - 25;

	draw_bar(c, pt_rect_left(r, bar), cell);
	draw_busy(c, pt_rect_skip(r, bar + 1), cell->worker);
	draw_queue(c, pt_rect_left(pt_rect_skip(r, bar + 9), 5), cell->worker);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, bar + 15), 9), cell->worker, "/s");
}

static void
draw_short(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int bar = r.w - 21;

	draw_bar(c, pt_rect_left(r, bar), cell);
	draw_busy(c, pt_rect_skip(r, bar), cell->worker);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, bar + 7), 7), cell->worker, "");
	draw_queue(c, pt_rect_left(pt_rect_skip(r, bar + 15), 4), cell->worker);
}

static void
draw_mini(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int bar = r.w - 6;
	char p[PT_CURVE_LABEL + 3];

	draw_bar(c, pt_rect_left(r, bar), cell);
	pt_canvas_printf(c, pt_rect_left(pt_rect_skip(r, bar), 5), PT_ROLE_STRONG, "%5s",
	    pt_percent(p, cell->worker->share[PT_SHARE_BUSY]));
}

static void
draw_text(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	draw_busy(c, r, cell->worker);
	draw_queue(c, pt_rect_left(pt_rect_skip(r, 8), 5), cell->worker);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, 14), 9), cell->worker, "/s");
}

/* The character that stands for a worker: how busy it is, or what keeps it from work. */
static void
draw_symbol(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	struct pt_segment s[SEGMENTS];
	const struct pt_glyphs *g = cell->glyphs;
	double busy = known(cell->worker->share[PT_SHARE_BUSY]);
	enum pt_role role;
	int most = 0, level;
	uint32_t glyph;

	segments(s, cell->worker, g);
	for (int i = 1; i < SEGMENTS; i++)
		if (known(s[i].value) > known(s[most].value))
			most = i;
	level = (int)(fmin(fmax(busy, 0), 1) * g->up_len + 0.5);
	glyph = most ? s[most].glyph : g->up[level];
	role = cell->selected ? PT_ROLE_SELECTED : s[most].role;
	pt_canvas_put(c, r.x, r.y, role, glyph);
}

static void
draw_number(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	char p[PT_CURVE_LABEL + 3];
	struct pt_rect symbol = { .x = r.x - 1, .y = r.y, .w = 1, .h = 1 };

	draw_symbol(c, symbol, cell);
	(void)pt_percent(p, cell->worker->share[PT_SHARE_BUSY]);
	if (p[3])
		p[3] = 0;	/* "100%" where there is room for three */
	pt_canvas_printf(c, pt_rect_left(r, 3), PT_ROLE_STRONG, "%3s", p);
}

static void
draw_cell(struct pt_canvas *c, struct pt_rect r, const struct cell *cell, enum pt_cell_kind kind)
{
	static void (*const draw[])(struct pt_canvas *, struct pt_rect, const struct cell *) = {
		[PT_CELL_WIDE] = draw_wide,
		[PT_CELL_BAR] = draw_plain,
		[PT_CELL_SHORT] = draw_short,
		[PT_CELL_MINI] = draw_mini,
		[PT_CELL_TEXT] = draw_text,
		[PT_CELL_NUMBER] = draw_number,
		[PT_CELL_HEAT] = draw_symbol,
	};

	if (cell->selected)
		pt_canvas_cursor(c, r.x, r.y);
	if (kind != PT_CELL_HEAT)
		r = draw_label(c, r, cell);
	draw[kind](c, r, cell);
}

/* Beside each row of characters: its first worker, and their mean. */
static void
heat_margins(struct pt_canvas *c, struct pt_rect r, const struct pt_grid *g,
	const struct pt_model *m, int first)
{
	for (int row = 0; row < g->rows; row++) {
		struct pt_rect at = pt_rect_row(r, row);
		int from = first + row * g->columns, n = 0;
		double sum = 0;
		char p[PT_CURVE_LABEL + 3];

		for (int i = from; i < from + g->columns && i < (int)m->workers_len; i++, n++)
			sum += known(m->workers[i].share[PT_SHARE_BUSY]);
		if (n == 0)
			return;
		pt_canvas_printf(c, pt_rect_left(at, g->label_w - 1), PT_ROLE_TEXT, "%*d",
		    g->label_w - 1, from);
		pt_canvas_printf(c, pt_rect_left(pt_rect_skip(at, g->label_w + g->columns + 1), 4),
		    PT_ROLE_STRONG, "%4s", pt_percent(p, sum / n));
	}
}

/* What there is to say until the workers appear: why they do not. */
static void
draw_before(struct pt_canvas *c, struct pt_rect r, const struct pt_model *m)
{
	int used = pt_canvas_text(c, pt_rect_row(r, 0), PT_ROLE_FAINT, "now  ");

	pt_canvas_foreign(c, pt_rect_skip(pt_rect_row(r, 0), used), PT_ROLE_STRONG,
	    m->phase[0] ? m->phase : "starting");
	if (m->threads == 0)
		return;
	pt_canvas_printf(c, pt_rect_row(r, 1), PT_ROLE_FAINT,
	    "The sequential version (T_seq) and one worker (T_1) are measured first,");
	pt_canvas_printf(c, pt_rect_row(r, 2), PT_ROLE_FAINT, "then %u worker%s (T_%u) run%s.",
	    m->threads, pt_plural(m->threads), m->threads, m->threads == 1 ? "s" : "");
}

void
pt_workers_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	struct pt_grid g;
	int first = 0;

	if (pt_rect_empty(r))
		return;
	if (m->workers_len == 0) {
		draw_before(c, pt_rect_skip(r, 1), m);
		return;
	}
	pt_layout_grid(&g, r, (int)m->workers_len);
	if (v->selected >= g.page)
		first = v->selected / g.page * g.page;
	if (g.kind == PT_CELL_HEAT)
		heat_margins(c, r, &g, m, first);
	for (int i = 0; i < g.page && first + i < (int)m->workers_len; i++) {
		struct cell cell = { .worker = &m->workers[first + i],
			.glyphs = v->glyphs,
			.number = first + i,
			.label_w = g.label_w,
			.selected = first + i == v->selected };

		draw_cell(c, pt_grid_cell(&g, r, i), &cell, g.kind);
	}
}

void
pt_workers_legend(struct pt_canvas *c, struct pt_rect rule, const struct pt_glyphs *g, int keep)
{
	const struct {
		const char *name;
		uint32_t glyph;
		enum pt_role role;
	} legend[] = {
		{ "run ", g->run, PT_ROLE_RUN },
		{ "  search ", g->search, PT_ROLE_SEARCH },
		{ "  wait ", g->wait, PT_ROLE_WAIT },
		{ "  off-cpu ", g->off_cpu, PT_ROLE_OFF_CPU },
	};
	size_t n = sizeof(legend) / sizeof(legend[0]);
	struct pt_rect at;
	int columns = 0;

	for (size_t i = 0; i < n; i++)
		columns += pt_text_width(legend[i].name) + 1;
	at = pt_rule_remark(c, rule, columns, keep);
	for (size_t i = 0; i < n && !pt_rect_empty(at); i++) {
		at = pt_rect_skip(at, pt_canvas_text(c, at, PT_ROLE_TEXT, legend[i].name));
		pt_canvas_put(c, at.x, at.y, legend[i].role, legend[i].glyph);
		at = pt_rect_skip(at, 1);
	}
}

#define CPU_MIN_W 16
#define CPU_NUMBER_W 9
#define CPU_MAX_W 46

static void
cpu_bars(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v, int w)
{
	for (size_t i = 0; i < v->model->per_cpu_len; i++) {
		const struct pt_cpu_live *cpu = &v->model->per_cpu[i];
		struct pt_segment s = {
			.value = cpu->busy, .glyph = v->glyphs->run, .role = PT_ROLE_RUN
		};
		struct pt_bar bar = { .segments = &s, .len = 1, .whole = 1 };
		struct pt_rect at = pt_rect_left(pt_rect_skip(r, (int)i * w), w - 2);
		char p[PT_CURVE_LABEL + 3];
		int used = pt_canvas_printf(c, at, PT_ROLE_TEXT, "CPU %-2u ", cpu->cpu);

		at = pt_rect_skip(at, used);
		pt_bar_draw(c, pt_rect_left(at, at.w - 5), v->glyphs, &bar);
		pt_canvas_printf(c, pt_rect_right(at, 5), PT_ROLE_STRONG, "%5s", pt_percent(p,
		    cpu->busy));
	}
}

/* "0▇97%" each. */
static void
cpu_numbers(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	int w;

	r = pt_rect_skip(r, pt_canvas_text(c, r, PT_ROLE_TEXT, "CPUs"));
	w = r.w / (int)v->model->per_cpu_len;
	for (size_t i = 0; i < v->model->per_cpu_len; i++) {
		const struct pt_cpu_live *cpu = &v->model->per_cpu[i];
		double busy = fmin(fmax(known(cpu->busy), 0), 1);
		struct pt_rect at = pt_rect_left(pt_rect_skip(r, (int)i * w), w);
		char p[PT_CURVE_LABEL + 3];
		int used = pt_canvas_printf(c, at, PT_ROLE_TEXT, "%3u", cpu->cpu);

		pt_canvas_put(c, at.x + used, at.y, PT_ROLE_RUN,
		    v->glyphs->spark[(int)(busy * v->glyphs->spark_len + 0.5)]);
		pt_canvas_text(c, pt_rect_skip(at, used + 1), PT_ROLE_STRONG, pt_percent(p,
		    cpu->busy));
	}
}

/* One character per CPU, or per some CPUs: the mean of those. */
static void
cpu_symbols(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	const struct pt_glyphs *g = v->glyphs;
	struct pt_rect at = pt_rect_skip(r, pt_canvas_printf(c, r, PT_ROLE_TEXT, "%zu CPUs ",
	    m->per_cpu_len));
	size_t room, per;
	double all = 0;
	char p[PT_CURVE_LABEL + 3];

	if (at.w < 6)
		return;
	room = (size_t)(at.w - 5);
	per = (m->per_cpu_len + room - 1) / room;
	for (size_t i = 0; i < m->per_cpu_len; i += per) {
		double sum = 0;
		size_t n = 0;

		for (; n < per && i + n < m->per_cpu_len; n++)
			sum += known(m->per_cpu[i + n].busy);
		all += sum;
		pt_canvas_put(c, at.x++, at.y, PT_ROLE_RUN,
		    g->spark[(int)(fmin(fmax(sum / (double)n, 0), 1) * g->spark_len + 0.5)]);
	}
	at.w = 5;
	pt_canvas_printf(c, at, PT_ROLE_STRONG, "%5s", pt_percent(p, all / (double)m->per_cpu_len));
}

void
pt_cpus_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	int n = (int)v->model->per_cpu_len, w;

	r = pt_rect_skip(r, 1);
	if (pt_rect_empty(r) || n == 0)
		return;
	w = r.w / n;
	if (w >= CPU_MIN_W)
		cpu_bars(c, r, v, w < CPU_MAX_W ? w : CPU_MAX_W);
	else if ((r.w - 4) / n >= CPU_NUMBER_W)
		cpu_numbers(c, r, v);
	else
		cpu_symbols(c, r, v);
}

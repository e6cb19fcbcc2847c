/* SPDX-License-Identifier: MIT */
/* One cell per worker, in the kind that the layout chose: see workers.h and layout.h. */
#include "ui/widgets/workers.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "ui/core/signs.h"
#include "ui/widgets/grid.h"
#include "ui/widgets/widgets.h"

#define SEGMENTS 7

/* One worker and how it is drawn. */
struct cell {
	const struct pt_worker_live *worker;
	const struct pt_glyphs *glyphs;
	int number, label_w;
	double own;          /* of its off-cpu time, by own doing */
	bool selected, over; /* over: the run has ended, there is no queue */
};

static double
known(double v)
{
	return isfinite(v) ? v : 0;
}

/* A worker's off-cpu time is known as a whole; it is split as the pool's is. */
static double
own_share(const struct pt_model *m)
{
	double own = m->cores.offcpu_own, all = own + m->cores.offcpu_others;

	if (isfinite(all) && all > 0)
		return fmin(fmax(own / all, 0), 1);
	return m->oversubscribed ? 1 : 0;
}

static void
segments(struct pt_segment s[SEGMENTS], const struct pt_worker_live *w, double own, bool ascii)
{
	const double *share = w->share;
	double off = known(share[PT_SHARE_OFF_CPU]);
	const struct {
		enum pt_sign sign;
		double v;
	} of[SEGMENTS] = { { PT_SIGN_BUSY, share[PT_SHARE_BUSY] },
		{ PT_SIGN_SEARCH, share[PT_SHARE_SEARCH] }, { PT_SIGN_JOIN, share[PT_SHARE_WAIT] },
		{ PT_SIGN_PARK, share[PT_SHARE_PARK] },
		{ PT_SIGN_BLOCKED, share[PT_SHARE_BLOCKED] }, { PT_SIGN_OWN, off * own },
		{ PT_SIGN_TAKEN, off * (1 - own) } };

	for (int i = 0; i < SEGMENTS; i++)
		s[i] = (struct pt_segment){ of[i].v, pt_sign_glyph(of[i].sign, ascii),
			pt_signs[of[i].sign].role };
}

static void
draw_bar(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	struct pt_segment s[SEGMENTS];
	struct pt_bar bar = { .segments = s, .len = SEGMENTS, .whole = 1 };

	segments(s, cell->worker, cell->own, cell->glyphs->ascii);
	pt_bar_draw(c, r, cell->glyphs, &bar);
}

static struct pt_rect
draw_label(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	enum pt_role role = cell->selected ? PT_ROLE_FOCUS : PT_ROLE_TEXT;

	pt_canvas_printf(c, pt_rect_left(r, cell->label_w - 1), role, "%*d", cell->label_w - 1,
		cell->number);
	if (cell->selected && cell->number < 10)
		pt_canvas_put(c, r.x, r.y, PT_ROLE_STRONG, cell->glyphs->pointer);
	return pt_rect_skip(r, cell->label_w);
}

/* " 100%", "26.1%", "   --": 5 columns. */
static void
draw_busy(struct pt_canvas *c, struct pt_rect r, const struct pt_worker_live *w)
{
	double busy = fmin(fmax(w->share[PT_SHARE_BUSY], 0), 1) * 100;

	r = pt_rect_left(r, 5);
	if (!isfinite(w->share[PT_SHARE_BUSY]))
		pt_canvas_text(c, r, PT_ROLE_QUIET, "   --");
	else
		pt_canvas_printf(c, r, PT_ROLE_STRONG, busy >= 99.95 ? " 100%%" : "%4.1f%%", busy);
}

/* Stealable tasks; unknown once the run is over. */
static void
draw_queue(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	uint64_t q = cell->worker->queue;
	char n[PT_NUM];

	pt_canvas_printf(c, r, q > 0 && !cell->over ? PT_ROLE_TEXT : PT_ROLE_QUIET, "%*s", r.w,
		cell->over ? "--" : pt_format_count(n, (double)q));
}

static void
draw_steals(struct pt_canvas *c, struct pt_rect r, const struct pt_worker_live *w)
{
	char n[PT_NUM];

	pt_canvas_printf(c, r, PT_ROLE_TEXT, "%*s", r.w, pt_format_count(n, (double)w->steals));
}

/* Columns behind a bar: fixed, so that nothing moves when digits come and go. */
enum { BUSY_W = 6, QUEUE_W = 7, STEALS_W = 8 };

static int
spark_width(int w)
{
	return w < 100 ? 16 : w < 140 ? 24 : PT_SPARK / 2;
}

static void
draw_plain(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int bar = r.w - BUSY_W - QUEUE_W - STEALS_W - 1;

	draw_bar(c, pt_rect_left(r, bar), cell);
	r = pt_rect_skip(r, bar + 1);
	draw_busy(c, r, cell->worker);
	r = pt_rect_skip(r, BUSY_W - 1);
	draw_queue(c, pt_rect_left(r, QUEUE_W), cell);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, QUEUE_W), STEALS_W), cell->worker);
}

static void
draw_wide(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int spark = spark_width(r.w);
	struct pt_spark s = { .values = cell->worker->spark,
		.len = cell->worker->spark_len,
		.role = PT_ROLE_WORK };

	draw_plain(c, pt_rect_left(r, r.w - spark - 2), cell);
	pt_spark_draw(c, pt_rect_right(r, spark), cell->glyphs, &s);
}

/* The same in less: " 94%  220   0" */
static void
draw_short(struct pt_canvas *c, struct pt_rect r, const struct cell *cell)
{
	int bar = r.w - BUSY_W - 6 - 6 - 2;

	draw_bar(c, pt_rect_left(r, bar), cell);
	r = pt_rect_skip(r, bar + 1);
	draw_busy(c, r, cell->worker);
	r = pt_rect_skip(r, BUSY_W - 1);
	draw_steals(c, pt_rect_left(r, 6), cell->worker);
	draw_queue(c, pt_rect_left(pt_rect_skip(r, 6), 5), cell);
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
	draw_queue(c, pt_rect_left(pt_rect_skip(r, 6), QUEUE_W), cell);
	draw_steals(c, pt_rect_left(pt_rect_skip(r, 14), STEALS_W), cell->worker);
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

	segments(s, cell->worker, cell->own, g->ascii);
	for (int i = 1; i < SEGMENTS; i++)
		if (known(s[i].value) > known(s[most].value))
			most = i;
	level = (int)(fmin(fmax(busy, 0), 1) * g->up_len + 0.5);
	glyph = most ? s[most].glyph : g->up[level];
	role = cell->selected ? PT_ROLE_FOCUS : s[most].role;
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
		p[3] = 0; /* "100%" where there is room for three */
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

/* Until the workers appear: their names, where they will be, or why there are none. */
static void
draw_before(struct pt_canvas *c, struct pt_rect r, const struct pt_model *m)
{
	struct pt_grid g;

	if (m->threads == 0) {
		int used = pt_canvas_text(c, pt_rect_row(r, 0), PT_ROLE_QUIET, "now  ");

		pt_canvas_foreign(c, pt_rect_skip(pt_rect_row(r, 0), used), PT_ROLE_STRONG,
			m->phase[0] ? m->phase : "starting");
		return;
	}
	pt_layout_grid(&g, r, (int)m->threads);
	for (int i = 0; i < g.page && i < (int)m->threads && g.kind != PT_CELL_HEAT; i++)
		pt_canvas_printf(c, pt_grid_cell(&g, r, i), PT_ROLE_QUIET, "%*d", g.label_w - 1, i);
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
			.own = own_share(m),
			.over = m->state > PT_MODEL_RUNNING,
			.selected = first + i == v->selected };

		draw_cell(c, pt_grid_cell(&g, r, i), &cell, g.kind);
	}
}

/* One head with a blank on each side, its last letter over column `end`. */
static void
head(struct pt_canvas *c, struct pt_rect rule, int end, int keep, const char *text)
{
	int w = pt_text_width(text);

	if (end - w - 1 < rule.x + keep || end + 1 > rule.x + rule.w)
		return;
	pt_canvas_printf(c, (struct pt_rect){ .x = end - w - 1, .y = rule.y, .w = w + 2, .h = 1 },
		PT_ROLE_QUIET, " %s ", text);
}

/* Over the columns that the rows have; of grids the last column of cells has them. */
void
pt_workers_heads(struct pt_canvas *c, struct pt_rect rule, const struct pt_view_context *v,
	const struct pt_rect *workers, int keep)
{
	struct pt_grid g;
	int end;

	pt_layout_grid(&g, *workers, (int)v->model->workers_len);
	if (g.kind == PT_CELL_HEAT || g.kind == PT_CELL_NUMBER)
		return;
	end = workers->x + g.columns * g.cell_w;
	if (g.kind == PT_CELL_MINI || g.kind == PT_CELL_TEXT) {
		head(c, rule, end - 1, keep, "busy");
		return;
	}
	if (g.kind == PT_CELL_WIDE) {
		head(c, rule, end - 1, keep, "last samples");
		end -= spark_width(g.cell_w - g.label_w) + 2;
	}
	if (g.kind == PT_CELL_SHORT) {
		head(c, rule, end - 1, keep, "queue");
		head(c, rule, end - 7, keep, "steals");
		head(c, rule, end - 14, keep, "busy");
		return;
	}
	head(c, rule, end, keep, "steals");
	head(c, rule, end - STEALS_W, keep, "queue");
	head(c, rule, end - STEALS_W - QUEUE_W, keep, "busy");
}

void
pt_workers_legend(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g)
{
	bool brief = r.w < 78;

	for (int i = 0; i < PT_SIGNS && !pt_rect_empty(r); i++) {
		const struct pt_sign_info *s = &pt_signs[i];
		const char *name = brief ? s->lane_brief : s->lane_name;

		if (!s->lane || r.w < 2 + pt_text_width(name))
			continue;
		pt_canvas_put(c, r.x, r.y, s->role, pt_sign_glyph((enum pt_sign)i, g->ascii));
		r = pt_rect_skip(r, 2);
		r = pt_rect_skip(r, pt_canvas_text(c, r, PT_ROLE_QUIET, name) + (brief ? 1 : 2));
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
		struct pt_segment s = { .value = cpu->busy,
			.glyph = v->glyphs->full,
			.role = PT_ROLE_WORK };
		struct pt_bar bar = { .segments = &s, .len = 1, .whole = 1 };
		struct pt_rect at = pt_rect_left(pt_rect_skip(r, (int)i * w), w - 2);
		char p[PT_CURVE_LABEL + 3];
		int used = pt_canvas_printf(c, at, PT_ROLE_TEXT, "CPU %-2u ", cpu->cpu);

		at = pt_rect_skip(at, used);
		pt_bar_draw(c, pt_rect_left(at, at.w - 5), v->glyphs, &bar);
		pt_canvas_printf(c, pt_rect_right(at, 5), PT_ROLE_STRONG, "%5s",
			pt_percent(p, cpu->busy));
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

		pt_canvas_put(c, at.x + used, at.y, PT_ROLE_WORK,
			v->glyphs->spark[(int)(busy * v->glyphs->spark_len + 0.5)]);
		pt_canvas_text(c, pt_rect_skip(at, used + 1), PT_ROLE_STRONG,
			pt_percent(p, cpu->busy));
	}
}

/* One character per CPU, or per some CPUs: the mean of those. */
static void
cpu_symbols(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v)
{
	const struct pt_model *m = v->model;
	const struct pt_glyphs *g = v->glyphs;
	struct pt_rect at =
		pt_rect_skip(r, pt_canvas_printf(c, r, PT_ROLE_TEXT, "%zu CPUs ", m->per_cpu_len));
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
		pt_canvas_put(c, at.x++, at.y, PT_ROLE_WORK,
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

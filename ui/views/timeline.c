/* SPDX-License-Identifier: MIT */
/*
 * Timeline: when did each worker do what?  A row is a worker, or a group of neighbours; a column is a
 * stretch of time, drawn by the sign of what the worker did for most of it.  It is the same live and of
 * a finished recording, and costs what is drawn, not what was recorded.
 */
#include "ui/views/timeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "metrics/over_time.h"
#include "metrics/title.h"
#include "ui/core/signs.h"
#include "ui/views/timeline_picture.h"
#include "ui/widgets/widgets.h"

#define CHUNKS_READ 50 /* for a frame, at most: 3 to 10 ms */
#define CHUNKS_DIGESTED 40
#define STEALS_DRAWN 200 /* in the picture; more would cover what the workers did */

static const char *const help[] = {
	"Timeline: when did each worker do what",
	"  a cell    what the worker did for most of that time; < it stole then",
	"  share     of the time that is shown, in tasks (on a CPU or waiting for one)",
	"  groups    many workers: how many of a group work, lower to higher",
	"  ? cells   events were lost there; only sums are known",
	NULL,
};

/* ---- which time is shown ---- */

/* What the frozen model has not seen is not shown. */
static uint64_t
known_end(const struct pt_view_context *v, const struct pt_over_time *o)
{
	double ticks = v->model->elapsed_s * (double)o->hz;
	uint64_t end = o->begin + (ticks > 0 ? (uint64_t)ticks : 0);

	return !v->replay && v->model->state <= PT_MODEL_RUNNING && end < o->end ? end : o->end;
}

static void
place(struct pt_timeline_picture *p)
{
	struct pt_timeline *t = p->t;
	uint64_t begin = p->o->begin, end = t->end;

	if (t->shows == PT_TIMELINE_PART)
		return;
	if (t->shows == PT_TIMELINE_RUNS)
		pt_over_time_runs(p->o, &begin, &end);
	if (end > t->end)
		end = t->end;
	if (begin > end)
		begin = end;
	pt_timeline_fit(t, begin, end, p->l.columns);
}

/* ---- cells ---- */

static const struct pt_time_cell *
cells_of(const struct pt_timeline_picture *p, size_t lane)
{
	return p->cell + lane * (size_t)p->l.columns;
}

/* The budget is one for all lanes, which take turns at being the first. */
static void
make_cells(struct pt_timeline_picture *p)
{
	struct pt_time_view view = { .column = p->t->column,
		.zoom = p->t->zoom,
		.columns = (uint32_t)p->l.columns,
		.budget = CHUNKS_READ };
	size_t n = (size_t)p->l.columns * p->o->lanes;
	bool done = true;

	p->cell = pt_xcalloc(n + 1, sizeof(*p->cell));
	for (size_t i = 0; i < p->o->lanes; i++)
		done &= pt_time_draw(p->o->time, p->o->lane[i], &view,
			p->cell + i * (size_t)p->l.columns);
	for (size_t i = 0; i < n; i++)
		p->steals += p->cell[i].steals;
	if (pt_time_work(p->o->time, CHUNKS_DIGESTED) || !done)
		*p->v->again = p->v->replay || p->v->model->state > PT_MODEL_RUNNING;
}

struct mark {
	uint32_t glyph;
	enum pt_role role;
};

static struct mark
sign(enum pt_sign s, const struct pt_glyphs *g)
{
	return (struct mark){ pt_sign_glyph(s, g->ascii), pt_signs[s].role };
}

static struct mark
mark_of(const struct pt_time_cell *c, bool steals, const struct pt_glyphs *g)
{
	static const enum pt_sign signs[PT_REC_STATES] = {
		[PT_REC_WORK] = PT_SIGN_BUSY,
		[PT_REC_SEARCH] = PT_SIGN_SEARCH,
		[PT_REC_PARK] = PT_SIGN_PARK,
		[PT_REC_WAIT] = PT_SIGN_JOIN,
		[PT_REC_RUNTIME] = PT_SIGN_SCHEDULING,
		[PT_REC_PAUSED] = PT_SIGN_OTHER,
		[PT_REC_BLOCKED] = PT_SIGN_BLOCKED,
	};
	unsigned there = 0;

	for (unsigned s = 0; s < PT_REC_STATES; s++)
		there += c->share[s];
	if (steals && c->steals > 0)
		return (struct mark){ '<', PT_ROLE_RUNTIME };
	if (c->flags & PT_TIME_LOST)
		return (struct mark){ '?', PT_ROLE_QUIET };
	if (there == 0 || c->top == PT_REC_OUT)
		return (struct mark){ ' ', PT_ROLE_TEXT };
	return sign(signs[c->top], g);
}

/* Of a group: how much of it works. */
static struct mark
mark_of_group(const struct pt_timeline_picture *p, size_t first, size_t n, int x)
{
	const struct pt_glyphs *g = p->v->glyphs;
	unsigned work = 0, there = 0;

	for (size_t i = first; i < first + n; i++) {
		const struct pt_time_cell *c = &cells_of(p, i)[x];

		work += c->share[PT_REC_WORK];
		for (unsigned s = 0; s < PT_REC_STATES; s++)
			there += s == PT_REC_OUT ? 0 : c->share[s];
	}
	if (there == 0)
		return (struct mark){ ' ', PT_ROLE_TEXT };
	if (work == 0)
		return sign(PT_SIGN_PARK, g);
	return (struct mark){ g->spark[(work * g->spark_len + 127 * n) / (255 * n)], PT_ROLE_WORK };
}

/* In tasks, of the time that is shown and known. */
static double
share_of(const struct pt_timeline_picture *p, size_t first, size_t n)
{
	uint64_t work = 0, all = 0;

	for (size_t i = first; i < first + n; i++)
		for (int x = 0; x < p->l.columns; x++)
			for (unsigned s = 0; s < PT_REC_STATES; s++) {
				uint8_t share = cells_of(p, i)[x].share[s];

				work += s == PT_REC_WORK ? share : 0;
				all += share;
			}
	return all > 0 ? (double)work / (double)all : NAN;
}

static int
column_of(const struct pt_timeline_picture *p, uint64_t at)
{
	uint64_t column = at / pt_time_column(p->t->zoom);

	if (column < p->t->column || column - p->t->column >= (uint64_t)p->l.columns)
		return -1;
	return (int)(column - p->t->column);
}

static void
draw_lane(struct pt_canvas *c, struct pt_rect r, const struct pt_timeline_picture *p, int row)
{
	size_t first = (size_t)row * (size_t)p->l.per_row, n = (size_t)p->l.per_row;
	int now = p->v->now ? column_of(p, p->v->now) : p->l.columns;
	bool selected = row == p->v->selected, steals = p->steals <= STEALS_DRAWN;
	char share[PT_CURVE_LABEL + 3];

	if (first + n > p->o->lanes)
		n = p->o->lanes - first;
	pt_canvas_printf(c, pt_rect_left(r, PT_LANE_LABEL - 1),
		selected ? PT_ROLE_FOCUS : PT_ROLE_STRONG, "%4zu", first);
	if (selected)
		pt_canvas_cursor(c, r.x, r.y);
	for (int x = 0; x < p->l.columns; x++) {
		struct mark m = p->l.per_row > 1 ?
			mark_of_group(p, first, n, x) :
			mark_of(&cells_of(p, first)[x], steals, p->v->glyphs);

		/* what comes later is known, and dim */
		pt_canvas_put(c, r.x + PT_LANE_LABEL + x, r.y, x > now ? PT_ROLE_QUIET : m.role,
			m.glyph);
	}
	if (p->l.share_w)
		pt_canvas_printf(c, pt_rect_right(r, p->l.share_w - 1), PT_ROLE_TEXT, "%5s",
			pt_percent(share, share_of(p, first, n)));
}

/* The cursor and the range stand over the lanes. */
static void
draw_cursor(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	int at = p->t->cursor ? column_of(p, p->t->cursor) : -1;
	int mark = p->t->mark ? column_of(p, p->t->mark) : -1;
	uint32_t line = p->v->glyphs->ascii ? '|' : 0x2503;

	for (int row = 0; row < p->l.lanes.h; row++) {
		if (mark >= 0)
			pt_canvas_put(c, p->l.lanes.x + PT_LANE_LABEL + mark, p->l.lanes.y + row,
				PT_ROLE_STRONG, p->v->glyphs->cut);
		if (at >= 0)
			pt_canvas_put(c, p->l.lanes.x + PT_LANE_LABEL + at, p->l.lanes.y + row,
				PT_ROLE_STRONG, line);
	}
}

/* ---- phases and axis ---- */

static void
draw_phase(struct pt_canvas *c, const struct pt_timeline_picture *p, const struct pt_phase *phase)
{
	uint64_t step = pt_time_column(p->t->zoom), left = pt_timeline_begin(p->t);
	uint64_t end = phase->p.end ? phase->p.end : p->t->end;
	uint64_t from = phase->p.begin > left ? phase->p.begin - left : 0;
	int x = (int)(from / step), w;
	char name[48], clean[64];

	if (end <= left || phase->p.begin >= left + step * (uint64_t)p->l.columns)
		return;
	w = (int)((end - left) / step) - x;
	if (w < 2)
		return;
	pt_title_of_phase(name, sizeof(name), phase, 0);
	(void)pt_clean(clean, sizeof(clean), name, strlen(name));
	x += p->l.phases.x + PT_LANE_LABEL;
	pt_canvas_put(c, x, p->l.phases.y, PT_ROLE_QUIET, p->v->glyphs->cut);
	pt_canvas_text(c, (struct pt_rect){ .x = x + 1, .y = p->l.phases.y, .w = w - 1, .h = 1 },
		PT_ROLE_QUIET, clean);
}

static void
draw_phases(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	const struct pt_phases *ps = &p->o->journal->phases;
	struct pt_rect before;

	if (pt_rect_empty(p->l.phases))
		return;
	before = pt_canvas_clip(c,
		pt_rect_left(pt_rect_skip(p->l.phases, PT_LANE_LABEL), p->l.columns));
	for (size_t i = 0; i < ps->len; i++)
		draw_phase(c, p, &ps->phase[i]);
	pt_canvas_clip(c, before);
}

#define AXIS_EACH 20 /* columns */

static void
draw_axis(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	struct pt_rect r = pt_rect_left(pt_rect_skip(p->l.axis, PT_LANE_LABEL), p->l.columns);
	char n[PT_NUM];

	/* the first column may begin before the recording does */
	for (int x = 0; x + 8 < p->l.columns; x += AXIS_EACH) {
		uint64_t at = (p->t->column + (uint64_t)x) * pt_time_column(p->t->zoom);
		struct pt_rect place = pt_rect_skip(r, x);

		pt_canvas_put(c, place.x, place.y, PT_ROLE_QUIET, p->v->glyphs->column);
		pt_canvas_text(c, pt_rect_left(pt_rect_skip(place, 1), AXIS_EACH - 2),
			PT_ROLE_QUIET,
			pt_format_seconds(n, fmax(pt_over_time_seconds(p->o, at), 0)));
	}
}

/* ---- how many work ---- */

static void
draw_curve(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	float *busy = pt_xcalloc((size_t)p->l.columns + 1, sizeof(*busy));
	char high[16];
	struct pt_curve curve = { .values = busy,
		.len = (uint32_t)p->l.columns,
		.top = p->o->lanes ? (double)p->o->lanes : 1,
		.role = PT_ROLE_WORK,
		.top_label = high,
		.middle_label = "",
		.base_label = p->l.curve.h > 1 ? "0" : high };

	(void)snprintf(high, sizeof(high), "%zu", p->o->lanes);
	for (int x = 0; x < p->l.columns; x++) {
		unsigned sum = 0, there = 0;

		for (size_t i = 0; i < p->o->lanes; i++) {
			sum += cells_of(p, i)[x].share[PT_REC_WORK];
			for (unsigned s = 0; s < PT_REC_STATES; s++)
				there += cells_of(p, i)[x].share[s];
		}
		busy[x] = there ? (float)sum / 255 : NAN;
	}
	pt_rule_draw(c, p->l.curve_rule, p->v->glyphs, "workers in tasks");
	pt_curve_draw(c, pt_rect_left(p->l.curve, PT_CURVE_LABEL + p->l.columns), p->v->glyphs,
		&curve);
	free(busy);
}

/* ---- which part of the recording is shown ---- */

static void
draw_all(struct pt_canvas *c, const struct pt_timeline_picture *p)
{
	struct pt_rect r = pt_rect_left(pt_rect_skip(p->l.all, PT_LANE_LABEL), p->l.columns);
	double all = (double)(p->t->end - p->o->begin);
	double from = (double)pt_timeline_begin(p->t) - (double)p->o->begin;
	double to = (double)pt_timeline_end(p->t) - (double)p->o->begin;
	int a, b;

	if (pt_rect_empty(r) || !(all > 0))
		return;
	a = (int)(fmax(from, 0) / all * r.w);
	b = (int)ceil(fmin(to / all, 1) * r.w);
	for (int x = 0; x < r.w; x++) {
		bool in = x >= a && (x < b || x == a);
		uint32_t glyph = p->v->glyphs->ascii ? (in ? '=' : '-') : (in ? 0x2501 : 0x2500);

		pt_canvas_put(c, r.x + x, r.y, in ? PT_ROLE_STRONG : PT_ROLE_QUIET, glyph);
	}
}

/* ---- the whole ---- */

static void
draw_nothing(struct pt_canvas *c, const struct pt_view_context *v)
{
	(void)pt_view_report(v, (struct pt_moves){ .rows = 0 });
	pt_canvas_text(c, pt_rect_skip(pt_rect_row(v->frame->body, 0), 1), PT_ROLE_QUIET,
		"nothing is recorded yet");
}

static void
draw(struct pt_canvas *c, const struct pt_view_context *context)
{
	struct pt_view_context v;
	struct pt_timeline_picture p = { .o = context->over_time, .t = context->own, .v = &v };

	if (!p.o || p.o->lanes == 0) {
		draw_nothing(c, context);
		return;
	}
	pt_layout_timeline(&p.l, context->frame, (int)p.o->lanes);
	v = pt_view_report(context,
		(struct pt_moves){ .rows = p.l.rows, .vertical = 1, .page = p.l.rows });
	p.t->columns = p.l.columns;
	p.t->end = known_end(&v, p.o);
	if (v.now)
		pt_timeline_follow(p.t, p.o, v.now);
	p.t->lane = v.selected >= 0 ? p.o->lane[v.selected * p.l.per_row] : PT_TIME_ANY_LANE;
	if (p.l.columns > 0)
		place(&p);
	make_cells(&p);
	pt_timeline_head(c, &p);
	draw_phases(c, &p);
	for (int i = 0; i < p.l.rows; i++)
		draw_lane(c, pt_rect_row(p.l.lanes, i), &p, i);
	draw_cursor(c, &p);
	draw_axis(c, &p);
	if (!pt_rect_empty(p.l.curve))
		draw_curve(c, &p);
	pt_timeline_events(c, &p);
	draw_all(c, &p);
	pt_status_draw(c, p.l.status, &v);
	free(p.cell);
}

const struct pt_view pt_timeline_view = {
	.name = "timeline",
	.title = "Timeline",
	.key = '3',
	.help = help,
	.own_bytes = sizeof(struct pt_timeline),
	.over_time = true,
	.bindings = pt_timeline_bindings,
	.bindings_len = PT_TIMELINE_BINDINGS,
	.draw = draw,
};

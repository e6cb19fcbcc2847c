/* SPDX-License-Identifier: MIT */
/*
 * The bars of the plan.  All places come from the width alone, so that nothing moves while numbers
 * come and go.
 */
#include "ui/widgets/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/core/signs.h"

#define WORDING 64

/* name bar time range note */
struct columns {
	int name, bar, time, range, note;
	bool wide; /* notes in full */
};

static struct columns
columns_of(int w, const struct pt_model *m)
{
	struct columns k = { .name = m->threads < 100 ? 12 : 13, .time = 8 };

	if (w >= 60)
		k.range = w >= 100 ? 18 : 15;
	if (w >= 78)
		k.note = w >= 140 ? 36 : w >= 100 ? 16 : 10;
	k.wide = w >= 140;
	k.bar = w - k.name - k.time - k.range - k.note - 1;
	if (k.bar < 0)
		k.bar = 0;
	return k;
}

static int
step_of_row(const struct pt_model *m, int row)
{
	if (row > 0 && m->plan.step[PT_PLAN_ONE_WORKER].planned == 0)
		return PT_PLAN_PARALLEL;
	return row;
}

int
pt_plan_rows(const struct pt_model *m)
{
	if (m->plan.stage == PT_PLAN_NONE)
		return 0;
	return m->plan.step[PT_PLAN_ONE_WORKER].planned > 0 ? 3 : 2;
}

static void
name_of(char out[WORDING], const struct pt_model *m, int step)
{
	if (step == PT_PLAN_SEQUENTIAL)
		(void)snprintf(out, WORDING, "sequential");
	else if (step == PT_PLAN_ONE_WORKER)
		(void)snprintf(out, WORDING, "1 worker");
	else
		(void)snprintf(out, WORDING, "%u worker%s", m->threads, m->threads == 1 ? "" : "s");
}

/* ---- bar ---- */

/* Whole cells; what has been measured, or run so far, has at least one. */
static int
cells(double s, double axis_s, int w)
{
	double share = s / axis_s;

	if (!(share > 0) || w <= 0)
		return 0;
	return share >= 1 ? w : (int)fmax(1, round(share * w));
}

static double
length_of(const struct pt_plan_step *s)
{
	return isnan(s->median_s) ? s->current_s : s->median_s;
}

static void
draw_bar(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, const struct pt_plan *p,
	const struct pt_plan_step *s)
{
	int w = cells(length_of(s), isnan(p->axis_s) ? s->current_s : p->axis_s, r.w);

	pt_canvas_fill(c, pt_rect_left(r, w), PT_ROLE_WORK, pt_sign_glyph(PT_SIGN_BUSY, g->ascii));
}

/* ---- words ---- */

/* Without its unit, where that is the median's. */
static void
add_bound(char *out, size_t size, double s, const char *unit)
{
	char n[PT_NUM];
	char *blank;

	pt_format_seconds(n, s);
	blank = strchr(n, ' ');
	if (blank && strcmp(blank, unit) == 0)
		*blank = 0;
	(void)snprintf(out + strlen(out), size - strlen(out), "%s", n);
}

static void
range_of(char out[WORDING], const struct pt_plan_step *s)
{
	char n[PT_NUM];
	const char *unit;

	pt_format_seconds(n, s->median_s);
	unit = strchr(n, ' ');
	out[0] = 0;
	if (s->done < 2) {
		(void)snprintf(out, WORDING, "1 run");
		return;
	}
	add_bound(out, WORDING, s->min_s, unit ? unit : "");
	(void)snprintf(out + strlen(out), WORDING - strlen(out), " .. ");
	add_bound(out, WORDING, s->max_s, unit ? unit : "");
}

/* Of the first run of a step: how far it is, as far as that can be told. */
static void
running_of(char out[WORDING], const struct pt_plan_step *s)
{
	double share = s->current_s / s->expected_s;

	if (!isfinite(share))
		(void)snprintf(out, WORDING, "running");
	else if (share >= 0.995)
		(void)snprintf(out, WORDING, "running, 99 %%");
	else
		(void)snprintf(out, WORDING, s->about ? "about %.0f %%" : "running, %.0f %%",
			share * 100);
}

static void
plain_note(char out[WORDING], int step, bool wide)
{
	static const char *const notes[PT_PLAN_STEPS][2] = {
		[PT_PLAN_SEQUENTIAL] = { "best code, no tasks",
			"the best sequential code, no tasks" },
		[PT_PLAN_ONE_WORKER] = { "what tasks cost", "the parallel code: what tasks cost" },
		[PT_PLAN_PARALLEL] = { "what is measured", "the run that is measured" },
	};

	(void)snprintf(out, WORDING, "%s", notes[step][wide]);
}

/* What the times say: behind the range. */
static void
note_of(char out[WORDING], const struct pt_model *m, int step, bool wide)
{
	const struct pt_plan_step *s = &m->plan.step[step];
	double cost = m->one_worker_s / m->sequential_s - 1; /* as speedup has them */

	out[0] = 0;
	if (s->state == PT_PLAN_RUNNING)
		(void)snprintf(out, WORDING, wide ? "running, %s %llu" : "running",
			m->plan.rounds ? "round" : "run", (unsigned long long)m->plan.round);
	else if (step == PT_PLAN_ONE_WORKER && isfinite(cost))
		(void)snprintf(out, WORDING, wide ? "tasks cost %.0f %%" : "tasks %.0f%%",
			fmin(fmax(cost * 100, 0), 999));
	else if (wide)
		plain_note(out, step, true);
}

/* ---- a row ---- */

static void
draw_measured(struct pt_canvas *c, struct pt_rect r, const struct columns *k,
	const struct pt_model *m, int step)
{
	const struct pt_plan_step *s = &m->plan.step[step];
	char text[WORDING];

	range_of(text, s);
	pt_canvas_text(c, pt_rect_left(r, k->range - 1), PT_ROLE_TEXT, text);
	note_of(text, m, step, k->wide);
	pt_canvas_text(c, pt_rect_skip(r, k->range), PT_ROLE_QUIET, text);
}

/* The first run of a step: how far it is. */
static void
draw_first(struct pt_canvas *c, struct pt_rect r, const struct columns *k,
	const struct pt_plan_step *s, const char *note)
{
	char text[WORDING];

	running_of(text, s);
	pt_canvas_text(c, r, PT_ROLE_STRONG, text);
	if (k->wide)
		pt_canvas_text(c, pt_rect_skip(r, k->range), PT_ROLE_QUIET, note);
}

/* Nothing measured yet: when it comes, and what it is for. */
static void
draw_waiting(struct pt_canvas *c, struct pt_rect r, const struct columns *k,
	const struct pt_plan *p, int step)
{
	static const char *const words[] = { [PT_PLAN_LATER] = "then", [PT_PLAN_NEXT] = "next" };
	const struct pt_plan_step *s = &p->step[step];
	char note[WORDING];

	plain_note(note, step, k->wide);
	if (s->state == PT_PLAN_RUNNING) {
		draw_first(c, r, k, s, note);
		return;
	}
	if (!k->wide) { /* there is no time: its place is free */
		r.x -= 4;
		r.w += 4;
	}
	pt_canvas_text(c, r, PT_ROLE_QUIET, p->stage == PT_PLAN_OVER ? "--" : words[s->state]);
	pt_canvas_text(c, pt_rect_skip(r, k->wide ? k->range : 6), PT_ROLE_QUIET, note);
}

static void
draw_time(struct pt_canvas *c, struct pt_rect r, const struct pt_plan_step *s)
{
	char n[PT_NUM];
	double length_s = length_of(s);

	if (isnan(length_s))
		return;
	pt_format_seconds(n, length_s);
	pt_canvas_text(c, pt_rect_right(r, pt_text_width(n)), PT_ROLE_STRONG, n);
}

static void
draw_row(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, const struct pt_model *m,
	int step)
{
	struct columns k = columns_of(r.w, m);
	const struct pt_plan_step *s = &m->plan.step[step];
	struct pt_rect words;
	char name[WORDING];

	name_of(name, m, step);
	pt_canvas_text(c, pt_rect_left(pt_rect_skip(r, 1), k.name - 1), PT_ROLE_TEXT, name);
	r = pt_rect_skip(r, k.name);
	draw_bar(c, pt_rect_left(r, k.bar), g, &m->plan, s);
	draw_time(c, pt_rect_left(pt_rect_skip(r, k.bar), k.time), s);
	words = pt_rect_skip(r, k.bar + k.time + 1);
	if (k.range == 0)
		return;
	if (isnan(s->median_s))
		draw_waiting(c, words, &k, &m->plan, step);
	else
		draw_measured(c, words, &k, m, step);
}

void
pt_plan_bars_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_model *m)
{
	int rows = pt_plan_rows(m);

	for (int i = 0; i < rows && i < r.h; i++)
		draw_row(c, pt_rect_row(r, i), g, m, step_of_row(m, i));
}

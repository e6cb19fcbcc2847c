/* SPDX-License-Identifier: MIT */
/* One whole frame: see screen.h. */
#include "ui/core/screen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "metrics/over_time.h"
#include "ui/core/keymap.h"
#include "ui/views/help.h"
#include "ui/widgets/cores.h"
#include "ui/widgets/verdict.h"
#include "ui/widgets/widgets.h"

/* How a state is shown: always as text, never only as a colour. */
struct badge {
	const char *mark, *text;
	enum pt_role role;
};

static struct badge
running(const struct pt_screen *s, char round[24])
{
	const struct pt_plan *p = &s->live->plan;
	const char *mark = s->glyphs->state_run;

	if (p->stage == PT_PLAN_SETUP)
		return (struct badge){ mark, "SET-UP", PT_ROLE_STRONG };
	if (p->stage == PT_PLAN_PREVIEW)
		return (struct badge){ mark, "PREVIEW", PT_ROLE_STRONG };
	if (p->stage == PT_PLAN_CALIBRATE)
		return (struct badge){ mark, "CALIBRATE", PT_ROLE_STRONG };
	if (p->stage != PT_PLAN_RUNS)
		return (struct badge){ mark, "RUN", PT_ROLE_STRONG };
	(void)snprintf(round, 24, "%s %llu/%llu", p->rounds ? "ROUND" : "RUN",
		(unsigned long long)p->round, (unsigned long long)p->rounds_planned);
	return (struct badge){ mark, round, PT_ROLE_STRONG };
}

static struct badge
badge(const struct pt_screen *s, char round[24])
{
	const struct pt_glyphs *g = s->glyphs;

	if (s->state->replay.on) {
		char speed[16];

		(void)snprintf(round, 24, "REPLAY %s",
			pt_replay_speed(speed, sizeof(speed), &s->state->replay));
		return (struct badge){ s->state->replay.runs ? g->state_run : g->state_paused,
			round, PT_ROLE_STRONG };
	}
	if (s->state->frozen)
		return (struct badge){ g->state_paused, "FROZEN", PT_ROLE_FOCUS };
	switch (s->live->state) {
	case PT_MODEL_STARTING:
		return (struct badge){ g->state_starting, "STARTING", PT_ROLE_STRONG };
	case PT_MODEL_RUNNING:
		return running(s, round);
	case PT_MODEL_DONE:
		return (struct badge){ g->state_done, "DONE", PT_ROLE_STRONG };
	case PT_MODEL_CANCELLED:
		return (struct badge){ g->state_bad, "CANCELLED", PT_ROLE_ALERT };
	case PT_MODEL_ERROR:
		break;
	}
	return (struct badge){ g->state_bad, "ERROR", PT_ROLE_FOCUS };
}

/* The title in at most `columns`, cleaned, with a mark where it was cut. */
static void
short_title(char *out, size_t size, const struct pt_screen *s, int columns)
{
	const char *title = pt_ui_state_model(s->state, s->live)->title;
	char clean[256];

	(void)pt_clean(clean, sizeof(clean), title, strlen(title));
	if (pt_text_width(clean) > columns) {
		clean[pt_text_fit(clean, columns - 2)] = 0;
		(void)snprintf(out, size, "%s%s", clean, s->glyphs->more);
	} else {
		(void)snprintf(out, size, "%s", clean);
	}
}

static void
add_state(struct pt_flow *f, int rank, const struct pt_screen *s)
{
	char round[24], label[64];
	struct badge b = badge(s, round);
	struct pt_piece *p;

	(void)snprintf(label, sizeof(label), "%s%s", b.mark, b.text);
	p = pt_flow_add(f, rank, label, "");
	p->label_role = b.role;
}

static struct pt_piece *
add_text(struct pt_flow *f, int rank, const char *text)
{
	struct pt_piece *p = pt_flow_add(f, rank, "", "");

	pt_piece_value(p, "%s", text);
	p->value_role = PT_ROLE_TEXT;
	return p;
}

/* State and time have fixed cells, so that nothing moves when they change. */
enum { STATE_W = 14, TIME_W = 8 };

static struct pt_rect
draw_state(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s, int time_w)
{
	char round[24], n[PT_NUM];
	struct badge b = badge(s, round);
	struct pt_rect time = pt_rect_right(r, time_w), at;
	int width = pt_text_width(b.mark) + pt_text_width(b.text);
	int state_w = width > STATE_W || r.w < 60 ? width : STATE_W;

	pt_format_seconds(n, pt_ui_state_model(s->state, s->live)->elapsed_s);
	pt_canvas_text(c, pt_rect_right(time, pt_text_width(n)), PT_ROLE_TEXT, n);
	r = pt_rect_left(r, r.w - time_w - 1);
	at = pt_rect_right(r, state_w);
	at = pt_rect_skip(at, pt_canvas_text(c, at, b.role, b.mark));
	pt_canvas_text(c, at, b.role, b.text);
	return pt_rect_left(r, r.w - state_w - 1);
}

/* " quicksort n=60M, parallel-partition  8 workers on 2 CPUs      ▶ ROUND 1/5    1.6 s" */
static void
draw_header(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_model *m = pt_ui_state_model(s->state, s->live);
	struct pt_rect left = draw_state(c, pt_rect_left(r, r.w - 1), s, TIME_W);
	struct pt_flow f = { .len = 0 };
	char title[256], on[96] = "", brief[64] = "";

	if (m->threads) {
		(void)snprintf(on, sizeof(on), "%u worker%s on %u CPU%s%s", m->threads,
			pt_plural(m->threads), m->cpus, pt_plural(m->cpus),
			m->pinned && r.w >= 100 ? ", pinned" : "");
		(void)snprintf(brief, sizeof(brief), "%u on %u CPU%s", m->threads, m->cpus,
			pt_plural(m->cpus));
	}
	left = pt_rect_skip(left, 1);
	short_title(title, sizeof(title), s, left.w > 30 ? left.w - 16 : left.w);
	if (title[0])
		add_text(&f, 0, title)->value_role = PT_ROLE_STRONG;
	else
		add_text(&f, 0, "partop")->value_role = PT_ROLE_STRONG;
	if (on[0])
		pt_flow_add(&f, 1, on, brief)->label_role = PT_ROLE_TEXT;
	(void)pt_flow_draw(c, left, &f);
}

/* What went wrong or is under way, "" if nothing. */
static enum pt_role
message(char *out, size_t size, const struct pt_screen *s)
{
	const struct pt_model *m = s->live;

	out[0] = 0;
	if (s->state->replay.event[0]) {
		(void)snprintf(out, size, "%s", s->state->replay.event);
		return PT_ROLE_STRONG;
	}
	if (m->state == PT_MODEL_ERROR) {
		(void)pt_clean(out, size, m->error, strlen(m->error));
		return PT_ROLE_FOCUS;
	}
	if (s->state->frozen)
		(void)snprintf(out, size, "frozen, +%.1f s behind: Space goes on",
			fmax(s->live->elapsed_s - s->state->frozen->elapsed_s, 0));
	if (s->state->quitting)
		(void)snprintf(out, size, "cancelling the run; q again leaves at once");
	else if (m->state == PT_MODEL_CANCELLED)
		(void)snprintf(out, size, "cancelled: numbers of the runs before");
	return PT_ROLE_ALERT;
}

static void
draw_message(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	char text[512];
	enum pt_role role = message(text, sizeof(text), s);

	if (text[0])
		pt_canvas_printf(c, r, role, " %s ", text);
}

static void
draw_tabs(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	bool brief = r.w < 60;
	int used = 0;

	if (pt_rect_empty(r))
		return;
	for (int i = 0; i < pt_views_len; i++) {
		const struct pt_view *v = pt_views[i];
		bool on = i == s->state->view;

		used += pt_canvas_printf(c, pt_rect_skip(r, used),
			on ? PT_ROLE_STRONG : PT_ROLE_TEXT, "%s%c%s%s%s", on ? "[" : " ", v->key,
			brief ? "" : " ", brief ? "" : v->title, on ? "]" : " ");
	}
	draw_message(c, pt_rect_skip(r, used + 2), s);
}

static void
add_key(struct pt_flow *f, int rank, const char *key, const char *does)
{
	struct pt_piece *p = pt_flow_add(f, rank, key, "");

	pt_piece_value(p, "%s", does);
	p->label_role = PT_ROLE_STRONG;
	p->value_role = PT_ROLE_QUIET;
}

static const char *
key_name(const struct pt_binding *b, const struct pt_glyphs *g)
{
	if (strcmp(b->name, "arrows") == 0)
		return g->arrows;
	return strcmp(b->name, "left right") == 0 ? g->sideways : b->name;
}

static void
add_binding(struct pt_flow *f, const struct pt_screen *s, const struct pt_binding *b)
{
	const char *word = b->word ? b->word(s->state, s->live) : NULL;

	if (word)
		add_key(f, b->rank, key_name(b, s->glyphs), word);
}

/* Help first, then what this view has, then the rest. */
static void
draw_footer(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_view *v = pt_views[s->state->view];
	struct pt_flow f = { .len = 0 };

	for (int i = 0; i < pt_bindings_len; i++) {
		if (!pt_binding_is_hidden(&pt_bindings[i], v))
			add_binding(&f, s, &pt_bindings[i]);
		for (int k = 0; i == 0 && k < v->bindings_len; k++)
			add_binding(&f, s, &v->bindings[k]);
	}
	(void)pt_flow_draw(c, pt_rect_skip(r, 1), &f);
}

/* Terminals without room for anything: what matters most, a line each, as far as they fit. */
static void
draw_few(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_model *m = pt_ui_state_model(s->state, s->live);
	struct pt_rect bar = pt_rect_row(r, 3), left;
	char text[512], on[64], n[PT_NUM];

	left = draw_state(c, pt_rect_row(r, 0), s, TIME_W - 1);
	short_title(text, sizeof(text), s, left.w);
	pt_canvas_text(c, left, PT_ROLE_STRONG, text);
	(void)message(text, sizeof(text), s);
	if (!text[0])
		pt_verdict_make(text, m, r.w);
	pt_canvas_text(c, pt_rect_row(r, 1), PT_ROLE_STRONG, text);
	(void)snprintf(on, sizeof(on), "%u on %u CPU%s", m->threads, m->cpus, pt_plural(m->cpus));
	(void)snprintf(text, sizeof(text), "%-14s %s CPUs busy", on,
		pt_format_ratio(n, m->cpus_busy, 2));
	pt_canvas_text(c, pt_rect_row(r, 2), PT_ROLE_TEXT, text);
	pt_cores_bar_draw(c, bar, s->glyphs, m);
	if (r.h > 5)
		pt_cores_text_draw(c, pt_rect_row(r, 4), s->glyphs, m);
	if (r.h > 4)
		draw_footer(c, pt_rect_row(r, r.h > 5 ? 5 : 4), s);
}

/* One to three rows: numbers flow over them. */
static void
draw_lines(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_model *m = pt_ui_state_model(s->state, s->live);
	struct pt_flow f = { .len = 0 };
	char text[512], n[PT_NUM];

	if (r.h >= 4) {
		draw_few(c, r, s);
		return;
	}
	short_title(text, sizeof(text), s, 20);
	if (text[0])
		add_text(&f, 3, text);
	if (s->state->frozen || m->state != PT_MODEL_RUNNING)
		add_state(&f, 0, s);
	(void)message(text, sizeof(text), s);
	if (text[0] && r.h > 1)
		add_text(&f, 7, text);
	(void)snprintf(text, sizeof(text), "P=%u", m->threads);
	add_text(&f, 4, text);
	(void)snprintf(text, sizeof(text), "%s/%u CPUs", pt_format_ratio(n, m->cpus_busy, 1),
		m->cpus);
	add_text(&f, 1, text)->value_role = PT_ROLE_STRONG;
	(void)snprintf(text, sizeof(text), "%s%s", pt_format_ratio(n, m->speedup, 1),
		isfinite(m->speedup) ? "x" : "");
	add_text(&f, 2, text)->value_role = PT_ROLE_STRONG;
	pt_flow_wrap(c, r, &f);
}

/* 0: none, or the end. */
static uint64_t
replayed_instant(const struct pt_ui_state *s)
{
	if (!s->replay.on || !s->over_time || s->replay.at >= s->over_time->end)
		return 0;
	return s->replay.at;
}

static void
draw_view(struct pt_canvas *c, const struct pt_frame *f, const struct pt_screen *s)
{
	const struct pt_view *view = pt_views[s->state->view];
	struct pt_selection *selection = &s->state->selection[s->state->view];
	struct pt_view_context v = {
		.model = pt_ui_state_model(s->state, s->live),
		.glyphs = s->glyphs,
		.frame = f,
		.selected = selection->row,
		.ui_cost = s->ui_cost,
		.moves = &selection->moves,
		.over_time = s->state->over_time,
		.own = s->state->own[s->state->view],
		.replay = s->state->replay.on,
		.now = replayed_instant(s->state),
		.again = &s->state->again,
	};
	struct pt_rect before = pt_canvas_clip(c, f->body);

	view->draw(c, &v);
	if (selection->row >= selection->moves.rows)
		selection->row = selection->moves.rows - 1;
	pt_canvas_clip(c, before);
}

void
pt_screen_draw(struct pt_canvas *c, const struct pt_screen *s)
{
	struct pt_frame f;

	c->ascii = s->glyphs->ascii;
	pt_canvas_clear(c);
	pt_layout_frame(&f, c->w, c->h);
	s->state->again = false;
	if (f.kind == PT_FRAME_LINES) {
		draw_lines(c, f.body, s);
	} else {
		draw_view(c, &f, s);
		draw_header(c, f.header, s);
		draw_tabs(c, f.tabs, s);
		draw_footer(c, f.footer, s);
		/* Without tabs there is no other line for it than the view's first. */
		if (f.kind == PT_FRAME_COMPACT)
			draw_message(c, pt_rect_row(f.body, 0), s);
	}
	s->state->help_page = pt_help_page(&f);
	if (s->state->help)
		pt_help_draw(c, &f, s->glyphs, pt_views[s->state->view], s->state->help_first);
}

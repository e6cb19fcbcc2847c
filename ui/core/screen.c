/* SPDX-License-Identifier: MIT */
/* One whole frame: see screen.h. */
#include "ui/core/screen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/views/help.h"
#include "ui/widgets/widgets.h"

/* How a state is shown: always as text, never only as a colour. */
struct badge {
	const char *mark, *text;
	enum pt_role role;
};

static struct badge
badge(const struct pt_screen *s)
{
	const struct pt_glyphs *g = s->glyphs;

	if (s->state->frozen)
		return (struct badge){ g->state_paused, "PAUSED", PT_ROLE_PAUSED };
	switch (s->live->state) {
	case PT_MODEL_STARTING:
		return (struct badge){ g->state_starting, "STARTING", PT_ROLE_STRONG };
	case PT_MODEL_RUNNING:
		return (struct badge){ g->state_run, "RUN", PT_ROLE_TAB };
	case PT_MODEL_DONE:
		return (struct badge){ g->state_done, "DONE", PT_ROLE_STRONG };
	case PT_MODEL_CANCELLED:
		return (struct badge){ g->state_bad, "CANCELLED", PT_ROLE_WARNING };
	case PT_MODEL_ERROR:
		break;
	}
	return (struct badge){ g->state_bad, "ERROR", PT_ROLE_ERROR };
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
	struct badge b = badge(s);
	char label[64];
	struct pt_piece *p;

	(void)snprintf(label, sizeof(label), "%s%s", b.mark, b.text);
	p = pt_flow_add(f, rank, label, "");
	p->label_role = b.role;
	if (s->state->frozen) {
		double behind = s->live->elapsed_s - pt_frozen_model(s->state->frozen)->elapsed_s;

		pt_piece_value(p, "+%.1f s behind", fmax(behind, 0));
	}
}

static struct pt_piece *
add_text(struct pt_flow *f, int rank, const char *text)
{
	struct pt_piece *p = pt_flow_add(f, rank, "", "");

	pt_piece_value(p, "%s", text);
	p->value_role = PT_ROLE_TEXT;
	return p;
}

static void
draw_header(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_model *m = pt_ui_state_model(s->state, s->live);
	int progress = r.w / 4 < 12 ? 12 : r.w / 4 > 46 ? 46 : r.w / 4;
	struct pt_flow f = { .len = 0 };
	struct pt_rect left = pt_rect_skip(pt_rect_left(r, r.w - progress - 2), 1);
	char text[256], phase[96], t[PT_NUM];

	add_text(&f, 6, "partop")->value_role = PT_ROLE_STRONG;
	short_title(text, sizeof(text), s, r.w / 3);
	if (text[0])
		add_text(&f, 0, text)->value_role = PT_ROLE_STRONG;
	if (m->threads) {
		(void)snprintf(text, sizeof(text), "P=%u", m->threads);
		add_text(&f, 2, text);
	}
	add_state(&f, 1, s);
	(void)pt_clean(phase, sizeof(phase), m->phase, strlen(m->phase));
	if (phase[0] && m->state == PT_MODEL_RUNNING)
		add_text(&f, 4, phase);
	(void)snprintf(text, sizeof(text), "t=%s", pt_format_seconds(t, m->elapsed_s));
	add_text(&f, 3, text);
	(void)pt_flow_draw(c, left, &f);
	pt_progress_draw(c, pt_rect_right(pt_rect_left(r, r.w - 1), progress), s->glyphs,
	    m->progress);
}

/* What went wrong or is under way, "" if nothing. */
static enum pt_role
message(char *out, size_t size, const struct pt_screen *s)
{
	const struct pt_model *m = s->live;

	out[0] = 0;
	if (m->state == PT_MODEL_ERROR) {
		(void)pt_clean(out, size, m->error, strlen(m->error));
		return PT_ROLE_ERROR;
	}
	if (s->state->quitting)
		(void)snprintf(out, size, "cancelling the run; q again leaves at once");
	else if (m->state == PT_MODEL_CANCELLED)
		(void)snprintf(out, size, "cancelled: numbers of the runs before");
	return PT_ROLE_WARNING;
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

		used += pt_canvas_printf(c, pt_rect_skip(r, used), on ? PT_ROLE_TAB : PT_ROLE_TEXT,
		    "%s%c%s%s%s", on ? " [" : "  ", v->key, brief ? "" : " ", brief ? "" : v->title,
		    on ? "]" : " ");
	}
	draw_message(c, pt_rect_skip(r, used + 2), s);
}

static void
add_key(struct pt_flow *f, int rank, const char *key, const char *does)
{
	struct pt_piece *p = pt_flow_add(f, rank, key, "");

	pt_piece_value(p, "%s", does);
	p->label_role = PT_ROLE_KEY;
	p->value_role = PT_ROLE_FAINT;
}

static void
draw_footer(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	struct pt_flow f = { .len = 0 };
	bool over = s->live->state > PT_MODEL_RUNNING;

	add_key(&f, 1, "?", "Help");
	if (s->state->frozen)
		add_key(&f, 2, "Space", "Live");
	else if (!over)
		add_key(&f, 2, "Space", "Pause");
	add_key(&f, 3, "Tab", "Next screen");
	add_key(&f, 4, s->glyphs->arrows, "Select");
	add_key(&f, 0, "q", over ? "Quit" : "Cancel and quit");
	(void)pt_flow_draw(c, pt_rect_skip(r, 1), &f);
}

/* Terminals without room for anything: the numbers that matter, as far as they fit. */
static void
draw_lines(struct pt_canvas *c, struct pt_rect r, const struct pt_screen *s)
{
	const struct pt_model *m = pt_ui_state_model(s->state, s->live);
	struct pt_flow f = { .len = 0 };
	char text[256], n[PT_NUM];

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
	add_text(&f, 1, pt_percent(n, m->utilization))->value_role = PT_ROLE_STRONG;
	(void)snprintf(text, sizeof(text), "%s%s", pt_format_ratio(n, m->speedup, 1),
	    isfinite(m->speedup) ? "x" : "");
	add_text(&f, 2, text)->value_role = PT_ROLE_STRONG;
	(void)snprintf(text, sizeof(text), "%sst/s", pt_format_count(n, round(m->steals_per_s)));
	add_text(&f, 5, text);
	add_text(&f, 6, pt_percent(n, m->progress));
	pt_flow_wrap(c, r, &f);
}

static void
draw_view(struct pt_canvas *c, const struct pt_frame *f, const struct pt_screen *s)
{
	const struct pt_view *view = pt_views[s->state->view];
	struct pt_view_context v = {
		.model = pt_ui_state_model(s->state, s->live),
		.glyphs = s->glyphs,
		.frame = f,
		.selected = s->state->selected[s->state->view],
		.ui_cost = s->ui_cost,
	};
	struct pt_rect before = pt_canvas_clip(c, f->body);

	view->draw(c, &v);
	pt_canvas_clip(c, before);
}

void
pt_screen_draw(struct pt_canvas *c, const struct pt_screen *s)
{
	struct pt_frame f;

	c->ascii = s->glyphs->ascii;
	pt_canvas_clear(c);
	pt_layout_frame(&f, c->w, c->h);
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
	if (s->state->help)
		pt_help_draw(c, &f, s->glyphs, pt_views[s->state->view], s->state->help_first);
}

/* SPDX-License-Identifier: MIT */
/* What each key does: see keymap.h. */
#include "ui/core/keymap.h"

#include "ui/core/keys.h"
#include "ui/views/help.h"

/* ---- screens ---- */

static void
show(struct pt_ui_state *s, int view)
{
	s->view = view;
	s->help_first = 0;
}

static unsigned
next_screen(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	int by = key == PT_KEY_TAB ? 1 : pt_views_len - 1;

	(void)live;
	show(s, (s->view + by) % pt_views_len);
	return PT_UI_EFFECT_DRAW;
}

static unsigned
screen(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)live;
	for (int i = 0; i < pt_views_len; i++) {
		if (pt_views[i]->key != key)
			continue;
		show(s, i);
		return PT_UI_EFFECT_DRAW;
	}
	return PT_UI_EFFECT_NONE;
}

/* ---- moving ---- */

/* A step from "nothing selected" selects the first or the last row. */
static void
step(struct pt_selection *at, int by)
{
	int rows = at->moves.rows, to = at->row + by;

	if (rows <= 0)
		return;
	if (at->row < 0)
		to = by > 0 ? 0 : rows - 1;
	at->row = to < 0 ? 0 : to >= rows ? rows - 1 : to;
}

static void
scroll(struct pt_ui_state *s, int to)
{
	int last = pt_help_lines(pt_views[s->view]) - s->help_page;

	if (to > last)
		to = last;
	s->help_first = to < 0 ? 0 : to;
}

static unsigned
move(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_selection *at = &s->selection[s->view];
	bool back = key == PT_KEY_UP || key == PT_KEY_LEFT;
	bool across = key == PT_KEY_LEFT || key == PT_KEY_RIGHT;
	int by = across ? at->moves.horizontal : at->moves.vertical;

	(void)live;
	if (!s->help)
		step(at, back ? -by : by);
	else if (!across)
		scroll(s, s->help_first + (back ? -1 : 1));
	return PT_UI_EFFECT_DRAW;
}

static unsigned
page(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_selection *at = &s->selection[s->view];
	int by = s->help ? s->help_page : at->moves.page;

	(void)live;
	if (key == PT_KEY_PAGE_UP)
		by = -by;
	if (s->help)
		scroll(s, s->help_first + by);
	else
		step(at, by);
	return PT_UI_EFFECT_DRAW;
}

static unsigned
to_end(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	struct pt_selection *at = &s->selection[s->view];
	bool first = key == PT_KEY_HOME;

	(void)live;
	if (s->help)
		scroll(s, first ? 0 : pt_help_lines(pt_views[s->view]));
	else
		at->row = first && at->moves.rows > 0 ? 0 : at->moves.rows - 1;
	return PT_UI_EFFECT_DRAW;
}

/* ---- replay ---- */

static bool
is_replayed(const struct pt_ui_state *s)
{
	return s->replay.on && s->over_time;
}

static unsigned
step_event(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	bool steals = key == 'n' || key == 'N', forward = key == '.' || key == 'n';

	(void)live;
	if (!is_replayed(s) || !pt_replay_step(&s->replay, s->over_time, forward ? 1 : -1, steals))
		return PT_UI_EFFECT_NONE;
	return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_SEEK;
}

static unsigned
faster(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)live;
	if (!is_replayed(s))
		return PT_UI_EFFECT_NONE;
	pt_replay_faster(&s->replay, key == '>' ? 1 : -1);
	return PT_UI_EFFECT_DRAW;
}

static unsigned
turn_round(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)key;
	(void)live;
	if (!is_replayed(s))
		return PT_UI_EFFECT_NONE;
	s->replay.backward = !s->replay.backward;
	return PT_UI_EFFECT_DRAW;
}

/* ---- the view, the program ---- */

static unsigned
close_or_unselect(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)key;
	(void)live;
	if (!s->help)
		s->selection[s->view].row = -1;
	s->help = false;
	return PT_UI_EFFECT_DRAW;
}

static unsigned
help(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)key;
	(void)live;
	s->help = !s->help;
	s->help_first = 0;
	return PT_UI_EFFECT_DRAW;
}

static unsigned
freeze(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)key;
	if (is_replayed(s)) {
		pt_replay_toggle(&s->replay, s->over_time);
		return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_SEEK;
	}
	if (s->frozen) {
		pt_model_release(s->frozen);
		s->frozen = NULL;
	} else if (live->state <= PT_MODEL_RUNNING) {
		s->frozen = pt_model_hold(live);
	}
	return PT_UI_EFFECT_DRAW;
}

/* The pool after the shown one; a frozen view goes on, since it has no other pool. */
static unsigned
next_pool(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	if (live->pools_len < 2)
		return PT_UI_EFFECT_NONE;
	for (size_t i = 0; i < live->pools_len; i++)
		if (live->pools[i].shown)
			s->pool = live->pools[(i + 1) % live->pools_len].id;
	if (s->frozen)
		(void)freeze(s, key, live);
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		s->selection[i].row = -1;
	return PT_UI_EFFECT_POOL | PT_UI_EFFECT_DRAW;
}

static unsigned
redraw(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)s;
	(void)key;
	(void)live;
	return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_REPAINT;
}

static unsigned
suspend(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	(void)s;
	(void)key;
	(void)live;
	return PT_UI_EFFECT_SUSPEND;
}

/* A reader of the help wants to close it, not to stop the run. */
static unsigned
quit(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	bool close = s->help;

	(void)key;
	(void)live;
	s->help = false;
	return PT_UI_EFFECT_DRAW | (close ? 0 : PT_UI_EFFECT_QUIT);
}

/* ---- words of the footer ---- */

static const char *
help_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)s;
	(void)live;
	return "Help";
}

static const char *
freeze_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	if (is_replayed(s))
		return s->replay.runs ? "Stop" : "Go on";
	if (s->frozen)
		return "Live";
	return live->state <= PT_MODEL_RUNNING ? "Freeze" : NULL;
}

static const char *
pool_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)s;
	return live->pools_len > 1 ? "Next pool" : NULL;
}

static const char *
next_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)s;
	(void)live;
	return pt_views_len > 1 ? "Next screen" : NULL;
}

static const char *
select_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return s->selection[s->view].moves.rows > 0 ? "Select" : NULL;
}

static const char *
event_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_replayed(s) ? "Event" : NULL;
}

static const char *
steal_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_replayed(s) ? "Steal" : NULL;
}

static const char *
speed_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return is_replayed(s) ? "Speed" : NULL;
}

static const char *
back_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	(void)live;
	return !is_replayed(s) ? NULL : s->replay.backward ? "Forward" : "Back";
}

static const char *
quit_word(const struct pt_ui_state *s, const struct pt_model *live)
{
	if (s->replay.on)
		return "Quit";
	return live->state > PT_MODEL_RUNNING ? "Quit" : "Stop and quit";
}

const struct pt_binding pt_bindings[] = {
	{ { '?', PT_KEY_F1 }, "?", "this help; also F1", 1, help_word, help },
	{ { ' ' }, "Space", "freezes the view, the run goes on; in a replay: stops, goes on", 2,
		freeze_word, freeze },
	{ { '.', ',' }, ". ,", "in a replay: the next event, the one before", 3, event_word,
		step_event },
	{ { 'n', 'N' }, "n N", "in a replay: the next steal, the one before", 4, steal_word,
		step_event },
	{ { '>', '<' }, "> <", "in a replay: faster, slower", 5, speed_word, faster },
	{ { 'r' }, "r", "in a replay: turns time round", 6, back_word, turn_round },
	{ { PT_KEY_TAB, PT_KEY_BACK_TAB }, "Tab", "the next screen; Shift-Tab the one before", 3,
		next_word, next_screen },
	{ { '1', '2', '3', '4', '5', '6', '7', '8', '9' }, "1 2 3", "a screen", 9, NULL, screen },
	{ { PT_KEY_UP, PT_KEY_DOWN, PT_KEY_LEFT, PT_KEY_RIGHT }, "arrows", "select a worker", 4,
		select_word, move },
	{ { 'P' }, "P", "the next pool of a program that has several", 3, pool_word, next_pool },
	{ { PT_KEY_PAGE_UP, PT_KEY_PAGE_DOWN }, "PgUp PgDn", "a page of workers", 9, NULL, page },
	{ { PT_KEY_HOME, PT_KEY_END }, "Home End", "the first, the last", 9, NULL, to_end },
	{ { PT_KEY_ESCAPE }, "Esc", "closes the help; selects nothing", 9, NULL,
		close_or_unselect },
	{ { PT_KEY_CTRL_L }, "Ctrl-L", "draws everything again", 9, NULL, redraw },
	{ { PT_KEY_CTRL_Z }, "Ctrl-Z", "suspends partop and the run until fg", 9, NULL, suspend },
	{ { 0 }, "Ctrl-C", "quits at once", 9, NULL, NULL },
	{ { 'q' }, "q", "stops the run and quits; again: at once", 0, quit_word, quit },
};

const int pt_bindings_len = sizeof(pt_bindings) / sizeof(pt_bindings[0]);

const struct pt_binding *
pt_binding_of(const struct pt_binding *b, int n, int key)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < PT_BINDING_KEYS && b[i].keys[k]; k++)
			if (b[i].keys[k] == key)
				return &b[i];
	return NULL;
}

bool
pt_binding_is_hidden(const struct pt_binding *b, const struct pt_view *v)
{
	for (int k = 0; k < PT_BINDING_KEYS && b->keys[k]; k++)
		if (pt_binding_of(v->bindings, v->bindings_len, b->keys[k]))
			return true;
	return false;
}

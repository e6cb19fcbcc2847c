/* SPDX-License-Identifier: MIT */
/* Keys to effects: see state.h. */
#include "ui/core/state.h"

#include <string.h>

#include "ui/views/help.h"
#include "ui/core/keys.h"

void
pt_ui_state_init(struct pt_ui_state *s)
{
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		s->selected[i] = -1;
}

void
pt_ui_state_fini(struct pt_ui_state *s)
{
	pt_model_release(s->frozen);
	s->frozen = NULL;
}

const struct pt_model *
pt_ui_state_model(const struct pt_ui_state *s, const struct pt_model *live)
{
	return s->frozen ? s->frozen : live;
}

static struct pt_moves
moves(const struct pt_ui_state *s, const struct pt_model *live, const struct pt_frame *f)
{
	struct pt_moves m = { .rows = 0 };

	pt_views[s->view]->moves(f, pt_ui_state_model(s, live), &m);
	return m;
}

void
pt_ui_state_clamp(struct pt_ui_state *s, const struct pt_model *live, const struct pt_frame *f)
{
	struct pt_moves m = moves(s, live, f);
	int *at = &s->selected[s->view];

	if (*at >= m.rows)
		*at = m.rows - 1;
	if (*at < 0)
		*at = -1;
}

/* A step from "nothing selected" selects the first or the last row. */
static void
step(struct pt_ui_state *s, int by, int rows)
{
	int *at = &s->selected[s->view];
	int to = *at + by;

	if (rows <= 0)
		return;
	if (*at < 0)
		to = by > 0 ? 0 : rows - 1;
	*at = to < 0 ? 0 : to >= rows ? rows - 1 : to;
}

static bool
move_key(struct pt_ui_state *s, int key, const struct pt_model *live, const struct pt_frame *f)
{
	struct pt_moves m = moves(s, live, f);

	switch (key) {
	case PT_KEY_UP:
		step(s, -m.vertical, m.rows);
		return true;
	case PT_KEY_DOWN:
		step(s, m.vertical, m.rows);
		return true;
	case PT_KEY_LEFT:
		step(s, -m.horizontal, m.rows);
		return true;
	case PT_KEY_RIGHT:
		step(s, m.horizontal, m.rows);
		return true;
	case PT_KEY_PAGE_UP:
		step(s, -m.page, m.rows);
		return true;
	case PT_KEY_PAGE_DOWN:
		step(s, m.page, m.rows);
		return true;
	case PT_KEY_HOME:
		s->selected[s->view] = m.rows > 0 ? 0 : -1;
		return true;
	case PT_KEY_END:
		s->selected[s->view] = m.rows - 1;
		return true;
	default:
		return false;
	}
}

static bool
help_key(struct pt_ui_state *s, int key, const struct pt_frame *f)
{
	int page = pt_help_page(f), last = pt_help_lines(pt_views[s->view]) - page,
	    to = s->help_first;

	switch (key) {
	case PT_KEY_UP:
		to--;
		break;
	case PT_KEY_DOWN:
		to++;
		break;
	case PT_KEY_PAGE_UP:
		to -= page;
		break;
	case PT_KEY_PAGE_DOWN:
		to += page;
		break;
	case PT_KEY_HOME:
		to = 0;
		break;
	case PT_KEY_END:
		to = last;
		break;
	default:
		return false;
	}
	if (to > last)
		to = last;
	s->help_first = to < 0 ? 0 : to;
	return true;
}

static void
toggle_pause(struct pt_ui_state *s, const struct pt_model *live)
{
	if (s->frozen) {
		pt_model_release(s->frozen);
		s->frozen = NULL;
	} else if (live->state <= PT_MODEL_RUNNING) {
		s->frozen = pt_model_hold(live);
	}
}

static bool
tab_key(struct pt_ui_state *s, int key)
{
	int by = key == PT_KEY_TAB ? 1 : key == PT_KEY_BACK_TAB ? pt_views_len - 1 : 0;

	if (by) {
		s->view = (s->view + by) % pt_views_len;
		s->help_first = 0;
		return true;
	}
	for (int i = 0; i < pt_views_len; i++) {
		if (pt_views[i]->key != key)
			continue;
		s->view = i;
		s->help_first = 0;
		return true;
	}
	return false;
}

/* The pool after the shown one; a frozen view goes on, since it has no other pool. */
static unsigned
next_pool(struct pt_ui_state *s, const struct pt_model *live)
{
	if (live->pools_len < 2)
		return PT_UI_EFFECT_NONE;
	for (size_t i = 0; i < live->pools_len; i++)
		if (live->pools[i].shown)
			s->pool = live->pools[(i + 1) % live->pools_len].id;
	if (s->frozen)
		toggle_pause(s, live);
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		s->selected[i] = -1;
	return PT_UI_EFFECT_POOL | PT_UI_EFFECT_DRAW;
}

static unsigned
command_key(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	switch (key) {
	case ' ':
		toggle_pause(s, live);
		return PT_UI_EFFECT_DRAW;
	case 'P':
		return next_pool(s, live);
	case '?':
	case PT_KEY_F1:
		s->help = !s->help;
		s->help_first = 0;
		return PT_UI_EFFECT_DRAW;
	case PT_KEY_ESCAPE:
		if (!s->help)
			s->selected[s->view] = -1;
		s->help = false;
		return PT_UI_EFFECT_DRAW;
	case 'q':
		/* Whoever reads the help wants to close it, not to cancel the run. */
		if (!s->help)
			return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_QUIT;
		s->help = false;
		return PT_UI_EFFECT_DRAW;
	case PT_KEY_CTRL_L:
		return PT_UI_EFFECT_DRAW | PT_UI_EFFECT_REPAINT;
	case PT_KEY_CTRL_Z:
		return PT_UI_EFFECT_SUSPEND;
	default:
		return PT_UI_EFFECT_NONE;
	}
}

unsigned
pt_ui_state_key(struct pt_ui_state *s, int key, const struct pt_model *live,
	const struct pt_frame *f)
{
	if (tab_key(s, key) || (s->help ? help_key(s, key, f) : move_key(s, key, live, f))) {
		pt_ui_state_clamp(s, live, f);
		return PT_UI_EFFECT_DRAW;
	}
	return command_key(s, key, live);
}

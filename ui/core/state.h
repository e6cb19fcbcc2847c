/* SPDX-License-Identifier: MIT */
/*
 * What the keys have done: the view, the selection of each view, paused, help.  No terminal, no
 * clock: keys in, effects out, so that it can be tested with random keys.
 */
#ifndef PT_UI_CORE_STATE_H
#define PT_UI_CORE_STATE_H

#include <stdbool.h>

#include "metrics/model.h"
#include "ui/core/replay.h"
#include "ui/views/view.h"

/* What is selected, and what can be: a view reports that when it draws. */
struct pt_selection {
	int row; /* -1: none */
	struct pt_moves moves;
};

struct pt_ui_state {
	int view;                                    /* index into pt_views */
	struct pt_selection selection[PT_VIEWS_MAX]; /* of each view */
	bool help;
	int help_first;                       /* first line of the help that is shown */
	int help_page;                        /* lines shown at a time, as last drawn */
	uint32_t pool;                        /* number of the pool that was asked for last */
	bool quitting;                        /* the user asked to leave while the child ran */
	const struct pt_model *frozen;        /* held; not NULL: paused */
	struct pt_replay replay;              /* of a finished recording */
	void *own[PT_VIEWS_MAX];              /* what each view keeps */
	const struct pt_over_time *over_time; /* the caller's; NULL: not there */
	bool again;                           /* the last frame was not all: draw another one */
};

/* What the loop has to do after a key. */
enum pt_ui_effect {
	PT_UI_EFFECT_NONE = 0,
	PT_UI_EFFECT_DRAW = 1,
	PT_UI_EFFECT_REPAINT = 2, /* the terminal may show something else: send everything */
	PT_UI_EFFECT_QUIT = 4,
	PT_UI_EFFECT_SUSPEND = 8,
	PT_UI_EFFECT_POOL = 16, /* state.pool is the one to show from here on */
	PT_UI_EFFECT_SEEK = 32  /* state.replay.at is the instant to show */
};

void pt_ui_state_init(struct pt_ui_state *s);
void pt_ui_state_fini(struct pt_ui_state *s);

/* The model that is shown: the frozen one while paused. */
const struct pt_model *pt_ui_state_model(const struct pt_ui_state *s, const struct pt_model *live);

/* One key (ui/core/keys.h), by the table of keymap.h.  Returns bits of enum pt_ui_effect. */
unsigned pt_ui_state_key(struct pt_ui_state *s, int key, const struct pt_model *live);

#endif

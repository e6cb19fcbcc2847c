/* SPDX-License-Identifier: MIT */
/*
 * A view: one screen behind one tab.  To add one: a file with a const struct pt_view, and its name in
 * ui/local.mk.
 *
 * A view draws the model it is given into the body of the frame, by a layout of its own, and reports
 * what can be selected (workers, groups of workers); which of them is, the state keeps for each view
 * (ui/core/state.h).
 */
#ifndef PT_UI_VIEWS_VIEW_H
#define PT_UI_VIEWS_VIEW_H

#include <stddef.h>

#include "metrics/model.h"
#include "ui/core/canvas.h"
#include "ui/core/glyphs.h"
#include "ui/core/layout.h"

/* What can be selected, and how far the keys move. */
struct pt_moves {
	int rows; /* that can be selected */
	int vertical, horizontal, page;
};

struct pt_over_time;
struct pt_binding;

struct pt_view_context {
	const struct pt_model *model;
	const struct pt_over_time
		*over_time; /* NULL: there is no recording, or nothing asked for it */
	void *own;          /* the view's own state */
	bool replay; /* of a finished recording: what comes after the shown instant is known, too */
	uint64_t now; /* then: the instant that is shown, ticks; 0: it is the end */
	const struct pt_glyphs *glyphs;
	const struct pt_frame *frame;
	int selected;           /* row, -1: none; what is beyond the last row becomes that */
	double ui_cost;         /* of the screen itself, share of one core; NAN: not known yet */
	struct pt_moves *moves; /* filled by pt_view_report() */
	bool *again;            /* set: there is more to draw than one frame may cost */
};

/* The first thing that a view calls when it draws: reports what can be selected, and returns the
 * context to draw with. */
struct pt_view_context pt_view_report(const struct pt_view_context *v, struct pt_moves moves);

struct pt_view {
	const char *name;  /* for --help and tests: "overview" */
	const char *title; /* of its tab */
	int key;
	const char *const *help; /* lines, NULL at the end */
	size_t own_bytes;        /* of a state of its own, zeroed at the start; 0: none */
	bool over_time;          /* it asks what was between any two instants: v->over_time */
	/* keys of its own (ui/core/keymap.h), which go before those of all views */
	const struct pt_binding *bindings;
	int bindings_len;
	void (*draw)(struct pt_canvas *c, const struct pt_view_context *v);
};

/* In the order of the tabs. */
extern const struct pt_view *const pt_views[];
extern const int pt_views_len;
#define PT_VIEWS_MAX 9

/* The selected worker's numbers. */
bool pt_status_worker_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v);

/* The last line of every view: machine, events lost, cost of the screen; or the selected worker. */
void pt_status_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_view_context *v);

/* Steals per second over the whole run, with its rule; two views have it. */
void pt_steals_curve_draw(struct pt_canvas *c, struct pt_rect rule, struct pt_rect r,
	const struct pt_view_context *v);

/* "4.20 s, 56.0 ms a column" at the right end of a curve's rule, unless that would hide its first
 * `keep` columns. */
void pt_history_span_draw(struct pt_canvas *c, struct pt_rect rule, const struct pt_history *h,
	int keep);

/* How many workers to make room for: also those that are still to come, so that nothing jumps. */
int pt_workers_expected(const struct pt_model *m);

/* "3 workers", "1 worker". */
const char *pt_plural(unsigned long n); /* "" or "s" */

#endif

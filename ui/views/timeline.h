/* SPDX-License-Identifier: MIT */
/*
 * The Timeline's own state: which stretch of time is shown, where the cursor is.  Keys change it
 * (timeline_keys.c), and drawing gives it what it needs to know of the picture.
 */
#ifndef PT_UI_VIEWS_TIMELINE_H
#define PT_UI_VIEWS_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/core/keymap.h"

#define PT_TIMELINE_LINES 12
#define PT_TIMELINE_LINE 160

enum pt_timeline_shows {
	PT_TIMELINE_RUNS, /* all of the measured runs, as they come */
	PT_TIMELINE_ALL,  /* all of the recording */
	PT_TIMELINE_PART, /* from `column` on */
};

/* What the event lines were made for: they are made again when it changes. */
struct pt_timeline_lines {
	uint64_t at;
	uint32_t lane;
	int wanted, len;
	char text[PT_TIMELINE_LINES][PT_TIMELINE_LINE];
};

struct pt_timeline {
	enum pt_timeline_shows shows;
	unsigned zoom;
	uint64_t column;
	uint64_t cursor; /* ticks; 0: there is none */
	uint64_t mark;   /* ticks: the other end of the range; 0: there is none */
	/* of the picture that was drawn last */
	int columns;
	uint64_t end;  /* ticks: nothing is known behind it */
	uint32_t lane; /* recording slot that is selected; PT_TIME_ANY_LANE */
	struct pt_timeline_lines lines;
};

/* Where the picture begins and ends, in ticks. */
uint64_t pt_timeline_begin(const struct pt_timeline *t);
uint64_t pt_timeline_end(const struct pt_timeline *t);

/* Shows [begin, end) in so many columns: the shortest columns that do. */
void pt_timeline_fit(struct pt_timeline *t, uint64_t begin, uint64_t end, int columns);

struct pt_over_time;

/* The cursor is at `now`, and in the picture. */
void pt_timeline_follow(struct pt_timeline *t, const struct pt_over_time *o, uint64_t now);

#define PT_TIMELINE_BINDINGS 9
extern const struct pt_binding pt_timeline_bindings[PT_TIMELINE_BINDINGS];

#endif

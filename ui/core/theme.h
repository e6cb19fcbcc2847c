/* SPDX-License-Identifier: MIT */
/*
 * The theme: what a cell means (its role) and how that looks on a terminal with that many colours.
 *
 * The background is always the terminal's own.  Colour never carries anything alone: each role that
 * has a colour also has a glyph, a letter or a place of its own.  The four colours were chosen to
 * differ by at least 26 (CIE dE) for every kind of colour blindness, and to be legible on black and
 * on white.
 */
#ifndef PT_UI_CORE_THEME_H
#define PT_UI_CORE_THEME_H

enum pt_role {
	PT_ROLE_TEXT,
	PT_ROLE_STRONG,		/* titles, numbers that matter */
	PT_ROLE_FAINT,		/* rules, units, hints */
	PT_ROLE_KEY,		/* a key in the footer or the help */
	PT_ROLE_TAB,		/* the screen that is shown */
	PT_ROLE_SELECTED,	/* the row under the cursor */
	PT_ROLE_RUN,		/* in a task, on a CPU; useful */
	PT_ROLE_SEARCH,		/* looking for work; scheduling */
	PT_ROLE_INFLATION,
	PT_ROLE_WAIT,		/* asleep or at a join; idle */
	PT_ROLE_OFF_CPU,	/* could run, has no CPU */
	PT_ROLE_OTHER,
	PT_ROLE_HOT,		/* large values of the steal matrix */
	PT_ROLE_PAUSED,
	PT_ROLE_WARNING,
	PT_ROLE_ERROR,
	PT_ROLES
};

enum { PT_LOOK_BOLD = 1, PT_LOOK_DIM = 2, PT_LOOK_REVERSE = 4, PT_LOOK_UNDERLINE = 8 };

/* fg is a colour number of the terminal, -1 its default. */
struct pt_look {
	short fg;
	unsigned short attributes;
};

/* For a terminal of that many colours; less than 8 means none. */
struct pt_look pt_theme_look(enum pt_role role, int colors);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The theme: what a cell means (its role) and how that looks on a terminal with that many colours.
 *
 * The background is always the terminal's own.  Colour never carries anything alone: each role that
 * has a colour also has a sign, a letter or a place of its own.  The colours were chosen to differ by
 * at least 26 (CIE dE) for every kind of colour blindness on black, 15 on white.
 */
#ifndef PT_UI_CORE_THEME_H
#define PT_UI_CORE_THEME_H

#include <stdbool.h>

enum pt_role {
	PT_ROLE_TEXT, /* words, in the terminal's own colour */
	PT_ROLE_WORK, /* busy, useful; bars of time */
	PT_ROLE_INFLATION,
	PT_ROLE_RUNTIME, /* search, scheduling, steals */
	PT_ROLE_BLOCKED,
	PT_ROLE_QUIET,  /* idle, off-cpu, rules, units, explanations */
	PT_ROLE_STRONG, /* verdict, state, numbers that are read first, keys */
	PT_ROLE_FOCUS,  /* what is selected; a state of error, a frozen view */
	PT_ROLE_ALERT,  /* ! and its first words */
	PT_ROLES
};

enum { PT_LOOK_BOLD = 1, PT_LOOK_DIM = 2, PT_LOOK_REVERSE = 4, PT_LOOK_UNDERLINE = 8 };

/* fg is a colour number of the terminal, -1 its default. */
struct pt_look {
	short fg;
	unsigned short attributes;
};

/* For a terminal of that many colours; less than 8 means none.  light: dark text on a light ground. */
struct pt_look pt_theme_look(enum pt_role role, int colors, bool light);

/* What the terminal says of its ground in COLORFGBG ("0;15"); most say nothing and are dark. */
bool pt_theme_is_light(const char *colorfgbg);

#endif

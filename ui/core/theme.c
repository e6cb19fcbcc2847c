/* SPDX-License-Identifier: MIT */
/*
 * Roles to looks, one table per kind of terminal: see theme.h.  Off-cpu is plain on purpose: with
 * more workers than CPUs it fills most of the screen, and reverse video would shout down the rest.
 */
#include "ui/core/theme.h"

#include <stddef.h>

static const struct pt_look colors_256[PT_ROLES] = {
	[PT_ROLE_TEXT] = { -1, 0 },
	[PT_ROLE_STRONG] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_FAINT] = { 245, 0 },
	[PT_ROLE_KEY] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_TAB] = { 33, PT_LOOK_BOLD },
	[PT_ROLE_SELECTED] = { -1, PT_LOOK_REVERSE },
	[PT_ROLE_RUN] = { 33, 0 },
	[PT_ROLE_SEARCH] = { 208, 0 },
	[PT_ROLE_INFLATION] = { 133, 0 },
	[PT_ROLE_WAIT] = { 245, 0 },
	[PT_ROLE_OFF_CPU] = { -1, 0 },
	[PT_ROLE_OTHER] = { 245, 0 },
	[PT_ROLE_HOT] = { 208, PT_LOOK_BOLD },
	[PT_ROLE_PAUSED] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
	[PT_ROLE_WARNING] = { 208, PT_LOOK_BOLD },
	[PT_ROLE_ERROR] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
};

/* Colours 8 to 15 are the bright ones; 8 itself is invisible on some, so dim is the default's. */
static const struct pt_look colors_16[PT_ROLES] = {
	[PT_ROLE_TEXT] = { -1, 0 },
	[PT_ROLE_STRONG] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_FAINT] = { -1, PT_LOOK_DIM },
	[PT_ROLE_KEY] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_TAB] = { 12, PT_LOOK_BOLD },
	[PT_ROLE_SELECTED] = { -1, PT_LOOK_REVERSE },
	[PT_ROLE_RUN] = { 12, 0 },
	[PT_ROLE_SEARCH] = { 3, 0 },
	[PT_ROLE_INFLATION] = { 5, 0 },
	[PT_ROLE_WAIT] = { -1, PT_LOOK_DIM },
	[PT_ROLE_OFF_CPU] = { -1, 0 },
	[PT_ROLE_OTHER] = { -1, PT_LOOK_DIM },
	[PT_ROLE_HOT] = { 3, PT_LOOK_BOLD },
	[PT_ROLE_PAUSED] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
	[PT_ROLE_WARNING] = { 3, PT_LOOK_BOLD },
	[PT_ROLE_ERROR] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
};

static const struct pt_look colors_8[PT_ROLES] = {
	[PT_ROLE_TEXT] = { -1, 0 },
	[PT_ROLE_STRONG] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_FAINT] = { -1, 0 },
	[PT_ROLE_KEY] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_TAB] = { 4, PT_LOOK_BOLD },
	[PT_ROLE_SELECTED] = { -1, PT_LOOK_REVERSE },
	[PT_ROLE_RUN] = { 4, 0 },
	[PT_ROLE_SEARCH] = { 3, 0 },
	[PT_ROLE_INFLATION] = { 5, 0 },
	[PT_ROLE_WAIT] = { -1, 0 },
	[PT_ROLE_OFF_CPU] = { -1, 0 },
	[PT_ROLE_OTHER] = { -1, 0 },
	[PT_ROLE_HOT] = { 3, PT_LOOK_BOLD },
	[PT_ROLE_PAUSED] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
	[PT_ROLE_WARNING] = { 3, PT_LOOK_BOLD },
	[PT_ROLE_ERROR] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
};

static const struct pt_look monochrome[PT_ROLES] = {
	[PT_ROLE_TEXT] = { -1, 0 },
	[PT_ROLE_STRONG] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_FAINT] = { -1, PT_LOOK_DIM },
	[PT_ROLE_KEY] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_TAB] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_SELECTED] = { -1, PT_LOOK_REVERSE },
	[PT_ROLE_RUN] = { -1, 0 },
	[PT_ROLE_SEARCH] = { -1, 0 },
	[PT_ROLE_INFLATION] = { -1, 0 },
	[PT_ROLE_WAIT] = { -1, PT_LOOK_DIM },
	[PT_ROLE_OFF_CPU] = { -1, 0 },
	[PT_ROLE_OTHER] = { -1, PT_LOOK_DIM },
	[PT_ROLE_HOT] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_PAUSED] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
	[PT_ROLE_WARNING] = { -1, PT_LOOK_BOLD },
	[PT_ROLE_ERROR] = { -1, PT_LOOK_BOLD | PT_LOOK_REVERSE },
};

struct pt_look
pt_theme_look(enum pt_role role, int colors)
{
	const struct pt_look *table = colors >= 256 ? colors_256 :
	    colors >= 16			    ? colors_16 :
	    colors >= 8				    ? colors_8 :
						      monochrome;

	return table[(unsigned)role < PT_ROLES ? role : PT_ROLE_TEXT];
}

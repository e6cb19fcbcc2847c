/* SPDX-License-Identifier: MIT */
/* Roles to looks, one column per kind of terminal: see theme.h. */
#include "ui/core/theme.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { DARK_256, LIGHT_256, COLORS_16, COLORS_8, MONOCHROME, KINDS };

#define PLAIN \
	{ \
		-1, 0 \
	}
#define BOLD \
	{ \
		-1, PT_LOOK_BOLD \
	}
#define DIM \
	{ \
		-1, PT_LOOK_DIM \
	}

/* Of the 16 colours 8 is invisible on some terminals, so dim is the default's. */
static const struct pt_look looks[PT_ROLES][KINDS] = {
	[PT_ROLE_TEXT] = { PLAIN, PLAIN, PLAIN, PLAIN, PLAIN },
	[PT_ROLE_WORK] = { { 33, 0 }, { 33, 0 }, { 12, 0 }, { 4, 0 }, PLAIN },
	[PT_ROLE_INFLATION] = { { 133, 0 }, { 133, 0 }, { 5, 0 }, { 5, 0 }, PLAIN },
	[PT_ROLE_RUNTIME] = { { 208, 0 }, { 166, 0 }, { 3, 0 }, { 3, 0 }, BOLD },
	[PT_ROLE_BLOCKED] = { { 180, 0 }, { 137, 0 }, { 11, 0 }, { 3, PT_LOOK_BOLD }, BOLD },
	[PT_ROLE_QUIET] = { { 245, 0 }, { 245, 0 }, DIM, PLAIN, DIM },
	[PT_ROLE_STRONG] = { BOLD, BOLD, BOLD, BOLD, BOLD },
	[PT_ROLE_FOCUS] = { { -1, PT_LOOK_REVERSE }, { -1, PT_LOOK_REVERSE },
		{ -1, PT_LOOK_REVERSE }, { -1, PT_LOOK_REVERSE }, { -1, PT_LOOK_REVERSE } },
	[PT_ROLE_ALERT] = { BOLD, BOLD, BOLD, BOLD, BOLD },
};

static enum kind
kind_of(int colors, bool light)
{
	if (colors >= 256)
		return light ? LIGHT_256 : DARK_256;
	return colors >= 16 ? COLORS_16 : colors >= 8 ? COLORS_8 : MONOCHROME;
}

struct pt_look
pt_theme_look(enum pt_role role, int colors, bool light)
{
	return looks[(unsigned)role < PT_ROLES ? role : PT_ROLE_TEXT][kind_of(colors, light)];
}

bool
pt_theme_is_light(const char *colorfgbg)
{
	const char *ground = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
	int color = ground ? atoi(ground + 1) : 0;

	return color == 7 || color == 15;
}

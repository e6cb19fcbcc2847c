/* SPDX-License-Identifier: MIT */
/*
 * The signs of a worker's time and of the cores: one table, in the order of every bar, legend and
 * list.  One sign has one meaning on all screens, and its role goes with it.
 */
#ifndef PT_UI_CORE_SIGNS_H
#define PT_UI_CORE_SIGNS_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/core/theme.h"

enum pt_sign {
	PT_SIGN_BUSY,
	PT_SIGN_USEFUL,
	PT_SIGN_MACHINE, /* inflation, the machine's own */
	PT_SIGN_PROGRAM, /* inflation, the program's */
	PT_SIGN_SCHEDULING,
	PT_SIGN_SEARCH,
	PT_SIGN_JOIN,
	PT_SIGN_PARK,
	PT_SIGN_BLOCKED,
	PT_SIGN_OWN,   /* off-cpu: more workers than CPUs */
	PT_SIGN_TAKEN, /* off-cpu: taken by others */
	PT_SIGN_OTHER,
	PT_SIGNS
};

struct pt_sign_info {
	uint32_t block, ascii;
	enum pt_role role;
	bool lane, cores;                   /* where it is drawn */
	const char *lane_name, *lane_brief; /* of a worker's time */
	const char *help;
};

extern const struct pt_sign_info pt_signs[PT_SIGNS];

static inline uint32_t
pt_sign_glyph(enum pt_sign s, bool ascii)
{
	return ascii ? pt_signs[s].ascii : pt_signs[s].block;
}

#endif

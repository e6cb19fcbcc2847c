/* SPDX-License-Identifier: MIT */
/*
 * The newest steals, from the events of all workers.
 */
#ifndef PT_TIMELINE_STEALS_H
#define PT_TIMELINE_STEALS_H

#include <stdint.h>

#include "recording/decode.h"

#define PT_LAST_STEALS 64

struct pt_steal {
	uint64_t at, age;       /* ticks */
	uint32_t thief, victim; /* recording slots */
	uint32_t tries;
	uint16_t label, depth;
};

struct pt_steals {
	struct pt_steal newest[PT_LAST_STEALS]; /* newest first */
	uint32_t len;
};

void pt_steals_take(struct pt_steals *s, const struct pt_event *e); /* a STEAL */

#endif

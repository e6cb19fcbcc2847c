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

/*
 * Takes the steals among n slots of events of one worker; what does not fit at the end is left
 * out.  Returns how many events there were, marks of the writer (clock, gap) not counted.
 */
uint64_t
pt_steals_take_all(struct pt_steals *s, uint32_t worker, const struct pt_rec_event *e, size_t n);

#endif

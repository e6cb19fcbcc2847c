/* SPDX-License-Identifier: MIT */
/*
 * The governor: measures what the screens cost, and draws less often when that is more than 1 % of
 * a core.  Pure: both clocks are passed in, in nanoseconds.
 */
#ifndef PT_UI_CORE_GOVERNOR_H
#define PT_UI_CORE_GOVERNOR_H

#include <stdint.h>

struct pt_governor {
	uint64_t period_ns;            /* between two frames */
	uint64_t from_ns, from_cpu_ns; /* begin of the window that is measured */
	double cost;                   /* share of one core in the last windows; NAN at first */
};

void pt_governor_init(struct pt_governor *g, uint64_t now_ns, uint64_t cpu_ns);
/* After each frame. */
void pt_governor_step(struct pt_governor *g, uint64_t now_ns, uint64_t cpu_ns);

#endif

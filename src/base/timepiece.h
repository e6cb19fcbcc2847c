/* SPDX-License-Identifier: MIT */
/*
 * A clock that is passed in.  What waits, paces or looks at a recording is given one and reads no
 * other, so that a test can move it by hand, and a replay can have a cursor instead.  The real one
 * is pt_timepiece_real (os/clock.h).
 */
#ifndef PT_BASE_TIMEPIECE_H
#define PT_BASE_TIMEPIECE_H

#include <stdint.h>

struct pt_timepiece {
	uint64_t (*now_ns)(const struct pt_timepiece *self); /* from any origin, never backwards */
	uint64_t (*cpu_ns)(const struct pt_timepiece *self); /* CPU time of this process so far */
};

static inline uint64_t
pt_timepiece_now_ns(const struct pt_timepiece *c)
{
	return c->now_ns(c);
}

static inline uint64_t
pt_timepiece_cpu_ns(const struct pt_timepiece *c)
{
	return c->cpu_ns(c);
}

#endif

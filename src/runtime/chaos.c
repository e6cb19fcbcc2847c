/* SPDX-License-Identifier: MIT */
/*
 * Chaos: seeded yields, spins and naps at the atomic accesses of the runtime, to meet interleavings
 * that a quiet machine does not show.  Test builds only (--enable-chaos).  The seed comes from
 * PARTOP_CHAOS_SEED; each thread draws its own sequence from it.
 */
#include "config.h"

#include <partop/detail/atomic.h>

#ifdef PT_CHAOS

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#define CHAOS_MASK 31	/* one access in 32 is disturbed */

static _Thread_local uint64_t state;
static _Atomic uint32_t threads;

static uint64_t
first_state(void)
{
	const char *text = getenv("PARTOP_CHAOS_SEED");
	uint64_t seed = text ? strtoull(text, NULL, 10) : 1;

	return (seed * 2654435761u + (atomic_fetch_add(&threads, 1) + 1) * 40503u) | 1;
}

void
pt_chaos(void)
{
	if (!state)
		state = first_state();
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	if (state & CHAOS_MASK)
		return;
	if (state & 0x300)
		sched_yield();
	else if (state & 0x400)
		for (volatile unsigned i = 0; i < ((state >> 20) & 255); i = i + 1)
			;
	else
		usleep((useconds_t)(state >> 20) & 63);
}

#else
typedef int pt_chaos_is_off;
#endif

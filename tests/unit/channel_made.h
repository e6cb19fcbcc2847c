/* SPDX-License-Identifier: MIT */
/* What the tests of channels have in common. */
#ifndef PT_TESTS_UNIT_CHANNEL_MADE_H
#define PT_TESTS_UNIT_CHANNEL_MADE_H

#include "tests/unit/cm.h"

#include <stdatomic.h>
#include <time.h>

#include "runtime/channel.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static inline partop_channel *
made(uint64_t capacity, size_t size)
{
	partop_channel *c;

	assert_int_equal(partop_channel_create(&c, capacity, size), 0);
	return c;
}

static inline void
nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 20000 }, NULL);
}

/* Until a thread is listed at that side. */
static inline void
await_waiter(partop_channel *c, enum pt_channel_side side)
{
	_Atomic uint64_t *word = side == PT_CHANNEL_SEND ? &c->head : &c->tail;

	while (!(atomic_load(word) & PT_CHANNEL_WAIT))
		nap();
}

/* ---- one thread ---- */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Chaos: what happens before an atomic access.  Which access is disturbed, and how, depends on the
 * seed, on the actor and on the number of its access alone.
 */
#include "config.h"

#include "runtime/turns.h"

#ifdef PT_CHAOS

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DISTURBED 32 /* one access in so many */
#define CREDIT 1024  /* more eager passages than any worker has at first */
#define HANDED_ON 16 /* serial: the turn is handed on at one access in so many */

const struct pt_chaos_observer *pt_chaos_observer;

static _Atomic uint32_t strays;
static _Thread_local struct pt_actor stray; /* of a thread that has no actor */

uint64_t
pt_chaos_seed(void)
{
	static _Atomic uint64_t seed; /* plus one */
	uint64_t known = atomic_load_explicit(&seed, memory_order_relaxed);

	if (known == 0) {
		const char *text = getenv("PARTOP_CHAOS_SEED");

		known = (text ? strtoull(text, NULL, 10) : 1) + 1;
		atomic_store_explicit(&seed, known, memory_order_relaxed);
	}
	return known - 1;
}

bool
pt_chaos_is_serial(void)
{
	static _Atomic int mode; /* 1 delay, 2 serial */
	int known = atomic_load_explicit(&mode, memory_order_relaxed);

	if (known == 0) {
		const char *text = getenv("PARTOP_CHAOS");

		known = text && !strcmp(text, "serial") ? 2 : 1;
		atomic_store_explicit(&mode, known, memory_order_relaxed);
	}
	return known == 2;
}

uint64_t
pt_chaos_ticks(uint64_t ticks)
{
	return pt_actor ? (CREDIT + pt_actor->count / 64) * ticks : 0;
}

/* Strays are numbered as they come: theirs is the only sequence that is not replayed. */
static struct pt_actor *
stray_actor(void)
{
	if (!stray.key)
		stray.key = pt_chaos_mix(pt_chaos_seed() ^ ~(uint64_t)atomic_fetch_add(&strays, 1));
	return &stray;
}

static enum pt_chaos_what
decide(struct pt_actor *a, uint64_t x)
{
	if (pt_chaos_is_serial())
		return x % HANDED_ON || a == &stray ? PT_CHAOS_NOTHING : PT_CHAOS_HAND_ON;
	if (x % DISTURBED)
		return PT_CHAOS_NOTHING;
	if (x & 0x300)
		return PT_CHAOS_YIELD;
	return x & 0x400 ? PT_CHAOS_SPIN : PT_CHAOS_NAP;
}

void
pt_chaos(void)
{
	struct pt_actor *a = pt_actor ? pt_actor : stray_actor();
	uint64_t x = pt_chaos_mix(a->key + ++a->count);
	enum pt_chaos_what what = decide(a, x);

	if (a != &stray)
		PT_CHAOS_SHOW(decided, a->worker, a->count, what);
	switch (what) {
	case PT_CHAOS_NOTHING:
		break;
	case PT_CHAOS_YIELD:
		sched_yield();
		break;
	case PT_CHAOS_SPIN:
		for (volatile unsigned i = 0; i < ((x >> 20) & 255); i = i + 1)
			;
		break;
	case PT_CHAOS_NAP:
		usleep((useconds_t)(x >> 20) & 63);
		break;
	case PT_CHAOS_HAND_ON:
		pt_turn_hand_on(a);
		break;
	}
}

#else
typedef int pt_chaos_is_off;
#endif

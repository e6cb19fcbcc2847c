/* SPDX-License-Identifier: MIT */
/*
 * Internals of chaos builds: actors, and the turns of serial mode.  See runtime/chaos.h.
 */
#ifndef PT_RUNTIME_TURNS_H
#define PT_RUNTIME_TURNS_H

#include "runtime/chaos.h"

#ifdef PT_CHAOS

enum pt_actor_life {
	PT_ACTOR_FREE,
	PT_ACTOR_EXPECTED, /* its thread is on the way */
	PT_ACTOR_AWAY,     /* worker 0 between two calls */
	PT_ACTOR_READY,    /* runs, or could */
	PT_ACTOR_WAITS,    /* for a futex */
	PT_ACTOR_ENDS,     /* its call: goes on when no other actor is ready */
};

struct pt_actor {
	enum pt_actor_life life; /* this and the next two: under the lock of turns.c */
	_Atomic uint32_t *word;  /* that it waits for */
	_Atomic uint32_t go;     /* its turn: a futex */
	uint32_t pool, worker;
	uint64_t key, count; /* the actor's own thread's */
	unsigned calls;      /* nested */
	bool last_call;      /* the pool is being closed */
};

/* The thread's actor, NULL: a stray. */
extern _Thread_local struct pt_actor *pt_actor __attribute__((visibility("hidden")));

/* splitmix64 of x. */
static inline uint64_t
pt_chaos_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* Serial mode: gives the turn to an actor drawn from those that are ready, the own one included. */
void pt_turn_hand_on(struct pt_actor *a);

/* In a forked child: all actors are the parent's. */
void pt_turns_forget(void);
#else
static inline void
pt_turns_forget(void)
{
}
#endif
#endif

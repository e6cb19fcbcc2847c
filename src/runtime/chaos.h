/* SPDX-License-Identifier: MIT */
/*
 * Chaos builds (PT_CHAOS, tests only): what disturbs the runtime, and which thread may run.
 *
 *	PARTOP_CHAOS=delay	the default: yields, spins and naps before atomic accesses
 *	PARTOP_CHAOS=serial	one thread runs at a time; before an access it may hand its turn on
 *	PARTOP_CHAOS_SEED	whatever is random follows from it
 *
 * An *actor* is a worker as chaos sees it: pool, number, and how many accesses it has made.  Every
 * decision is a function of the seed, the actor and that count, so no race between threads can
 * change it.  In serial mode waiting is handing on one's turn as well: then a run is replayed
 * exactly, steal by steal, as long as one thread calls the pool and no code reads the time.
 * A thread that is no worker and makes no call of a pool is a *stray*: it is never held.
 */
#ifndef PT_RUNTIME_CHAOS_H
#define PT_RUNTIME_CHAOS_H

#include <partop/detail/atomic.h>

#ifdef PT_CHAOS

#include "os/futex.h"

/* What the seed adds to a pool's. */
uint64_t pt_chaos_seed(void);
bool pt_chaos_is_serial(void);

/* The opener: n actors of the pool are on their way, worker 0 not counted.  Then: no more than n of
 * them come, wait until those are here. */
void pt_chaos_expect(uint32_t pool, uint32_t n);
void pt_chaos_arrived(uint32_t pool, uint32_t n);

/* A worker's thread begins and ends. */
void pt_chaos_enter(uint32_t pool, uint32_t worker);
void pt_chaos_leave(void);

/* The thread's actor, and: a thread takes the place of that actor, whose own thread waits for its
 * end outside of the order of turns. */
struct pt_actor;
struct pt_actor *pt_chaos_actor(void);
void pt_chaos_act_as(struct pt_actor *a);

/* A thread that calls the pool, as its worker 0; calls nest.  The end lets the others go on until
 * they all wait. */
void pt_chaos_call_begin(uint32_t pool);
void pt_chaos_call_end(void);

/* Waits until the pool's threads have left, and forgets worker 0 at the end of this call. */
void pt_chaos_await_leave(uint32_t pool);

/* The clock of eager passages, which a replay repeats: it advances by `ticks` in 64 accesses. */
uint64_t pt_chaos_ticks(uint64_t ticks);

/* Futexes, by turns. */
int pt_chaos_wait(_Atomic uint32_t *word, uint32_t expected);
int pt_chaos_wake(_Atomic uint32_t *word, int count);
#define pt_futex_wait(word, expected) pt_chaos_wait(word, expected)
#define pt_futex_wake(word, count) pt_chaos_wake(word, count)

/* For a test that wants to see every access. */
/* clang-format off */
enum pt_chaos_what { PT_CHAOS_NOTHING, PT_CHAOS_YIELD, PT_CHAOS_SPIN, PT_CHAOS_NAP,
	PT_CHAOS_HAND_ON };
/* clang-format on */
struct pt_chaos_observer {
	void (*tried)(uint32_t thief, uint32_t victim);
	void (*stole)(uint32_t thief, uint32_t victim, uint32_t slot);
	void (*decided)(uint32_t worker, uint64_t count, enum pt_chaos_what what);
};
extern const struct pt_chaos_observer *pt_chaos_observer __attribute__((visibility("hidden")));
#define PT_CHAOS_SHOW(what, ...) \
	(pt_chaos_observer && pt_chaos_observer->what ? pt_chaos_observer->what(__VA_ARGS__) : \
							(void)0)
#define pt_chaos_tried(thief, victim) PT_CHAOS_SHOW(tried, thief, victim)
#define pt_chaos_stole(thief, victim, slot) PT_CHAOS_SHOW(stole, thief, victim, slot)

/* Mode, seed and what each actor waits for, in a line or more on stderr. */
void pt_chaos_describe(void);

#else

#define pt_chaos_seed() ((uint64_t)0)
#define pt_chaos_is_serial() false
#define pt_chaos_expect(pool, n) ((void)0)
#define pt_chaos_arrived(pool, n) ((void)0)
#define pt_chaos_enter(pool, worker) ((void)0)
#define pt_chaos_leave() ((void)0)
#define pt_chaos_actor() NULL
#define pt_chaos_act_as(a) ((void)(a))
#define pt_chaos_call_begin(pool) ((void)0)
#define pt_chaos_call_end() ((void)0)
#define pt_chaos_await_leave(pool) ((void)0)
#define pt_chaos_ticks(ticks) pt_ticks()
#define pt_chaos_tried(thief, victim) ((void)0)
#define pt_chaos_stole(thief, victim, slot) ((void)0)
#define pt_chaos_describe() ((void)0)

#endif
#endif

/* SPDX-License-Identifier: MIT */
/*
 * Actors come, wait, go; in serial mode exactly one of them has the *turn*.
 *
 * The turn is handed on at accesses chosen by the seed, when its holder waits for a futex, and when
 * it leaves.  The next holder is drawn by the seed and by the number of turns so far.  A caller's
 * end comes last: it lets all others go on until they wait, so that no actor runs between calls.
 * When no actor is ready the turn has no holder; the next actor that calls or is woken takes it.
 */
#include "config.h"

#include "runtime/turns.h"

#ifdef PT_CHAOS

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#define ACTORS 4096

_Thread_local struct pt_actor *pt_actor;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct pt_actor actors[ACTORS]; /* this and what follows: under the lock */
static unsigned used;                  /* one past the last that is not free */
static struct pt_actor *turn;
static uint64_t turns;
static unsigned callers; /* inside of a call */

/* A forked child has no actors: they are all the parent's. */
void
pt_turns_forget(void)
{
	for (unsigned i = 0; i < used; i++)
		actors[i] = (struct pt_actor){ .life = PT_ACTOR_FREE };
	pthread_mutex_init(&lock, NULL);
	used = callers = 0;
	turn = pt_actor = NULL;
}

static struct pt_actor *
find(uint32_t pool, uint32_t worker)
{
	for (unsigned i = 0; i < used; i++)
		if (actors[i].life != PT_ACTOR_FREE && actors[i].pool == pool &&
			actors[i].worker == worker)
			return &actors[i];
	return NULL;
}

/* The lowest free place, so that places do not depend on the order in which actors come. */
static struct pt_actor *
add(uint32_t pool, uint32_t worker, enum pt_actor_life life)
{
	struct pt_actor *a = actors;

	while (a < actors + ACTORS && a->life != PT_ACTOR_FREE)
		a++;
	if (a == actors + ACTORS) {
		fprintf(stderr, "chaos: more than %d workers\n", ACTORS);
		abort();
	}
	*a = (struct pt_actor){ .life = life,
		.pool = pool,
		.worker = worker,
		.key = pt_chaos_mix(
			pt_chaos_mix(pt_chaos_seed()) + ((uint64_t)pool << 32) + worker) };
	if ((unsigned)(a - actors) >= used)
		used = (unsigned)(a - actors) + 1;
	return a;
}

/* The k-th actor of that life, counted round; NULL: there is none. */
static struct pt_actor *
draw(enum pt_actor_life life)
{
	unsigned n = 0, k;

	for (unsigned i = 0; i < used; i++)
		n += actors[i].life == life;
	if (n == 0)
		return NULL;
	k = (unsigned)(pt_chaos_mix(pt_chaos_seed() + turns) % n);
	for (unsigned i = 0; i < used; i++)
		if (actors[i].life == life && k-- == 0)
			return &actors[i];
	return NULL;
}

/* Chooses the next holder of the turn and lets it go. */
static void
pass(void)
{
	turns++;
	turn = draw(PT_ACTOR_READY);
	if (!turn)
		turn = draw(PT_ACTOR_ENDS);
	if (turn && turn != pt_actor) {
		atomic_store_explicit(&turn->go, 1, memory_order_release); /* -> await() */
		(pt_futex_wake)(&turn->go, 1);
	}
}

/* Releases the lock, waits for a's turn, takes the lock again. */
static void
await(struct pt_actor *a)
{
	while (turn != a) {
		pthread_mutex_unlock(&lock);
		while (!atomic_load_explicit(&a->go, memory_order_acquire)) /* <- pass() */
			(pt_futex_wait)(&a->go, 0);
		pthread_mutex_lock(&lock);
	}
	atomic_store_explicit(&a->go, 0, memory_order_relaxed);
}

void
pt_turn_hand_on(struct pt_actor *a)
{
	pthread_mutex_lock(&lock);
	pass();
	await(a);
	pthread_mutex_unlock(&lock);
}

/* ---- threads of a pool ---- */

void
pt_chaos_expect(uint32_t pool, uint32_t n)
{
	pthread_mutex_lock(&lock);
	for (uint32_t i = 1; i <= n; i++)
		add(pool, i, PT_ACTOR_EXPECTED);
	pthread_mutex_unlock(&lock);
}

void
pt_chaos_arrived(uint32_t pool, uint32_t n)
{
	bool all;

	do {
		all = true;
		pthread_mutex_lock(&lock);
		for (unsigned i = 0; i < used; i++) {
			if (actors[i].life != PT_ACTOR_EXPECTED || actors[i].pool != pool)
				continue;
			if (actors[i].worker > n)
				actors[i].life = PT_ACTOR_FREE;
			else
				all = false;
		}
		pthread_mutex_unlock(&lock);
		if (!all)
			sched_yield();
	} while (!all);
}

void
pt_chaos_enter(uint32_t pool, uint32_t worker)
{
	struct pt_actor *a;

	pthread_mutex_lock(&lock);
	a = find(pool, worker);
	if (!a)
		a = add(pool, worker, PT_ACTOR_EXPECTED);
	pt_actor = a;
	a->life = PT_ACTOR_READY;
	if (pt_chaos_is_serial()) {
		if (!turn)
			pass();
		await(a);
	}
	pthread_mutex_unlock(&lock);
}

void
pt_chaos_leave(void)
{
	pthread_mutex_lock(&lock);
	pt_actor->life = PT_ACTOR_FREE;
	if (turn == pt_actor)
		pass();
	pt_actor = NULL;
	pthread_mutex_unlock(&lock);
}

struct pt_actor *
pt_chaos_actor(void)
{
	return pt_actor;
}

void
pt_chaos_act_as(struct pt_actor *a)
{
	pt_actor = a;
}

/* ---- calls ---- */

void
pt_chaos_call_begin(uint32_t pool)
{
	struct pt_actor *a = pt_actor;

	if (a) {
		a->calls++;
		return;
	}
	pthread_mutex_lock(&lock);
	a = find(pool, 0);
	if (!a)
		a = add(pool, 0, PT_ACTOR_AWAY);
	a->life = PT_ACTOR_READY;
	a->calls = 1;
	callers++;
	pt_actor = a;
	if (pt_chaos_is_serial()) {
		if (!turn)
			pass();
		await(a);
	}
	pthread_mutex_unlock(&lock);
}

void
pt_chaos_call_end(void)
{
	struct pt_actor *a = pt_actor;

	if (--a->calls > 0 || a->worker != 0)
		return;
	pthread_mutex_lock(&lock);
	if (pt_chaos_is_serial() && callers == 1) {
		a->life = PT_ACTOR_ENDS;
		pass();
		await(a);
	}
	callers--;
	a->life = a->last_call ? PT_ACTOR_FREE : PT_ACTOR_AWAY;
	if (turn == a)
		pass();
	pt_actor = NULL;
	pthread_mutex_unlock(&lock);
}

static bool
has_threads(uint32_t pool)
{
	for (unsigned i = 0; i < used; i++)
		if (actors[i].life != PT_ACTOR_FREE && actors[i].pool == pool && actors[i].worker)
			return true;
	return false;
}

void
pt_chaos_await_leave(uint32_t pool)
{
	struct pt_actor *first;

	pthread_mutex_lock(&lock);
	while (pt_chaos_is_serial() && has_threads(pool)) {
		pass();
		await(pt_actor);
	}
	first = find(pool, 0);
	if (first && first == pt_actor)
		first->last_call = true;
	else if (first)
		first->life = PT_ACTOR_FREE;
	pthread_mutex_unlock(&lock);
}

/* ---- futexes ---- */

int
pt_chaos_wait(_Atomic uint32_t *word, uint32_t expected)
{
	struct pt_actor *a = pt_actor;

	if (!a || !pt_chaos_is_serial())
		return (pt_futex_wait)(word, expected);
	pthread_mutex_lock(&lock);
	if (atomic_load_explicit(word, memory_order_relaxed) == expected) {
		a->life = PT_ACTOR_WAITS;
		a->word = word;
		pass();
		await(a);
	}
	pthread_mutex_unlock(&lock);
	return 0;
}

int
pt_chaos_wake(_Atomic uint32_t *word, int count)
{
	if (!pt_chaos_is_serial())
		return (pt_futex_wake)(word, count);
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < used && count > 0; i++)
		if (actors[i].life == PT_ACTOR_WAITS && actors[i].word == word) {
			actors[i].life = PT_ACTOR_READY;
			count--;
		}
	if (!turn)
		pass();
	pthread_mutex_unlock(&lock);
	return 0;
}

void
pt_chaos_describe(void)
{
	static const char *const life[] = { "free", "expected", "away", "ready", "waits", "ends" };

	fprintf(stderr, "# PARTOP_CHAOS=%s PARTOP_CHAOS_SEED=%llu, %llu turns\n",
		pt_chaos_is_serial() ? "serial" : "delay", (unsigned long long)pt_chaos_seed(),
		(unsigned long long)turns);
	for (unsigned i = 0; i < used; i++)
		if (actors[i].life != PT_ACTOR_FREE)
			fprintf(stderr, "# pool %u worker %u: %s after %llu accesses%s\n",
				actors[i].pool, actors[i].worker, life[actors[i].life],
				(unsigned long long)actors[i].count,
				&actors[i] == turn ? ", has the turn" : "");
}

#else
typedef int pt_turns_are_off;
#endif

/* SPDX-License-Identifier: MIT */
/*
 * Searching, sleeping and waking: sleep.h put to work.
 */
#include "config.h"

#include "runtime/state.h"

#include <sched.h>

#include "os/futex.h"

#define SPIN_ROUNDS 2000	/* pauses (about 20 us) before sleeping, over all victims */
#define SPIN_ROUNDS_MIN 64
#define YIELD_ROUNDS 100	/* yields before sleeping when there are more workers than CPUs */

void
pt_arm_all(partop_pool *p, const struct pt_worker *but)
{
	for (int i = 0; i < p->n; i++)
		if (&p->worker[i] != but)
			pt_deque_arm(&p->worker[i].pub.deque);
}

/*
 * Ends the sleep of w.  The caller cleared its idle bit, or is the only one allowed to wake it.
 * by: the worker that wakes, NULL: none.
 */
void
pt_unpark(struct pt_worker *w, struct pt_worker *by, uint32_t how)
{
	if (by) {
		struct pt_rec_worker *page = by->pen->page;
		uint32_t number;

		pt_count(by, PT_COUNTER_WAKES, 1);
		number = (uint32_t)PT_LD(page->counter[PT_COUNTER_WAKES], relaxed);
		if (by->pen->level >= PT_REC_LEVEL_STEALS)
			pt_rec_emit(by->pen, PT_REC_EV_WAKE_SENT, 0, (uint16_t)w->pub.deque.slot,
				number);
		PT_ST(w->wake, number, relaxed);			/* ordered by P1 */
	}
	PT_ST(w->waker, by ? by->pub.deque.slot : PT_REC_NO_SLOT, relaxed); /* ordered by P1 */
	PT_ST(w->park, how, release);				/* [P1] -> P2 */
	pt_chaos();
	pt_futex_wake(&w->park, 1);
}

/* R2, R3: there may be work and nobody looks for it. */
void
pt_wake_for_work(struct pt_worker *w)
{
	int id = pt_wake_choose(&w->pool->sleep, (w->id + 1) % PARTOP_MAX_THREADS);

	if (id >= 0)
		pt_unpark(&w->pool->worker[id], w, PT_PARK_TOKEN);
}

/* R2: I found something to do, or do not need anything any more. */
void
pt_search_end(struct pt_worker *w)
{
	if (!w->token)
		return;
	w->token = false;
	if (pt_search_drop(&w->pool->sleep, true))
		pt_wake_for_work(w);
}

/* Rounds of fruitless search before sleeping. */
unsigned
pt_patience(const partop_pool *p)
{
	unsigned r = SPIN_ROUNDS / (unsigned)(p->n > 1 ? p->n - 1 : 1);

	if (PT_LD(p->crowded, relaxed))
		return YIELD_ROUNDS;
	return r < SPIN_ROUNDS_MIN ? SPIN_ROUNDS_MIN : r;
}

void
pt_relax(const partop_pool *p)
{
	if (PT_LD(p->crowded, relaxed)) {
		sched_yield();
		return;
	}
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

/*
 * Are there more workers than CPUs?  The mask may change while the pool lives.  A pinned thread
 * sees its own CPU only, so pinned pools keep what they found at open.
 */
void
pt_look_at_cpus(partop_pool *p)
{
	uint64_t now = pt_ticks();

	if (p->pinned || now - PT_LD(p->looked, relaxed) < p->look_ticks)
		return;
	PT_ST(p->looked, now, relaxed);
	PT_ST(p->crowded, p->n > pt_cpus_allowed(), relaxed);
}

static void
wait_parked(struct pt_worker *w)
{
	enum pt_rec_state state = w->state;
	uint32_t waker;

	pt_count(w, PT_COUNTER_PARKS, 1);
	pt_look_at_cpus(w->pool);
	if (state == PT_REC_SEARCH)	/* who waits for a join goes on waiting, asleep or not */
		pt_state_enter(w, PT_REC_PARK, 0);
	while (PT_LD(w->park, acquire) == PT_PARK_ASLEEP) {	/* [P2] <- P1 */
		pt_chaos();
		pt_futex_wait(&w->park, PT_PARK_ASLEEP);
	}
	waker = PT_LD(w->waker, relaxed);
	if (w->pen->level >= PT_REC_LEVEL_STEALS && waker != PT_REC_NO_SLOT)
		pt_rec_emit(w->pen, PT_REC_EV_WAKE_RUN, 0, (uint16_t)waker,
			PT_LD(w->wake, relaxed));
	if (state == PT_REC_SEARCH)
		pt_state_enter(w, PT_REC_SEARCH, 0);
}

/* Last searcher's duty (R1): make every owner report, then look.  True: there is work. */
static bool
arm_and_look(struct pt_worker *w)
{
	partop_pool *p = w->pool;
	bool found = false;

	pt_arm_all(p, w);
	for (int i = 0; i < p->n && !found; i++)
		found = i != (int)w->id && pt_deque_has_shared(&p->worker[i].pub.deque);
	return found;
}

/* Sleeps until there is work, or until task t (if any) is done. */
void
pt_go_sleep(struct pt_worker *w, partop_task *t)
{
	partop_pool *p = w->pool;
	bool stay_awake, had;

	PT_ST(w->park, PT_PARK_ASLEEP, relaxed);	/* ordered by S1 */
	pt_idle_set(&p->sleep, w->id);			/* from here on anybody may wake us */
	stay_awake = (t && !pt_task_note(&t->state, PT_TASK_WAIT))
		|| (PT_LD(p->ctl, acquire) & PT_CTL_QUIT);
	had = w->token;
	if (!stay_awake) {
		w->token = false;
		if (pt_search_drop(&p->sleep, had) && arm_and_look(w))
			stay_awake = true;		/* found work: search on, with a token */
	}
	if (stay_awake && pt_idle_claim(&p->sleep, w->id)) {
		PT_ST(w->park, PT_PARK_AWAKE, relaxed);
		if (had && !w->token) {
			pt_search_begin(&p->sleep);
			w->token = true;
		}
		return;
	}
	wait_parked(w);		/* also when a waker was faster than our claim */
	if (PT_LD(w->park, relaxed) == PT_PARK_TOKEN) {
		if (w->token)
			pt_search_drop(&p->sleep, true); /* two tokens: keep one (never the last) */
		w->token = true;
	}
}

/* Sleeps until t is done, not available for other work (too deeply nested). */
void
pt_go_sleep_only(struct pt_worker *w, partop_task *t)
{
	pt_search_end(w);
	PT_ST(w->park, PT_PARK_ASLEEP, relaxed);	/* ordered by D11 */
	if (pt_task_note(&t->state, PT_TASK_WAIT_ONLY))
		wait_parked(w);
	else
		PT_ST(w->park, PT_PARK_AWAKE, relaxed);
}

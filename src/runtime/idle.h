/* SPDX-License-Identifier: MIT */
/*
 * Searching, sleeping and waking: the rules of sleep.h put to work on a pool.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h and
 * hooks.h; idle.c makes functions of it.
 */
#ifndef PT_RUNTIME_IDLE_H
#define PT_RUNTIME_IDLE_H

#ifndef PT_MODEL
#include "os/futex.h"
#include "runtime/hooks.h"
#endif

static inline void
pt_waker_arm_all(partop_pool *p, const struct pt_worker *but)
{
	for (int i = 0; i < p->n; i++)
		if (&p->worker[i] != but)
			pt_deque_arm(&p->worker[i].pub.deque);
}

/*
 * Ends the sleep of w.  The caller cleared its idle bit, or is the only one allowed to wake it.
 * by: the worker that wakes, NULL: none.
 */
static inline void
pt_waker_unpark(struct pt_worker *w, struct pt_worker *by, uint32_t how)
{
	if (by)
		PT_ST(w->wake, pt_hook_wake_sent(by, w), relaxed);	/* ordered by P1 */
	PT_ST(w->waker, by ? by->pub.deque.slot : PT_REC_NO_SLOT, relaxed); /* ordered by P1 */
	PT_ST(w->park, how, release);				/* [P1] -> P2 */
	pt_chaos();
	pt_futex_wake(&w->park, 1);
}

/* R2, R3: there may be work and no worker looks for it. */
static inline void
pt_waker_wake_for_work(struct pt_worker *w)
{
	int id = pt_wake_choose(&w->pool->sleep, (w->id + 1) % PARTOP_MAX_THREADS);

	if (id >= 0)
		pt_unpark(&w->pool->worker[id], w, PT_PARK_TOKEN);
}

static inline void
pt_searcher_begin(struct pt_worker *w)
{
	if (w->token)
		return;
	pt_search_begin(&w->pool->sleep);
	w->token = true;
}

/* R2: the worker has found work, or its join has ended. */
static inline void
pt_searcher_end(struct pt_worker *w)
{
	if (!w->token)
		return;
	w->token = false;
	if (pt_search_drop(&w->pool->sleep, true))
		pt_wake_for_work(w);
}

static inline void
pt_sleeper_park(struct pt_worker *w)
{
	bool searching = pt_hook_park(w);

	while (PT_LD(w->park, acquire) == PT_PARK_ASLEEP) {	/* [P2] <- P1 */
		pt_chaos();
		pt_futex_wait(&w->park, PT_PARK_ASLEEP);
	}
	pt_hook_wake_run(w, searching, PT_LD(w->waker, relaxed), PT_LD(w->wake, relaxed));
}

/* Last searcher's duty (R1): make every owner report, then look.  True: there is work. */
static inline bool
pt_sleeper_arm_and_look(struct pt_worker *w)
{
	partop_pool *p = w->pool;
	bool found = false;

	pt_arm_all(p, w);
	for (int i = 0; i < p->n && !found; i++)
		found = i != (int)w->id && pt_deque_has_shared(&p->worker[i].pub.deque);
	return found;
}

/* The idle bit is set, park says asleep.  Is there a reason not to sleep after all? */
static inline bool
pt_sleeper_must_stay(struct pt_worker *w, partop_task *t)
{
	partop_pool *p = w->pool;
	bool had = w->token;

	if ((t && !pt_task_note(&t->state, PT_TASK_WAIT)) || (PT_LD(p->ctl, acquire) & PT_CTL_QUIT))
		return true;
	w->token = false;
	return pt_search_drop(&p->sleep, had) && pt_sleeper_arm_and_look(w);
}

/* Sleeps until there is work, or until task t (if any) is done. */
static inline void
pt_sleeper_sleep(struct pt_worker *w, partop_task *t)
{
	partop_pool *p = w->pool;
	bool had = w->token;

	PT_ST(w->park, PT_PARK_ASLEEP, relaxed);	/* ordered by S1 */
	pt_idle_set(&p->sleep, w->id);			/* from here on any thread may wake w */
	if (pt_sleeper_must_stay(w, t) && pt_idle_claim(&p->sleep, w->id)) {
		PT_ST(w->park, PT_PARK_AWAKE, relaxed);
		if (had)
			pt_searcher_begin(w);		/* found work: search on, with a token */
		return;
	}
	pt_sleeper_park(w);		/* also when a waker claimed the bit first */
	if (PT_LD(w->park, relaxed) == PT_PARK_TOKEN) {
		if (w->token)
			pt_search_drop(&p->sleep, true); /* two tokens: keep one (never the last) */
		w->token = true;
	}
}

/* Sleeps until t is done, not available for other work (too deeply nested). */
static inline void
pt_sleeper_sleep_only(struct pt_worker *w, partop_task *t)
{
	pt_search_end(w);
	PT_ST(w->park, PT_PARK_ASLEEP, relaxed);	/* ordered by D11 */
	if (pt_task_note(&t->state, PT_TASK_WAIT_ONLY))
		pt_sleeper_park(w);
	else
		PT_ST(w->park, PT_PARK_AWAKE, relaxed);
}

/* A worker's life: search, run what was found, sleep, until the pool is closed. */
static inline void
pt_searcher_work(struct pt_worker *w, partop_task *head)
{
	partop_pool *p = w->pool;
	unsigned miss = 0, limit = pt_patience(p);

	while (!(PT_LD(p->ctl, acquire) & PT_CTL_QUIT)) {
		pt_searcher_begin(w);
		if (pt_hunt(w, head)) {
			miss = 0;
		} else if (++miss > limit) {
			pt_go_sleep(w, NULL);
			miss = 0;
			limit = pt_patience(p);
		} else {
			pt_relax(p);
		}
	}
}

/* Makes every searcher leave.  The pool's threads but worker 0's have their own end. */
static inline void
pt_waker_quit(partop_pool *p)
{
	PT_OR(p->ctl, PT_CTL_QUIT, acq_rel);	/* ordered by the idle word's chain: S1, S2 */
	partop_pool_resume(p);
	for (int i = 1; i < p->n; i++)
		if (pt_idle_claim(&p->sleep, (unsigned)i))
			pt_unpark(&p->worker[i], NULL, PT_PARK_AWAKE);
}

#endif

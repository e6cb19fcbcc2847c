/* SPDX-License-Identifier: MIT */
/* The model's futex and hooks, in the middle of relacy_runtime.h. */
#ifndef PT_MODEL_RELACY_HOOKS_H
#define PT_MODEL_RELACY_HOOKS_H

/* ---- futex.h: the kernel reads the newest value, and sleeps or not in one step ---- */

static inline void
pt_futex_wait(futex_word *x, uint32_t expected)
{
	world *m = the_world;

	if (x->fetch_add(0, rl::mo_relaxed, $) != expected)
		return;
	if (m->blocked + m->gone + 1 == THREADS) {
		m->quiet();
		return;
	}
	m->blocked++;
	x->waiters.park_current(rl::ctx(), false, false, false, $);
}

static inline void
pt_futex_wake(futex_word *x, int count)
{
	rl::ctx().sched();
	for (; count > 0 && x->waiters.unpark_one(rl::ctx(), $); count--)
		the_world->blocked--;
}

/* ---- hooks.h ---- */

#define pt_hook_slow_spawn(w, t) ((void)0)
#define pt_hook_slow_sync(w, t) ((void)0)
#define pt_hook_retracted(w, n) ((void)(n))
#define pt_hook_overflow(w) ((void)0)
#define pt_hook_sync_run(w, t) ((void)0)
#define pt_hook_sync_wait(w, t) ((void)0)
#define pt_hook_sync_done(w, t) ((void)0)
#define pt_hook_leapt(w) ((void)0)
#define pt_hook_try(w) false
#define pt_hook_lost(w) ((void)0)
#define pt_hook_asked(w) ((void)0)
#define pt_hook_stolen(w, v, i, stamp, room) 0
#define pt_hook_run_stolen(w, label) ((void)0)
#define pt_hook_stolen_end(w, v, i) ((void)0)
#define pt_hook_park(w) false
#define pt_trace_full(w) false

static inline void
pt_hook_published(pt_worker *w, uint32_t n)
{
	for (uint32_t i = w->pub.deque.split; n > 0; i++, n--)
		w->slot[i].late = the_world->noticed[rl::thread_index()];
}

/* What the waker writes before it wakes is for the woken to read. */
static inline uint32_t
pt_hook_wake_sent(pt_worker *by, pt_worker *w)
{
	w->letter = by->id;
	return 0;
}

static inline void
pt_hook_wake_run(pt_worker *w, bool, uint32_t waker, uint32_t)
{
	if (waker != PT_REC_NO_SLOT)
		RL_ASSERT(w->letter == waker);
}

#endif

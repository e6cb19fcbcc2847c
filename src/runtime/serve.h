/* SPDX-License-Identifier: MIT */
/*
 * The owner's slow path: what a spawn, sync or poll does when its gate is armed.
 *
 * Eager passages: only the owner can tell a private task from a free slot, so what is private when
 * a long task begins stays so until it ends, however many thieves wait for it.  An eager passage
 * publishes all and leaves limit armed, so that the next spawn comes here, too; pt_is_eager() says
 * which of them a worker can afford (credit.h).  Coarse tasks are then stealable from their spawn on.
 * Fine ones use the credit up; then a passage publishes a half, when a thief asks.
 *
 * Overflow: a spawn at index >= soft runs the task at once and the slot keeps the result; from the
 * spawn of the first such slot to its sync both gates stay armed, so that its sync comes here and
 * finds the result.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own worker.h and
 * hooks.h; serve.c makes functions of it.
 */
#ifndef PT_RUNTIME_SERVE_H
#define PT_RUNTIME_SERVE_H

#ifndef PT_MODEL
#include "runtime/hooks.h"
#endif

#ifndef PT_PUBLISH_MAX
#define PT_PUBLISH_MAX 64	/* slots published at once: bounds the slow path */
#endif

/* Publishes half of the private tasks [split, head), or all.  True: there were some. */
static inline bool
pt_owner_publish(struct pt_worker *w, uint32_t head, bool all)
{
	struct pt_deque *d = &w->pub.deque;
	uint32_t ns = all ? head : (d->split + head + 1) / 2;

	if (w->pool->n == 1 || w->sealed || head <= d->split || d->split >= d->soft)
		return false;
	if (ns > d->split + PT_PUBLISH_MAX)
		ns = d->split + PT_PUBLISH_MAX;
	if (ns > d->soft)
		ns = d->soft;
	for (uint32_t i = d->split; i < ns; i++)
		d->base[i].group = pt_group_of(w, i);
	pt_hook_published(w, ns - d->split);
	pt_deque_publish(d, ns);
	return true;
}

/*
 * The only place where gates are opened.  head: one past the newest task that may be given away.
 * Work is looked for BEFORE the gates open: if what was just published is stolen at once, there may
 * still be private tasks, and a sleeper must hear of them.
 */
static inline void
pt_owner_serve(struct pt_worker *w, uint32_t head)
{
	struct pt_deque *d = &w->pub.deque;
	bool stop = pt_must_stop(w), work = pt_deque_has_shared(d), eager, rest;

	work |= pt_owner_publish(w, head, false);
	eager = work && pt_is_eager(w);	/* reads the clock: a thief that asked has its task by now */
	if (eager)
		pt_owner_publish(w, head, true);
	rest = eager && head > d->split;	/* there were more than PT_PUBLISH_MAX */
	for (;;) {
		bool now;

		/* head > soft: slots above soft are finished, their syncs must come here */
		pt_deque_open(d, stop || rest || head > d->soft, w->pool->n > 1 && (eager || !work));
		now = pt_must_stop(w);	/* a reason may have come in between */
		if (now == stop || stop)
			break;
		stop = now;
	}
	if (work && pt_idle_any(&w->pool->sleep))
		pt_wake_for_work(w);	/* R3 */
}

/* The slots are full: runs the task now, or drops it. */
static inline void
pt_owner_run_at_spawn(struct pt_worker *w, partop_task *t, uint32_t i)
{
	w->top = i + 1;
	if (i == w->pub.deque.soft)
		pt_serve(w, i + 1);	/* arms the sync gate */
	if (pt_group_cancelled(w->pool, pt_group_of(w, i))) {
		pt_drop_task(w, t);
		return;
	}
	pt_hook_overflow(w);
	pt_run_task(w, t + 1, t);
}

static inline void
pt_owner_spawn(struct pt_worker *w, partop_task *t)
{
	uint32_t i = pt_index(w, t);

	pt_hook_slow_spawn(w, t);
	pt_pause_here(w);
	if (i >= w->pub.deque.soft) {
		pt_owner_run_at_spawn(w, t, i);
		return;
	}
	pt_deque_settle(&w->pub.deque, i);
	pt_serve(w, i + 1);
}

/* There is no task at head, nor above it. */
static inline void
pt_owner_poll(struct pt_worker *w, partop_task *head)
{
	pt_pause_here(w);
	pt_deque_settle(&w->pub.deque, pt_index(w, head));
	pt_serve(w, pt_index(w, head));
}

/* Slot i is stolen: waits for its thief. */
static inline void
pt_owner_join(struct pt_worker *w, partop_task *t, uint32_t i)
{
	pt_hook_sync_wait(w, t);
	pt_join_wait(w, t);
	pt_hook_sync_done(w, t);
	/*
	 * Everything below i is stolen, too.  Behind an armed limit the public word may stay as it
	 * is: nothing can be spawned before it is settled.
	 */
	if (!pt_deque_limit_armed(&w->pub.deque)) {
		pt_deque_settle(&w->pub.deque, i);
		pt_serve(w, i);
	}
}

/* True: the caller runs t.  False: the result is in the slot. */
static inline bool
pt_owner_sync(struct pt_worker *w, partop_task *t)
{
	uint32_t i = pt_index(w, t);

	pt_hook_slow_sync(w, t);
	pt_pause_here(w);
	if (i >= w->pub.deque.soft) {	/* overflow: was run at spawn */
		w->top = i;
		if (i == w->pub.deque.soft)
			pt_serve(w, i);
		return false;
	}
	if (i < w->pub.deque.split) {	/* shared */
		uint32_t was = w->pub.deque.split;

		if (!pt_deque_retract(&w->pub.deque, i)) {
			pt_owner_join(w, t, i);
			return false;
		}
		pt_hook_retracted(w, was - w->pub.deque.split);
	}
	pt_serve(w, i);
	/* only now: opening the gates has acquired what their armer wrote, the error that is */
	if (PT_UNLIKELY(pt_group_cancelled(w->pool, pt_group_of(w, i)))) {
		pt_drop_task(w, t);
		return false;
	}
	pt_hook_sync_run(w, t);
	return true;
}

#endif

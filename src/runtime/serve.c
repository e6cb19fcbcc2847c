/* SPDX-License-Identifier: MIT */
/*
 * The owner's slow path: what a spawn, sync or poll does when its gate is armed.
 *
 * Overflow: a spawn at index >= soft runs the task at once and the slot keeps the result; from the
 * first such slot to its sync both gates stay armed, so that its sync comes here and finds it.
 */
#include "config.h"

#include "runtime/worker.h"

#include <string.h>

#define PUBLISH_MAX 64	/* slots published at once: bounds the slow path */

/* Publishes half of the private tasks [split, head).  True: there were some. */
static bool
publish_half(struct pt_worker *w, uint32_t head)
{
	struct pt_deque *d = &w->pub.deque;
	uint32_t ns = (d->split + head + 1) / 2;

	if (w->pool->n == 1 || w->sealed || head <= d->split || d->split >= d->soft)
		return false;
	if (ns > d->split + PUBLISH_MAX)
		ns = d->split + PUBLISH_MAX;
	if (ns > d->soft)
		ns = d->soft;
	for (uint32_t i = d->split; i < ns; i++)
		d->base[i].group = pt_group_of(w, i);
	pt_count(w, PT_COUNTER_PUBLISHED, ns - d->split);
	pt_deque_publish(d, ns);
	return true;
}

/*
 * The only place where gates are opened.  head: one past the newest task that may be given away.
 * Work is looked for BEFORE the gates open: if what was just published is stolen at once, there may
 * still be private tasks, and a sleeper must hear of them.
 */
void
pt_serve(struct pt_worker *w, uint32_t head)
{
	struct pt_deque *d = &w->pub.deque;
	bool stop = pt_must_stop(w), work = pt_deque_has_shared(d);

	work |= publish_half(w, head);
	for (;;) {
		bool now;

		/* head > soft: slots above soft are finished, their syncs must come here */
		pt_deque_open(d, stop || head > d->soft, w->pool->n > 1 && !work);
		now = pt_must_stop(w);	/* a reason may have met us between */
		if (now == stop || stop)
			break;
		stop = now;
	}
	if (work && pt_idle_any(&w->pool->sleep))
		pt_wake_for_work(w);	/* R3 */
}

/* The slots are full: runs the task now, or drops it. */
static void
run_at_spawn(struct pt_worker *w, partop_task *t, uint32_t i)
{
	w->top = i + 1;
	if (i == w->pub.deque.soft)
		pt_serve(w, i + 1);	/* arms the sync gate */
	if (pt_group_cancelled(w->pool, pt_group_of(w, i))) {
		pt_drop_task(w, t);
		return;
	}
	pt_count(w, PT_COUNTER_OVERFLOW, 1);
	t->kind->run(&w->pub, t + 1, t);
}

__attribute__((noinline, cold)) void
partop_detail_spawn(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t i = pt_index(w, t);

	pt_count(w, PT_COUNTER_SLOW_SPAWN, 1);
	pt_note_stack(w);
	pt_pause_here(w);
	if (i >= w->pub.deque.soft) {
		run_at_spawn(w, t, i);
		return;
	}
	pt_deque_settle(&w->pub.deque, i);
	pt_serve(w, i + 1);
}

__attribute__((noinline, cold)) void
partop_detail_poll(partop_worker *pub, partop_task *head)
{
	struct pt_worker *w = pt_worker_of(pub);

	pt_pause_here(w);
	pt_deque_settle(&w->pub.deque, pt_index(w, head));
	pt_serve(w, pt_index(w, head));
}

/* Slot i is stolen: waits for its thief. */
static void
join_stolen(struct pt_worker *w, partop_task *t, uint32_t i)
{
	pt_count(w, PT_COUNTER_JOINED, 1);
	pt_join_wait(w, t);
	/*
	 * Everything below i is stolen, too.  Behind an armed limit the public word may stay as it
	 * is: nothing can be spawned before it is settled.
	 */
	if (!pt_deque_limit_armed(&w->pub.deque)) {
		pt_deque_settle(&w->pub.deque, i);
		pt_serve(w, i);
	}
}

__attribute__((noinline, cold)) bool
partop_detail_sync(partop_worker *pub, partop_task *t)
{
	struct pt_worker *w = pt_worker_of(pub);
	uint32_t i = pt_index(w, t);

	pt_count(w, PT_COUNTER_SLOW_SYNC, 1);
	pt_note_stack(w);
	pt_pause_here(w);
	if (i >= w->pub.deque.soft) {	/* overflow: was run at spawn */
		w->top = i;
		if (i == w->pub.deque.soft)
			pt_serve(w, i);
		return false;
	}
	if (i < w->pub.deque.split) {	/* shared */
		if (!pt_deque_retract(&w->pub.deque, i)) {
			join_stolen(w, t, i);
			return false;
		}
		pt_count(w, PT_COUNTER_RETRACTED, 1);
	}
	if (PT_UNLIKELY(pt_group_cancelled(w->pool, pt_group_of(w, i)))) {
		pt_serve(w, i);
		pt_drop_task(w, t);
		return false;
	}
	pt_serve(w, i);
	return true;
}

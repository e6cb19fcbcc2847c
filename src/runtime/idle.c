/* SPDX-License-Identifier: MIT */
/*
 * Searching, sleeping and waking: the text of idle.h as functions, and how long to search.
 */
#include "config.h"

#include "runtime/idle.h"

#include <sched.h>

#define SPIN_ROUNDS 2000 /* pauses (about 20 us) before sleeping, over all victims */
#define SPIN_ROUNDS_MIN 64
#define YIELD_ROUNDS 100 /* yields before sleeping when there are more workers than CPUs */

void
pt_arm_all(partop_pool *p, const struct pt_worker *but)
{
	pt_waker_arm_all(p, but);
}

void
pt_unpark(struct pt_worker *w, struct pt_worker *by, uint32_t how)
{
	pt_waker_unpark(w, by, how);
}

void
pt_wake_for_work(struct pt_worker *w)
{
	pt_waker_wake_for_work(w);
}

void
pt_search_end(struct pt_worker *w)
{
	pt_searcher_end(w);
}

void
pt_search(struct pt_worker *w, partop_task *head)
{
	pt_searcher_work(w, head);
}

void
pt_search_quit(partop_pool *p)
{
	pt_waker_quit(p);
}

void
pt_go_sleep(struct pt_worker *w, partop_task *t)
{
	pt_sleeper_sleep(w, t);
}

void
pt_go_sleep_only(struct pt_worker *w, partop_task *t)
{
	pt_sleeper_sleep_only(w, t);
}

/* Rounds of fruitless search before sleeping. */
unsigned
pt_patience(const partop_pool *p)
{
	unsigned r = SPIN_ROUNDS / (unsigned)(p->n > 1 ? p->n - 1 : 1);

	if (PT_UNLIKELY(p->patience))
		return p->patience;
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

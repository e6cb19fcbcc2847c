/* SPDX-License-Identifier: MIT */
/*
 * What is done to a split deque and its two gates.  The picture, the words and the invariants G1
 * and G2 are in partop/detail/worker.h; doc/architecture.md says what has been checked and how.
 *
 * Further invariants:
 * D1 slots >= split are touched by the owner only; slots in [tail, split) belong to the worker that
 *    moves the boundary across them by an RMW on ts; a slot below tail belongs to its thief until
 *    its state is DONE, then to the owner again.
 * D2 LIFO at head, FIFO at tail: if slot i is stolen, everything below i is stolen.
 * G3 limit armed alone, without a request, means: nothing is private, and the next spawn must
 *    publish.
 *
 * Tags [D0].. name the partner of each access; tests/model weakens them one by one.  This text is
 * also compiled in Relacy's memory model, which brings its own struct pt_deque (PT_MODEL).
 */
#ifndef PT_RUNTIME_DEQUE_H
#define PT_RUNTIME_DEQUE_H

#ifndef PT_MODEL
#include <partop/detail/worker.h>

#include "os/clock.h"

#define PT_POS(d, i) ((uintptr_t)((d)->base + (i)))
#define PT_SLOT_STATE(d, i) ((d)->base[i].state)
#define PT_STAMP() (pt_ticks_fence(), pt_ticks())	/* not before the load that showed work */
#endif

/* task state word: 0 queued or free | thief id + 1 in bits 8.. | flags */
#define PT_TASK_DONE 1u		/* result is in the slot; the thief will not touch the slot again */
#define PT_TASK_WAIT 2u		/* joiner sleeps in the idle set: claim its bit, then wake it */
#define PT_TASK_WAIT_ONLY 4u	/* joiner sleeps outside the idle set: wake it directly */

#define PT_TS(tail, split) ((uint64_t)(tail) | (uint64_t)(split) << 32)
#define PT_TAIL(ts) ((uint32_t)(ts))
#define PT_SPLIT(ts) ((uint32_t)((ts) >> 32))

/* ---- owner ---- */

/* Makes [split, ns) stealable.  The slots' contents and state were written before. */
static inline void
pt_deque_publish(struct pt_deque *d, uint32_t ns)
{
	for (uint32_t i = d->split; i < ns; i++)
		PT_ST(PT_SLOT_STATE(d, i), 0, relaxed);			/* [D0] ordered by D1 */
	/* Thieves change only the low half, so adding to the high half cannot fail. */
	PT_ADD(d->ts, (uint64_t)(ns - d->split) << 32, release);	/* [D1] -> D3 */
	d->split = ns;
}

/*
 * Takes back slot i == split - 1, the newest shared one, and half of the shared part with it.
 * False: a thief has it.
 */
static inline bool
pt_deque_retract(struct pt_deque *d, uint32_t i)
{
	uint64_t o = PT_LD(d->ts, relaxed);	/* [D2] only a guess for the CAS */

	for (;;) {
		uint32_t tail = PT_TAIL(o), ns;

		if (tail > i)
			return false;
		ns = tail + (PT_SPLIT(o) - tail) / 2;	/* <= i, since split == i + 1 */
		if (PT_CAS(d->ts, o, PT_TS(tail, ns), release)) { /* [D2] keeps D1's sequence */
			d->split = ns;
			return true;
		}
	}
}

/*
 * After the join of a stolen slot the public word still says tail == split > head: nothing is
 * shared, no CAS can succeed, a store is enough to pull both down to `low`, the lowest index that
 * may be spawned next.  The owner may put this off while limit is armed (only it can open it).
 */
static inline void
pt_deque_settle(struct pt_deque *d, uint32_t low)
{
	if (d->split <= low)
		return;
	PT_ST(d->ts, PT_TS(low, low), release);	/* [D7] */
	d->split = low;
}

/*
 * Opens the gates, or leaves them armed (stop: a reason stays; next: the next spawn must publish).
 * The caller must look for reasons and sleepers AFTER this.
 */
static inline void
pt_deque_open(struct pt_deque *d, bool stop, bool next)
{
	uintptr_t sgate = stop ? PT_SGATE_ARMED : PT_POS(d, d->split);
	uintptr_t limit = stop || next ? PT_LIMIT_ARMED : PT_POS(d, d->soft);

	PT_XCHG(d->sgate, sgate, acq_rel);	/* [D5] <-> D6 */
	PT_XCHG(d->limit, limit, acq_rel);	/* [D5] <-> D6 */
}

/* ---- any thread ---- */

/*
 * Takes the oldest shared slot.  1: slot *i is the caller's, 0: none is shared, -1: lost a race.
 * *stamp is taken after the load that showed work and before the CAS: a theft is then never
 * recorded as older than its task, nor as younger than the task's end.
 */
static inline int
pt_deque_steal(struct pt_deque *d, uint32_t *i, uint64_t *stamp)
{
	uint64_t o = PT_LD(d->ts, relaxed);	/* [D3] only a guess for the CAS */

	if (PT_TAIL(o) >= PT_SPLIT(o))
		return 0;
	*i = PT_TAIL(o);
	*stamp = PT_STAMP();
	if (PT_CAS(d->ts, o, o + 1, acquire))	/* [D3] <- D1: slot contents are visible */
		return 1;
	return -1;
}

/* Is there something to steal?  Exact for a caller that has just armed the gates (G2). */
static inline bool
pt_deque_has_shared(struct pt_deque *d)
{
	uint64_t o = PT_LD(d->ts, relaxed);

	return PT_TAIL(o) < PT_SPLIT(o);
}

/*
 * Makes the owner take its slow path at the next spawn or sync, and hands it everything the
 * caller wrote before.  Unconditional: used by sleepers, cancel and pause.
 */
static inline void
pt_deque_arm(struct pt_deque *d)
{
	PT_XCHG(d->sgate, PT_SGATE_ARMED, acq_rel);	/* [D6] <-> D5 */
	PT_XCHG(d->limit, PT_LIMIT_ARMED, acq_rel);	/* [D6] <-> D5 */
}

static inline bool
pt_deque_limit_armed(struct pt_deque *d)
{
	return PT_LD(d->limit, relaxed) == PT_LIMIT_ARMED; /* G1: to the owner "armed" is final */
}

/*
 * A hungry thief found nothing shared: asks once, does not insist.  limit armed means that the
 * owner has been asked already, or has nothing private and will publish its next spawn.
 */
static inline bool
pt_deque_ask(struct pt_deque *d)
{
	if (pt_deque_limit_armed(d))
		return false;
	pt_deque_arm(d);
	return true;
}

/* ---- the state word of one stolen task ---- */

/* Thief: signs the slot (for leapfrogging).  An RMW, since the joiner may already wait; relaxed,
 * since only the value matters. */
#define pt_task_sign(st, id) ((void)PT_OR(st, ((uint32_t)(id) + 1) << 8, relaxed)) /* [D9] */

/*
 * Thief: result is written, let the joiner go.  NOTHING of the slot may be touched afterwards:
 * the joiner may have returned, reused the slot or ended the run.  Returns the old word.
 */
#define pt_task_finish(st) PT_XCHG(st, PT_TASK_DONE, acq_rel) /* [D8] -> D10, <- D11 */

/* Joiner: polls. */
#define pt_task_state(st) PT_LD(st, acquire) /* [D10] <- D8: result is visible */

/* Joiner: leaves a note that it sleeps.  False: the task is done, do not sleep. */
static inline bool
pt_task_note(PT_ATOMIC(uint32_t) *st, uint32_t flag)
{
	uint32_t s = PT_LD(*st, relaxed);

	do {
		if (s & PT_TASK_DONE)
			return false;
	} while (!PT_CAS(*st, s, s | flag, release)); /* [D11] -> D8: idle bit, park are visible */
	return true;
}

#endif

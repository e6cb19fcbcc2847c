/* SPDX-License-Identifier: MIT */
/*
 * Which workers sleep, which search, and which wake others.
 *
 * idle[]     one bit per worker, set by the worker before it sleeps.  The thread that CLEARS it
 *            owns that sleep: the worker itself (it changed its mind) or one waker, which then must
 *            store park and wake it.  So there is exactly one end per sleep, no epoch is needed.
 * searchers  number of tokens.  A token is the duty "I look for work, and if I stop looking I pass
 *            the duty on": an idle worker holds one while it searches, a waker hands one over.
 * Rules:
 *  R1 worker going to sleep: sets its bit, then drops the token.  The one that drops the LAST token
 *     must arm every gate and look at every deque before it sleeps (last searcher's duty).
 *  R2 searcher that found work (or whose join ended): drops the token; if it was the last one and
 *     a worker sleeps, wakes one sleeper and gives it a new token.
 *  R3 owner that has published and opened its gates: if a worker sleeps and none searches, wakes
 *     one sleeper with a new token.
 * Invariant: a worker sleeps and no token exists  =>  every worker that has private or shared work
 *     has armed gates, or is in its slow path before R3.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL).
 */
#ifndef PT_RUNTIME_SLEEP_H
#define PT_RUNTIME_SLEEP_H

#ifndef PT_MODEL
#include <partop/detail/atomic.h>
#endif

#ifndef PT_IDLE_WORDS
#define PT_IDLE_WORDS 4	/* 256 workers */
#endif

#define PT_PARK_AWAKE 0u
#define PT_PARK_ASLEEP 1u
#define PT_PARK_TOKEN 2u	/* woken for work: a search token comes with it */

#ifndef PT_MODEL
struct pt_sleep {
	PT_ALIGNED(64) PT_ATOMIC(uint64_t) idle[PT_IDLE_WORDS];
	PT_ALIGNED(64) PT_ATOMIC(uint32_t) searchers;
};
#endif

/* Sets own bit.  acq_rel: the RMWs on one word form one chain, so a later clearer (and QUIT) is
 * ordered. */
static inline void
pt_idle_set(struct pt_sleep *s, unsigned id)
{
	PT_OR(s->idle[id / 64], 1ull << (id % 64), acq_rel);	/* [S1] -> S2, S3 */
}

/* Clears a bit.  True: the caller ends that sleep. */
static inline bool
pt_idle_claim(struct pt_sleep *s, unsigned id)
{
	uint64_t bit = 1ull << (id % 64);

	return PT_AND(s->idle[id / 64], ~bit, acq_rel) & bit;	/* [S2] <- S1 */
}

static inline bool
pt_idle_any(struct pt_sleep *s)
{
	uint64_t m = 0;

	for (unsigned k = 0; k < PT_IDLE_WORDS; k++)
		m |= PT_LD(s->idle[k], relaxed);	/* [S3] ordered by D5/D6 or S4 */
	return m != 0;
}

/* Claims some sleeper, searching from worker `from` upwards.  -1: none. */
static inline int
pt_idle_claim_any(struct pt_sleep *s, unsigned from)
{
	for (unsigned k = 0; k <= PT_IDLE_WORDS; k++) {
		unsigned word = (from / 64 + k) % PT_IDLE_WORDS;
		uint64_t m = PT_LD(s->idle[word], relaxed);	/* [S3] only a guess for S2 */

		if (k == 0)
			m &= ~0ull << (from % 64);
		for (; m; m &= m - 1) {
			unsigned id = word * 64 + (unsigned)__builtin_ctzll(m);

			if (pt_idle_claim(s, id))
				return (int)id;
		}
	}
	return -1;
}

/* Takes a token.  acq_rel because all RMWs on searchers form one chain (S4). */
static inline void
pt_search_begin(struct pt_sleep *s)
{
	PT_ADD(s->searchers, 1, acq_rel);	/* [S4] chain of searchers */
}

/* Drops a token, or looks at the count with an RMW.  True: no token is left. */
static inline bool
pt_search_drop(struct pt_sleep *s, bool had_token)
{
	if (had_token)	/* release: my idle bit; acquire: others' bits */
		return PT_SUB(s->searchers, 1, acq_rel) == 1;	/* [S4] */
	return PT_ADD(s->searchers, 0, acq_rel) == 0;	/* [S4] a joiner without token */
}

/* Chooses a sleeper to be woken with a new token.  -1: no worker sleeps, or one searches. */
static inline int
pt_wake_choose(struct pt_sleep *s, unsigned from)
{
	while (pt_idle_any(s)) {
		uint32_t none = 0;
		int id;

		if (!PT_CAS(s->searchers, none, 1, acq_rel))	/* [S4] one waker at a time */
			return -1;
		id = pt_idle_claim_any(s, from);
		if (id >= 0)
			return id;
		if (!pt_search_drop(s, true))	/* all awake by now: give the token back, */
			return -1;		/* and look again, as in R2 */
	}
	return -1;
}

#endif

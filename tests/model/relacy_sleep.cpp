/* SPDX-License-Identifier: MIT */
/*
 * Gates and sleep together: no lost wake-up.  The owner publishes behind its gates and serves; two
 * workers with tokens search once, then go to sleep (without loops: being asleep is noted, a wake
 * is noted).  -DJOINER: the second worker is a joiner without a token, which takes work and is
 * gone.
 *
 * Checked at the end: tokens and idle bits add up, and nobody is asleep and unwoken while there is
 * work that nobody was told of (shared, or private behind open gates).
 */
#include "relacy_shim.h"

#define SLOTS 4
#define SPAWNS 3
#define PT_IDLE_WORDS 1

struct slot {
	rl::atomic<uint32_t> state;
};

struct pt_deque {
	rl::atomic<uintptr_t> limit, sgate;
	uint32_t split, soft;
	rl::atomic<uint64_t> ts;
	slot *base;
};

struct pt_sleep {
	rl::atomic<uint64_t> idle[PT_IDLE_WORDS];
	rl::atomic<uint32_t> searchers;
};

#include DEQUE_H
#include SLEEP_H

#ifdef JOINER
#define TOKENS 1
#else
#define TOKENS 2
#endif

enum sleeper { AWAKE = 0, ASLEEP = 1, STAYED = -1 };

struct sleep_model : rl::test_suite<sleep_model, 3> {
	pt_deque d;
	slot s[SLOTS];
	pt_sleep sleep;
	int sleeper[3], woken[3];
	uint32_t last_head;

	void before()
	{
		d.base = s;
		d.split = 0;
		d.soft = SLOTS;
		d.ts.store(0, rl::mo_relaxed, $);
		d.limit.store(PT_POS(&d, SLOTS), rl::mo_relaxed, $);
		d.sgate.store(PT_POS(&d, 0), rl::mo_relaxed, $);
		for (int i = 0; i < SLOTS; i++)
			s[i].state.store(0, rl::mo_relaxed, $);
		sleep.idle[0].store(0, rl::mo_relaxed, $);
		sleep.searchers.store(TOKENS, rl::mo_relaxed, $);
		for (int i = 0; i < 3; i++)
			sleeper[i] = woken[i] = 0;
		last_head = 0;
	}

	void wake_for_work()
	{
		int id = pt_wake_choose(&sleep, 0);

		if (id >= 0)
			woken[id]++;
	}

	void serve(uint32_t head)
	{
		bool work = pt_deque_has_shared(&d);

#ifdef MUT_OPEN_FIRST
		pt_deque_open(&d, false, false);
#endif
		if (head > d.split) {
			pt_deque_publish(&d, (d.split + head + 1) / 2);
			work = true;
		}
#ifndef MUT_OPEN_FIRST
		pt_deque_open(&d, false, !work);
#endif
#ifdef MUT_LATE_LOOK
		work = pt_deque_has_shared(&d);
#endif
#ifndef MUT_NO_R3
		if (work && pt_idle_any(&sleep))
			wake_for_work();
#endif
	}

	/* Three spawns and the sync of a private task. */
	void owner()
	{
		uint32_t head = 0;

		for (; head < SPAWNS; head++)
			if (PT_POS(&d, head) >= PT_LD(d.limit, relaxed))
				serve(head + 1);
		head--;
		if (head < d.split)
			head++;
		else if (!(PT_POS(&d, head) >= PT_LD(d.sgate, relaxed)))
			serve(head);
		last_head = head;
	}

	/* True: the worker sleeps no more (found work), or never did. */
	bool go_sleep(unsigned id)
	{
#ifdef MUT_DROP_FIRST
		bool last = pt_search_drop(&sleep, true);

		pt_idle_set(&sleep, id);
#else
		pt_idle_set(&sleep, id);
		bool last = pt_search_drop(&sleep, true);
#endif
#ifdef MUT_NO_R1
		last = false;
#endif
		if (!last)
			return false;
#ifndef MUT_NO_ARM
		pt_deque_arm(&d);
#endif
		if (!pt_deque_has_shared(&d) || !pt_idle_claim(&sleep, id))
			return false;
		pt_search_begin(&sleep);
		return true;
	}

	void worker(unsigned id)
	{
		uint64_t stamp;
		uint32_t i;

		if (pt_deque_steal(&d, &i, &stamp) > 0) {
			bool last = pt_search_drop(&sleep, true);

#ifndef MUT_NO_R2
			if (last)
				wake_for_work();
#endif
			return;
		}
		if (id == 2)
			pt_deque_ask(&d);	/* worker 1 sleeps without having asked */
		sleeper[id] = go_sleep(id) ? STAYED : ASLEEP;
	}

	void thread(unsigned id)
	{
		if (id == 0) {
			owner();
			return;
		}
#ifdef JOINER
		if (id == 2) {
			uint64_t stamp;
			uint32_t i;

			pt_deque_steal(&d, &i, &stamp);
			return;
		}
#endif
		worker(id);
	}

	void after()
	{
		uint64_t ts = d.ts.load(rl::mo_relaxed, $);
		bool shared = PT_TAIL(ts) < PT_SPLIT(ts), is_private = last_head > d.split;
		bool armed = d.limit.load(rl::mo_relaxed, $) == PT_LIMIT_ARMED
			&& (!is_private || d.sgate.load(rl::mo_relaxed, $) == PT_SGATE_ARMED);
		int asleep = 0, searching = 0;

		for (int i = 1; i < 3; i++) {
			RL_ASSERT(woken[i] <= 1);
			RL_ASSERT(!(woken[i] && sleeper[i] == STAYED));
			asleep += sleeper[i] == ASLEEP && !woken[i];
			searching += woken[i] || sleeper[i] == STAYED;
		}
		RL_ASSERT((int)sleep.searchers.load(rl::mo_relaxed, $) == searching);
		RL_ASSERT(__builtin_popcountll(sleep.idle[0].load(rl::mo_relaxed, $)) == asleep);
		if (asleep && !searching)
			RL_ASSERT(!shared && (!is_private || armed));
	}
};

int
main(int argc, char **argv)
{
	return simulate<sleep_model>(argc, argv);
}

/* SPDX-License-Identifier: MIT */
/*
 * One owner with gates against thieves, slots reused.  Arguments and results are plain memory: an
 * access that is not ordered is a race and fails.  The owner's steps are those of serve.c.
 *
 * Checked: each task runs once, each sync gets its own task's result, at the end all is joined.
 * -DBIG: one more task.  -DMUT_xx: what must fail.
 */
#include "relacy_shim.h"

#define SLOTS 4
#define TASKS 5		/* numbers 1..TASKS; task k gives 100 + k */
#define THIEVES 2
#define STEALS 2	/* attempts of each thief */

struct slot {
	rl::atomic<uint32_t> state;
	rl::var<int> argument, result;
};

struct pt_deque {
	rl::atomic<uintptr_t> limit, sgate;
	uint32_t split, soft;
	rl::atomic<uint64_t> ts;
	slot *base;
};

#include DEQUE_H

struct deque_model : rl::test_suite<deque_model, 1 + THIEVES> {
	pt_deque d;
	slot s[SLOTS];
	int ran[TASKS + 1];

	void before()
	{
		d.base = s;
		d.split = 0;
		d.soft = SLOTS;
		d.ts.store(0, rl::mo_relaxed, $);
		d.limit.store(PT_LIMIT_ARMED, rl::mo_relaxed, $);
		d.sgate.store(PT_POS(&d, 0), rl::mo_relaxed, $);
		for (int i = 0; i < SLOTS; i++)
			s[i].state.store(7, rl::mo_relaxed, $);
		for (int k = 0; k <= TASKS; k++)
			ran[k] = 0;
	}

	int run(int k)
	{
		RL_ASSERT(k > 0 && k <= TASKS);
		RL_ASSERT(++ran[k] == 1);
		return 100 + k;
	}

	void serve(uint32_t head)
	{
		bool work = pt_deque_has_shared(&d);

		if (head > d.split) {
			pt_deque_publish(&d, (d.split + head + 1) / 2);
			work = true;
		}
		pt_deque_open(&d, false, !work);
	}

	void spawn(uint32_t &head, int k)
	{
		s[head].argument($) = k;
		if (PT_POS(&d, head) >= PT_LD(d.limit, relaxed)) {
#ifndef MUT_NO_SETTLE
			pt_deque_settle(&d, head);
#endif
			serve(head + 1);
		}
		head++;
	}

	int join(uint32_t i)
	{
		rl::linear_backoff wait;

		while (!(pt_task_state(s[i].state) & PT_TASK_DONE))
			wait.yield($);
		int result = s[i].result($);
#ifndef MUT_LAZY_ALWAYS
		if (!pt_deque_limit_armed(&d)) {
			pt_deque_settle(&d, i);
			serve(i);
		}
#endif
		return result;
	}

	int sync(uint32_t &head)
	{
		uint32_t i = --head;

		if (PT_POS(&d, i) >= PT_LD(d.sgate, relaxed))
			return run(s[i].argument($));
		if (i < d.split && !pt_deque_retract(&d, i))
			return join(i);
		serve(i);
		return run(s[i].argument($));
	}

	void owner()
	{
		uint32_t head = 0;

		spawn(head, 1);
		spawn(head, 2);
#ifdef BIG
		spawn(head, 3);
		RL_ASSERT(sync(head) == 103);
#endif
		RL_ASSERT(sync(head) == 102);
		spawn(head, 4);		/* reuse of a slot: ABA on {tail, split} */
		RL_ASSERT(sync(head) == 104);
		RL_ASSERT(sync(head) == 101);
		spawn(head, 5);
		RL_ASSERT(sync(head) == 105);
	}

	void run_stolen(unsigned id, uint32_t i)
	{
		pt_task_sign(s[i].state, id);
		s[i].result($) = run(s[i].argument($));
		pt_task_finish(s[i].state);
#ifdef MUT_TOUCH_AFTER
		s[i].result($) = 0;
#endif
	}

	void thread(unsigned id)
	{
		if (id == 0) {
			owner();
			return;
		}
		for (int n = 0; n < STEALS; n++) {
			uint64_t stamp;
			uint32_t i;
			int r = pt_deque_steal(&d, &i, &stamp);

			if (r > 0)
				run_stolen(id, i);
			else if (r == 0)
				pt_deque_ask(&d);
		}
	}

	void after()
	{
		uint64_t ts = d.ts.load(rl::mo_relaxed, $);

		for (int k = 1; k <= TASKS; k++) {
#ifndef BIG
			if (k == 3)
				continue;
#endif
			RL_ASSERT(ran[k] == 1);
		}
		RL_ASSERT(PT_TAIL(ts) == PT_SPLIT(ts));
	}
};

int
main(int argc, char **argv)
{
	return simulate<deque_model>(argc, argv);
}

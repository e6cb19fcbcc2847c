/* SPDX-License-Identifier: MIT */
/*
 * One owner with gates against thieves, slots reused: spawn, sync, serve, steal, hand over.
 *
 * Checked: each task runs once, each sync gets its own task's result, at the end all is joined.
 * Variants: "big" has one more task, "overflow" a capacity of one slot.
 */
#define WORKERS 3
#define SLOTS 4
#define TASKS 5		/* numbers 1..TASKS; task k gives 100 + k */
#define STEALS 2	/* attempts of each thief */
#define PATIENCE 1000000	/* joiners do not sleep here */

#include "relacy_runtime.h"

struct deque_model : world, rl::test_suite<deque_model, THREADS> {
	int runs[TASKS + 1];

	void before()
	{
		world_begin(this, variant("overflow") ? 1 : SLOTS);
		for (int k = 0; k <= TASKS; k++)
			runs[k] = 0;
	}

	void run_task(pt_worker *, partop_task *, partop_task *t)
	{
		int k = t->argument;

		RL_ASSERT(k > 0 && k <= TASKS);
		RL_ASSERT(++runs[k] == 1);
		t->result = 100 + k;
	}

	void owner(pt_worker *w)
	{
		partop_task *head = w->slot;

		spawn(w, head, 1);
		spawn(w, head, 2);
		if (variant("big")) {
			spawn(w, head, 3);
			RL_ASSERT(sync(w, head) == 103);
		}
		RL_ASSERT(sync(w, head) == 102);
		spawn(w, head, 4);	/* reuse of a slot: ABA on {tail, split} */
		RL_ASSERT(sync(w, head) == 104);
		RL_ASSERT(sync(w, head) == 101);
		spawn(w, head, 5);
		RL_ASSERT(sync(w, head) == 105);
	}

	void thread(unsigned id)
	{
		pt_worker *w = &pool.worker[id];

		if (id == 0)
			owner(w);
		else
			for (int n = 0; n < STEALS; n++)
				pt_steal_from(w, &pool.worker[0], w->slot);
	}

	void after()
	{
		uint64_t ts = newest(pool.worker[0].pub.deque.ts);

		for (int k = 1; k <= TASKS; k++)
			RL_ASSERT(runs[k] == (k != 3 || variant("big")));
		RL_ASSERT(PT_TAIL(ts) == PT_SPLIT(ts));
	}
};

int
main(int argc, char **argv)
{
	return simulate<deque_model>(argc, argv);
}

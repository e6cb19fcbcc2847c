/* SPDX-License-Identifier: MIT */
/*
 * A whole run: the owner spawns and joins, two workers search, steal, run and sleep; joiners sleep
 * and are woken by their thief or for other work; then the pool is closed.  A lost wake-up leaves
 * everybody asleep, which fails.
 *
 * Variants: in "only" joiners sleep for their own task only; in "leap" the stolen task spawns and
 * joins two of its own, so that its thief waits, too, and the first joiner may leap in.
 * Checked: each task runs once, each join gets its result, no token is left, nobody stays idle.
 */
#define WORKERS 3
#define SLOTS 3
#define TASKS 4

#include "relacy_runtime.h"

struct join_model : world, rl::test_suite<join_model, THREADS> {
	int runs[TASKS + 1];

	void before()
	{
		world_begin(this, SLOTS);
		purses = 2;
		wait_only = variant("only");
		for (int k = 0; k <= TASKS; k++)
			runs[k] = 0;
	}

	void run_task(pt_worker *w, partop_task *head, partop_task *t)
	{
		int k = t->argument;

		RL_ASSERT(k > 0 && k <= TASKS);
		RL_ASSERT(++runs[k] == 1);
		if (k == 1 && variant("leap")) {
			spawn(w, head, 3);
			spawn(w, head, 4);
			RL_ASSERT(sync(w, head) == 104);
			RL_ASSERT(sync(w, head) == 103);
		}
		t->result = 100 + k;
	}

	void owner(pt_worker *w)
	{
		partop_task *head = w->slot;

		spawn(w, head, 1);
		if (variant("leap")) {
			RL_ASSERT(sync(w, head) == 101);
		} else {
			spawn(w, head, 2);
			RL_ASSERT(sync(w, head) == 102);
			RL_ASSERT(sync(w, head) == 101);
			spawn(w, head, 3);	/* in a slot that a thief may have used */
			RL_ASSERT(sync(w, head) == 103);
		}
		RL_ASSERT(!w->token);
		pt_waker_quit(&pool);
	}

	void thread(unsigned id)
	{
		pt_worker *w = &pool.worker[id];

		if (id == 0)
			owner(w);
		else
			pt_searcher_work(w, w->slot);
		leave(this);
	}

	void after()
	{
		uint32_t tokens = 0;

		for (int k = 0; k < WORKERS; k++)
			tokens += pool.worker[k].token;
		RL_ASSERT(newest(pool.sleep.searchers) == tokens);
		RL_ASSERT(newest(pool.sleep.idle[0]) == 0);
	}
};

int
main(int argc, char **argv)
{
	return simulate<join_model>(argc, argv);
}

/* SPDX-License-Identifier: MIT */
/*
 * Reasons: who writes one and arms the gates is always heard.  Thread 0 is the owner, thread 1 a
 * thief, thread 2 the one who controls.  Variants:
 *
 *	reason	the pool is paused: both gates end armed, whatever the owner serves meanwhile
 *	pause		pause and resume (step: a step between them): nobody stays held; who is held
 *			sees what was written before the pause, who goes on what was before the release
 *	cancel	a task fails and so does the controller: the first error wins, spawned =
 *			executed + cancelled, who has noticed starts nothing more, both gates end armed
 *	group		owner and thief take and give back the one group that there is
 */
#define WORKERS 2
#define THREADS 3
#define SLOTS 4
#define PATIENCE 1000000	/* joiners do not sleep here */

#include "relacy_runtime.h"

#define ERROR_OF_TASK 5
#define ERROR_FROM_OUTSIDE 7

struct control_model : world, rl::test_suite<control_model, THREADS> {
	plain<int> before_pause, before_release;
	int spawned, first;

	void before()
	{
		world_begin(this, SLOTS);
		purses = 2;
		reasons = !variant("group");
		holds = !variant("reason");	/* where nobody would resume */
		before_pause = before_release = 0;
		spawned = first = 0;
	}

	void fail(int error)
	{
		if (pt_control_fail(&pool, PT_GROUP_ROOT, error)) {
			RL_ASSERT(first == 0);
			first = error;
		}
	}

	void run_task(pt_worker *, partop_task *, partop_task *t)
	{
		int k = t->argument;

		RL_ASSERT(!noticed[rl::thread_index()] && !t->late);
		if (k == 2 && variant("cancel"))
			fail(ERROR_OF_TASK);
		t->result = 100 + k;
	}

	void held()
	{
		RL_ASSERT(before_pause == 1);
	}

	void released()
	{
		RL_ASSERT(before_release == 1);
	}

	/* Spawns three tasks; joins them. */
	void owner(pt_worker *w)
	{
		partop_task *head = w->slot;

		for (int k = 1; k <= 3; k++, spawned++)
			spawn(w, head, k);
		if (variant("reason"))
			return;
		for (int k = 3; k >= 1; k--) {
			int result = sync(w, head);

			RL_ASSERT(result == 100 + k || result == 0);
		}
	}

	void take_group(pt_worker *w)
	{
		uint32_t group = pt_control_take_group(&pool, w->id);

		if (!group)
			return;
		RL_ASSERT(group == 2 && pool.group[2].up == w->id);
		RL_ASSERT(newest(pool.group[2].error) == 0);
		PT_ST(pool.group[2].error, 1 + w->id, relaxed);
		pt_control_give_group(&pool, group);
	}

	void controller()
	{
		if (variant("cancel")) {
			fail(ERROR_FROM_OUTSIDE);
			return;
		}
		before_pause = 1;
		pt_control_pause(&pool);
		if (variant("reason"))
			return;
		before_release = 1;
		if (variant("step"))
			pt_control_step(&pool, 1);
		pt_control_resume(&pool);
	}

	void thread(unsigned id)
	{
		pt_worker *w = &pool.worker[id];

		if (variant("group")) {
			if (id < 2)
				take_group(w);
		} else if (id == 0) {
			owner(w);
		} else if (id == 1) {
			pt_steal_from(w, &pool.worker[0], w->slot);
		} else {
			controller();
		}
		leave(this);
	}

	void after()
	{
		pt_worker *w = pool.worker;
		pt_deque *d = &w->pub.deque;
		int ran = w[0].ran + w[1].ran, dropped = w[0].dropped + w[1].dropped;

		if (variant("reason") || variant("cancel")) {
			RL_ASSERT(newest(d->limit) == PT_LIMIT_ARMED);
			RL_ASSERT(newest(d->sgate) == PT_SGATE_ARMED);
		}
		if (variant("cancel"))
			RL_ASSERT(first == newest(pool.group[PT_GROUP_ROOT].error));
		else
			RL_ASSERT(dropped == 0);
		if (!variant("reason"))
			RL_ASSERT(ran + dropped == spawned);
	}
};

int
main(int argc, char **argv)
{
	return simulate<control_model>(argc, argv);
}

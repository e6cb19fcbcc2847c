/* SPDX-License-Identifier: MIT */
/*
 * Loops: halves split off at the borders of chunks.  The owner spawns one task and then runs a loop of
 * two or three indexes, a chunk each; two workers search, steal, run and sleep; then the pool is closed.
 *
 * In "meet" all passages are eager, and the task and the indexes are coarse: each waits until all have
 * begun, so that one that is kept from an idle worker leaves everybody asleep, which fails.  "short"
 * has chunks that are known to be short, and "cancel" a task that fails the run's group.
 *
 * Checked: the task and each index run once, or at most once when the run was cancelled; no join is
 * lost; tokens and idle bits are at rest.
 */
#define WORKERS 3
#define SLOTS 3

#include "relacy_runtime.h"

#define INDEXES_MAX 3
#define HALF(lo, hi) ((lo) * 16 + (hi))
#define OTHER 0		/* no half is empty */

struct loop_model : world, rl::test_suite<loop_model, THREADS> {
	int ran[INDEXES_MAX], other, indexes;
	rl::atomic<int> begun;
	futex_word all_there;

	void before()
	{
		world_begin(this, SLOTS);
		indexes = variant("meet") ? 2 : 3;
		purses = 2;
		if (variant("meet"))
			purse = EAGER;
		reasons = variant("cancel");
		other = 0;
		for (int i = 0; i < INDEXES_MAX; i++)
			ran[i] = 0;
		begun.store(0, rl::mo_relaxed, $);
		all_there.store(0, rl::mo_relaxed, $);
	}

	/* Begins something coarse: waits for all the others. */
	void meet()
	{
		if (!variant("meet"))
			return;
		if (begun.fetch_add(1, rl::mo_relaxed, $) + 1 == indexes + 1) {
			all_there.store(1, rl::mo_relaxed, $);
			pt_futex_wake(&all_there, THREADS);
		} else {
			pt_futex_wait(&all_there, 0);
		}
	}

	void chunk(int i)
	{
		RL_ASSERT(++ran[i] == 1);
		meet();
	}

	/* As pt_loop_run() does, with a grain of 1. */
	void loop(pt_worker *w, partop_task *head, int lo, int hi)
	{
		partop_task *first = head;

		for (; lo < hi; lo++) {
			while (PT_LD(w->pub.deque.limit, relaxed) == PT_LIMIT_ARMED) {
				pt_border b = pt_border_pass(w, head, hi - lo > 1, variant("short"));

				if (b == PT_BORDER_STOP)
					hi = lo;
				if (b != PT_BORDER_SPLIT)
					break;
				int middle = lo + (hi - lo) / 2;

				spawn(w, head, HALF(middle, hi));
				hi = middle;
			}
			if (lo < hi)
				chunk(lo);
		}
		while (head > first)
			sync(w, head);
	}

	void run_task(pt_worker *w, partop_task *head, partop_task *t)
	{
		int what = t->argument;

		t->result = 0;
		if (what != OTHER) {
			loop(w, head, what / 16, what % 16);
			return;
		}
		RL_ASSERT(++other == 1);
		if (variant("cancel"))
			pt_control_fail(&pool, PT_GROUP_ROOT, -1);
		meet();
	}

	void owner(pt_worker *w)
	{
		partop_task *head = w->slot;

		spawn(w, head, OTHER);
		loop(w, head, 0, indexes);
		sync(w, head);
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
		if (variant("cancel"))
			return;
		RL_ASSERT(other == 1);
		for (int i = 0; i < indexes; i++)
			RL_ASSERT(ran[i] == 1);
	}
};

int
main(int argc, char **argv)
{
	return simulate<loop_model>(argc, argv);
}

/* SPDX-License-Identifier: MIT */
/*
 * Gates and sleep together: no lost wake-up.  The owner spawns, syncs one task and then is busy for
 * ever; two workers search, run, sleep and are woken, until everybody is asleep.  Then the pool is
 * closed.  Variants: "joiner" has a joiner without a token for the second worker, which takes work
 * and is gone; "few" has two tasks, not three; in "coarse" all passages are eager and the owner
 * syncs nothing; in "passages" it is busy until all sleep, then makes its next sync, and so on;
 * "bounded" is the same with one slot published at once.
 *
 * Checked: when all sleep no token is left and all idle bits are set, nothing is shared, and what
 * is private lies behind armed gates; coarse tasks have all been run by the others; the next sync
 * publishes what is private, and the others run it; quit reaches everybody.
 */
#define WORKERS 3
#define SLOTS 4

#include "relacy_runtime.h"

struct sleep_model : world, rl::test_suite<sleep_model, THREADS> {
	uint32_t head, spawns;
	bool unwinds;
	futex_word busy;

	void before()
	{
		world_begin(this, SLOTS);
		head = 0;
		unwinds = variant("passages") || variant("bounded");
		spawns = variant("few") ? 2 : unwinds ? 4 : 3;
		if (variant("coarse"))
			purse = EAGER;
		if (variant("bounded"))
			publish_max = 1;
		busy.store(0, rl::mo_relaxed, $);
	}

	void run_task(pt_worker *, partop_task *, partop_task *t)
	{
		t->result = t->argument;
	}

	void quiet()
	{
		pt_deque *d = &pool.worker[0].pub.deque;
		uint64_t ts = newest(d->ts);

		RL_ASSERT(newest(pool.sleep.idle[0]) == (variant("joiner") ? 2 : 6));
		RL_ASSERT(newest(pool.sleep.searchers) == 0);
		RL_ASSERT(PT_TAIL(ts) >= PT_SPLIT(ts));
		if (head > d->split) {
			RL_ASSERT(newest(d->limit) == PT_LIMIT_ARMED);
			RL_ASSERT(newest(d->sgate) == PT_SGATE_ARMED);
			RL_ASSERT(!variant("coarse"));
		}
		if (unwinds && head > d->split)
			pt_futex_wake(&busy, 1);
		else
			pt_waker_quit(&pool);
	}

	/* A long task: until everybody sleeps. */
	void be_busy(pt_worker *w)
	{
		check_coarse(w, w->slot + head);
		pt_futex_wait(&busy, 0);
	}

	void unwind(pt_worker *w, partop_task *t)
	{
		while (head > w->pub.deque.split) {
			uint32_t was = w->pub.deque.split;

			be_busy(w);
			head--;
			RL_ASSERT(sync(w, t) == (int)head);
			RL_ASSERT(head == was || w->pub.deque.split > was);
		}
	}

	void owner(pt_worker *w)
	{
		partop_task *t = w->slot;

		for (int k = 0; k < (int)spawns; k++, head++)
			spawn(w, t, k);
		check_coarse(w, t);
		if (unwinds) {
			unwind(w, t);
		} else if (head - 1 >= w->pub.deque.split) {	/* the newest is private */
			head--;
			RL_ASSERT(sync(w, t) == (int)spawns - 1);
		}
	}

	void thread(unsigned id)
	{
		pt_worker *w = &pool.worker[id];

		if (id == 0)
			owner(w);
		else if (id == 2 && variant("joiner"))
			pt_steal_from(w, &pool.worker[0], w->slot);
		else
			pt_searcher_work(w, w->slot);
		leave(this);
	}
};

int
main(int argc, char **argv)
{
	return simulate<sleep_model>(argc, argv);
}

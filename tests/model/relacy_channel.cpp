/* SPDX-License-Identifier: MIT */
/*
 * Channels: the protocol of src/runtime/channel.h, with the waiter of channel_wait.c typed again.
 *
 * Channels of capacity 1.  Variants:
 *	(none)	one sender of two elements, two receivers: each element wakes one; close wakes the rest
 *	full	two senders that find the channel full, one receiver
 *	select	one receiver waits for both channels, one for the first; a sender uses both: a wake must
 *		not be spent on a waiter that takes from the other channel
 *	timeout	as (none), and receivers may give up waiting at any moment and begin again
 *	cancel	a receiver waits in a task that is cancelled
 *
 * Checked: each element is received once, after what its sender wrote before; a receiver that finds
 * the channel closed sees what was written before that; no more than one is in a channel; a closed one is
 * drained; none sleeps for ever (Relacy finds threads that all sleep); at the end no flag is left.
 */
#include "relacy_shim.h"

#define THREADS 3
#define CHANNELS 2

struct futex_word : rl::atomic<uint32_t> {
	rl::waitset<THREADS> waiters;
};

/* True: the time has run out. */
static bool
sleep_on_word(futex_word *x, uint32_t expected, bool timed)
{
	if (x->fetch_add(0, rl::mo_relaxed, $) != expected)
		return false;
	return x->waiters.park_current(rl::ctx(), timed, false, false, $) ==
		rl::unpark_reason_timeout;
}

static void
pt_futex_wait(futex_word *x, uint32_t expected)
{
	sleep_on_word(x, expected, false);
}

static void
pt_futex_wake(futex_word *x, int)
{
	rl::ctx().sched();
	x->waiters.unpark_one(rl::ctx(), $);
}

static void
pt_channel_pause(unsigned)
{
	rl::yield(1, $);
}

struct pt_seat {
	futex_word word;
};

struct pt_channel_node {
	pt_channel_node *next, *before;
	pt_seat *seat;
	uint32_t number;
	bool listed;
};

struct pt_channel_list {
	pt_channel_node *first, *last;
};

struct pt_channel_slot_model {
	rl::atomic<uint64_t> stamp;
	rl::var<int> element;
};

struct partop_channel {
	uint64_t capacity, lap;
	rl::atomic<uint64_t> tail, head;
	futex_word lock;
	pt_channel_list list[2];
	pt_channel_slot_model slot;
};

static pt_channel_slot_model *
pt_channel_slot(partop_channel *c, uint64_t)
{
	return &c->slot;
}

#include "runtime/channel.h"

struct channel_model : rl::test_suite<channel_model, THREADS> {
	partop_channel channel[CHANNELS];
	pt_seat seat[THREADS];
	rl::atomic<int> error;
	rl::var<int> last_words;	/* of the closer */
	int received[4], in_channel[CHANNELS];

	void before()
	{
		for (partop_channel &c : channel) {
			c.capacity = c.lap = 1;
			c.tail.store(0, rl::mo_relaxed, $);
			c.head.store(0, rl::mo_relaxed, $);
			c.lock.store(0, rl::mo_relaxed, $);
			c.slot.stamp.store(0, rl::mo_relaxed, $);
			c.list[0] = c.list[1] = pt_channel_list{ NULL, NULL };
		}
		for (pt_seat &s : seat)
			s.word.store(0, rl::mo_relaxed, $);
		error.store(0, rl::mo_relaxed, $);
		last_words($) = 0;
		memset(received, 0, sizeof received);
		memset(in_channel, 0, sizeof in_channel);
	}

	void after()
	{
		for (partop_channel &c : channel) {
			RL_ASSERT(!(c.tail.load(rl::mo_relaxed, $) & PT_CHANNEL_WAIT));
			RL_ASSERT(!(c.head.load(rl::mo_relaxed, $) & PT_CHANNEL_WAIT));
			RL_ASSERT(!c.list[0].first && !c.list[1].first);
		}
		for (int k = 0; k < 2; k++)
			RL_ASSERT(received[k] == 1 || variant("cancel") || (k == 1 && variant("select")));
	}

	/* ---- channel.c ---- */

	pt_channel_answer try_send(int k, int x)
	{
		uint64_t position, flags;
		partop_channel *c = &channel[k];
		pt_channel_answer a = pt_channel_claim(c, PT_CHANNEL_SEND, &position, &flags);

		if (a != PT_CHANNEL_DONE)
			return a;
		RL_ASSERT(++in_channel[k] == 1);
		c->slot.element($) = x;
		pt_channel_finish(c, PT_CHANNEL_SEND, position);
		if (flags & PT_CHANNEL_WAIT)
			pt_channel_wake(c, PT_CHANNEL_RECV);
		return PT_CHANNEL_DONE;
	}

	pt_channel_answer try_recv(int k)
	{
		uint64_t position, flags;
		partop_channel *c = &channel[k];
		pt_channel_answer a = pt_channel_claim(c, PT_CHANNEL_RECV, &position, &flags);

		if (a != PT_CHANNEL_DONE)
			return a;
		in_channel[k]--;
		received[c->slot.element($)]++;
		pt_channel_finish(c, PT_CHANNEL_RECV, position);
		if (flags & PT_CHANNEL_WAIT)
			pt_channel_wake(c, PT_CHANNEL_SEND);
		return PT_CHANNEL_DONE;
	}

	/* ---- channel_wait.c: one wait for the channels first .. first + n - 1 ---- */

	int wait(unsigned me, pt_channel_side side, int first, int n, bool timed)
	{
		pt_channel_node node[CHANNELS];
		int listed = 0;
		uint32_t how;

		pt_seat_take(&seat[me]);
		if (!PT_LD(error, relaxed))
			for (; listed < n; listed++) {
				node[listed].seat = &seat[me];
				node[listed].number = (uint32_t)listed;
				if (!pt_channel_enlist(&channel[first + listed], side, &node[listed]))
					break;
			}
		while (listed == n && PT_LD(seat[me].word, relaxed) == PT_SEAT_WAITING)
			if (sleep_on_word(&seat[me].word, PT_SEAT_WAITING, timed))
				break;
		how = pt_seat_leave(&seat[me]);
		if (n > 1 || how < PT_SEAT_WOKEN)
			for (int k = 0; k < listed; k++)
				pt_channel_delist(&channel[first + k], side, &node[k]);
		return how >= PT_SEAT_WOKEN ? (int)(how - PT_SEAT_WOKEN) : -1;
	}

	void send(unsigned me, int k, int x)
	{
		while (try_send(k, x) != PT_CHANNEL_DONE)
			wait(me, PT_CHANNEL_SEND, k, 1, false);
	}

	/* Tries the n channels, beginning with the one that it was woken for.  False: all are over. */
	bool recv(unsigned me, int first, int n)
	{
		for (int start = 0;;) {
			int over = 0;

			for (int k = 0; k < n; k++) {
				pt_channel_answer a = try_recv(first + (start + k) % n);

				if (a == PT_CHANNEL_DONE)
					return true;
				over += a == PT_CHANNEL_OVER;
			}
			if (over == n || PT_LD(error, relaxed))
				return false;
			start = wait(me, PT_CHANNEL_RECV, first, n, variant("timeout"));
			if (start < 0 || MUTANT("wake-spent"))
				start = n - 1;
		}
	}

	void drain(unsigned me)
	{
		while (recv(me, 0, 1))
			;
		RL_ASSERT(last_words($) == 1);
	}

	/* ---- the threads ---- */

	void one_sender(unsigned me)
	{
		if (me > 0) {
			drain(me);
			return;
		}
		send(me, 0, 0);
		send(me, 0, 1);
		last_words($) = 1;
		pt_channel_shut(&channel[0]);
	}

	void two_senders(unsigned me)
	{
		if (me == 0) {
			RL_ASSERT(recv(me, 0, 1));
			RL_ASSERT(recv(me, 0, 1));
			return;
		}
		send(me, 0, (int)me - 1);
	}

	/* Receiver 1 takes one element and is gone.  If it was woken for the first channel's and took the
	 * other, receiver 2 sleeps, and the sender waits for ever. */
	void selecting(unsigned me)
	{
		if (me == 1) {
			RL_ASSERT(recv(me, 0, 2));
		} else if (me == 2) {
			drain(me);
		} else {
			send(me, 1, 1);
			send(me, 0, 0);
			while (!received[0])
				rl::yield(1, $);
			last_words($) = 1;
			pt_channel_shut(&channel[0]);
		}
	}

	void cancelled(unsigned me)
	{
		if (me == 0) {
			PT_ST(error, 1, relaxed);
			pt_seat_cancel(&seat[1]);
		} else if (me == 1) {
			recv(me, 0, 1);
		}
	}

	void thread(unsigned id)
	{
		if (variant("full"))
			two_senders(id);
		else if (variant("select"))
			selecting(id);
		else if (variant("cancel"))
			cancelled(id);
		else
			one_sender(id);
	}
};

int
main(int argc, char **argv)
{
	return simulate<channel_model>(argc, argv);
}

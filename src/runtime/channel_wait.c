/* SPDX-License-Identifier: MIT */
/*
 * Waiting for channels.  A thread tries, spins for a few microseconds, then sleeps on its seat, with
 * a node in the list of each channel.  A worker's seat is in the worker, where a thread that cancels
 * a group finds it; other threads have one of their own.
 */
#include "config.h"

#include "runtime/channel_wait.h"

#include <errno.h>
#include <string.h>

#include "os/clock.h"

#define SPINS 10 /* the last four are yields */

/* How a wait ended, if not by the number of a case. */
enum { TIMED_OUT = -1, LOOK_AGAIN = -2 };

static _Thread_local struct pt_seat own_seat;
static _Thread_local uint64_t random_state;

static struct pt_seat *
seat_of_thread(void)
{
	return pt_current ? &pt_current->seat : &own_seat;
}

static bool
is_cancelled(void)
{
	return pt_current && partop_cancelled(&pt_current->pub) != 0;
}

/* xorshift64; threads begin where their memory is. */
static size_t
draw(size_t n)
{
	uint64_t x = random_state ? random_state : (uintptr_t)&random_state;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	random_state = x;
	return n > 1 ? (size_t)(x >> 32) % n : 0;
}

/* Tries all, beginning with `first`.  -1: none is ready. */
static int
poll_cases(struct partop_select *cases, size_t n, size_t first)
{
	for (size_t k = 0; k < n; k++) {
		size_t i = first + k < n ? first + k : first + k - n;

		if (pt_channel_try(&cases[i]) != PT_CHANNEL_NOT_NOW)
			return (int)i;
	}
	return -1;
}

static int
spin(struct partop_select *cases, size_t n)
{
	int done = -1;

	for (unsigned k = 0; k <= SPINS && done < 0; k++) {
		pt_channel_pause(k);
		done = poll_cases(cases, n, draw(n));
	}
	return done;
}

static enum pt_channel_side
side_of(const struct partop_select *s)
{
	return s->send ? PT_CHANNEL_SEND : PT_CHANNEL_RECV;
}

/* Returns how many are in lists: fewer than n when one of them may be ready. */
static size_t
enlist_all(struct partop_select *cases, size_t n, struct pt_channel_node *node,
	struct pt_seat *seat)
{
	for (size_t i = 0; i < n; i++) {
		node[i].seat = seat;
		node[i].number = (uint32_t)i;
		if (cases[i].channel &&
			!pt_channel_enlist(cases[i].channel, side_of(&cases[i]), &node[i]))
			return i;
	}
	return n;
}

static void
delist_all(const struct partop_select *cases, size_t n, struct pt_channel_node *node)
{
	for (size_t i = 0; i < n; i++)
		if (cases[i].channel)
			pt_channel_delist(cases[i].channel, side_of(&cases[i]), &node[i]);
}

/* Until the seat is woken, or the time has come.  A woken sleeper sees it by pt_seat_leave(). */
static void
sleep_on(struct pt_seat *seat, uint64_t deadline_ns)
{
	while (PT_LD(seat->word, relaxed) == PT_SEAT_WAITING) {
		uint64_t now;

		if (deadline_ns == PARTOP_FOREVER) {
			pt_futex_wait(&seat->word, PT_SEAT_WAITING);
			continue;
		}
		now = pt_now_ns();
		if (now >= deadline_ns)
			return;
		pt_futex_wait_for(&seat->word, PT_SEAT_WAITING, deadline_ns - now);
	}
}

/* Returns the number of the case that it was woken for, or why else it ended. */
static int
wait_once(struct partop_select *cases, size_t n, uint64_t deadline_ns)
{
	struct pt_channel_node node[PARTOP_SELECT_MAX];
	struct pt_seat *seat = seat_of_thread();
	size_t listed = 0;
	uint32_t how;

	pt_seat_take(seat);
	if (!is_cancelled())
		listed = enlist_all(cases, n, node, seat);
	if (listed == n)
		sleep_on(seat, deadline_ns);
	how = pt_seat_leave(seat);
	if (n > 1 || how < PT_SEAT_WOKEN) /* else the waker has taken the only node */
		delist_all(cases, listed, node);
	if (how >= PT_SEAT_WOKEN)
		return (int)(how - PT_SEAT_WOKEN);
	return listed == n && how == PT_SEAT_WAITING ? TIMED_OUT : LOOK_AGAIN;
}

static uint64_t
deadline_after(uint64_t timeout_ns)
{
	uint64_t deadline;

	if (timeout_ns == PARTOP_FOREVER ||
		__builtin_add_overflow(pt_now_ns(), timeout_ns, &deadline))
		return PARTOP_FOREVER;
	return deadline;
}

/* Spins, then sleeps, as long as it takes. */
static int
wait_until(struct partop_select *cases, size_t n, uint64_t deadline_ns)
{
	int done = spin(cases, n);

	while (done < 0) {
		int how;

		if (is_cancelled())
			return -ECANCELED;
		how = wait_once(cases, n, deadline_ns);
		done = poll_cases(cases, n, how >= 0 ? (size_t)how : draw(n));
		if (done < 0 && how == TIMED_OUT)
			return -ETIMEDOUT;
	}
	return done;
}

int
pt_channel_wait(struct partop_select *cases, size_t n, uint64_t timeout_ns)
{
	int done = poll_cases(cases, n, draw(n));

	if (done >= 0)
		return done;
	return timeout_ns == 0 ? -ETIMEDOUT : wait_until(cases, n, deadline_after(timeout_ns));
}

void
pt_channel_cancel(partop_pool *p)
{
	for (int i = 0; i < p->n; i++)
		pt_seat_cancel(&p->worker[i].seat);
}

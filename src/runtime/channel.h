/* SPDX-License-Identifier: MIT */
/*
 * The protocol of a channel: an array of slots, two ends, and lists of threads that wait at them.
 *
 * Slots are D. Vyukov's: each has a *stamp* that says for which position it is free or full.  A
 * position is a lap and an index.  The sender of position p *claims* it by a CAS on the tail, copies,
 * and stamps the slot full; the receiver claims p by a CAS on the head, copies, and stamps the slot
 * free for the next lap.
 *
 * The word of an end holds its position and flags.  WAIT in the tail: receivers are listed, since
 * the channel was empty; in the head: senders are, since it was full.  That is what makes sleeping
 * cheap and safe: a receiver sets WAIT by a CAS on the very word that says that the channel is empty,
 * and every later sender claims by a CAS on that word, so it cannot miss the flag, and pays nothing
 * for looking.
 *
 * Lists and flags change under the channel's lock; WAIT is set if, and only if, the list is not
 * empty.  A thread that waits has one *seat*, and a *node* in the list of each channel that it waits
 * for.  A waker takes nodes off until it can claim a seat (CAS from WAITING): that waiter will try
 * that channel first when it is awake, so the wake is never spent on another channel.  Rules:
 *  W1 the thread that claimed a position with WAIT set wakes one of that list after it has stamped.
 *  W2 a node is listed only while the channel is empty (full), seen with WAIT set, and is not closed.
 *  W3 a woken waiter tries the channel it was woken for, even when its time has run out.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL), which brings its own types.
 */
#ifndef PT_RUNTIME_CHANNEL_H
#define PT_RUNTIME_CHANNEL_H

#ifndef PT_MODEL
#include <partop/channel.h>

#include "os/futex.h"
#include "runtime/worker.h"
#endif

#define PT_CHANNEL_WAIT 1u   /* of the other side, in the word of either end */
#define PT_CHANNEL_CLOSED 2u /* in the tail */
#define PT_CHANNEL_FLAGS 3u
#define PT_CHANNEL_SHIFT 2

/* Also numbers of the ends: the tail is where senders claim, the head where receivers do. */
enum pt_channel_side { PT_CHANNEL_SEND, PT_CHANNEL_RECV };

enum pt_channel_answer {
	PT_CHANNEL_DONE,
	PT_CHANNEL_NOT_NOW, /* full, empty */
	PT_CHANNEL_OVER,    /* closed, and nothing is left */
};

/* Of a seat; from SEAT_WOKEN on: the number of the case that it was woken for. */
#define PT_SEAT_FREE 0u
#define PT_SEAT_WAITING 1u
#define PT_SEAT_CANCELLED 2u
#define PT_SEAT_WOKEN 3u

#ifndef PT_MODEL
/* One place in a list: on the stack of a waiter. */
struct pt_channel_node {
	struct pt_channel_node *next, *before;
	struct pt_seat *seat;
	uint32_t number; /* of the case */
	bool listed;     /* this and the links: under the channel's lock */
};

struct pt_channel_list {
	struct pt_channel_node *first, *last;
};

struct pt_channel_slot {
	PT_ATOMIC(uint64_t) stamp;
	unsigned char element[];
};

struct partop_channel {
	uint64_t capacity, lap; /* lap: a power of two, capacity or more */
	size_t size, stride;    /* bytes of an element, of a slot */
	unsigned char *slots;
	PT_ALIGNED(128) PT_ATOMIC(uint64_t) tail;
	PT_ALIGNED(128) PT_ATOMIC(uint64_t) head;
	PT_ALIGNED(128) PT_ATOMIC(uint32_t) lock;
	struct pt_channel_list list[2]; /* by side */
};

static inline struct pt_channel_slot *
pt_channel_slot(const struct partop_channel *c, uint64_t position)
{
	return (void *)(c->slots + (position & (c->lap - 1)) * c->stride);
}

/* channel.c: the n-th pause of a thread that finds another one half done. */
void pt_channel_pause(unsigned n);
#endif

/* ---- positions ---- */

static inline uint64_t
pt_channel_position(uint64_t word)
{
	return word >> PT_CHANNEL_SHIFT;
}

static inline uint64_t
pt_channel_next(const struct partop_channel *c, uint64_t position)
{
	uint64_t index = position & (c->lap - 1);

	return index + 1 < c->capacity ? position + 1 : position - index + c->lap;
}

static inline uint64_t
pt_channel_free_stamp(uint64_t position)
{
	return position << 1;
}

static inline uint64_t
pt_channel_full_stamp(uint64_t position)
{
	return position << 1 | 1;
}

/* Whether a side whose end is at `own` finds nothing to do: the other end is at `other`. */
static inline bool
pt_channel_blocked(const struct partop_channel *c, enum pt_channel_side side, uint64_t own,
	uint64_t other)
{
	return own == (side == PT_CHANNEL_SEND ? other + c->lap : other);
}

/* ---- send and receive ---- */

#define PT_CHANNEL_END(c, side) (*((side) == PT_CHANNEL_SEND ? &(c)->tail : &(c)->head))
#define PT_CHANNEL_OTHER(side) ((side) == PT_CHANNEL_SEND ? PT_CHANNEL_RECV : PT_CHANNEL_SEND)

/* Claims a position: its slot is the caller's until pt_channel_finish().  *flags: those of the word
 * that it was claimed by. */
static inline enum pt_channel_answer
pt_channel_claim(struct partop_channel *c, enum pt_channel_side side, uint64_t *position,
	uint64_t *flags)
{
	uint64_t word = PT_LD(PT_CHANNEL_END(c, side), relaxed), p, stamp, other;

	for (unsigned n = 0;; n++) {
		if (side == PT_CHANNEL_SEND && (word & PT_CHANNEL_CLOSED))
			return PT_CHANNEL_OVER;
		p = pt_channel_position(word);
		stamp = PT_LD(pt_channel_slot(c, p)->stamp, acquire); /* [H1] <- H1 */
		if (stamp ==
			(side == PT_CHANNEL_SEND ? pt_channel_free_stamp(p) :
						   pt_channel_full_stamp(p))) {
			*position = p;
			*flags = word & PT_CHANNEL_FLAGS;
			/* [H2] relaxed: data goes by H1, lists by H4; one word, one order */
			if (PT_CAS(PT_CHANNEL_END(c, side), word,
				    pt_channel_next(c, p) << PT_CHANNEL_SHIFT | *flags, relaxed))
				return PT_CHANNEL_DONE;
			pt_channel_pause(n);
			continue;
		}
		other = PT_LD(PT_CHANNEL_END(c, PT_CHANNEL_OTHER(side)), acquire); /* [H3] <- H3 */
		if (pt_channel_blocked(c, side, p, pt_channel_position(other)))
			return side == PT_CHANNEL_RECV && (other & PT_CHANNEL_CLOSED) ?
				PT_CHANNEL_OVER :
				PT_CHANNEL_NOT_NOW;
		pt_channel_pause(n); /* it is claimed, not stamped; or word is old */
		word = PT_LD(PT_CHANNEL_END(c, side), relaxed);
	}
}

/* The slot is the other side's. */
static inline void
pt_channel_finish(struct partop_channel *c, enum pt_channel_side side, uint64_t position)
{
	uint64_t stamp = side == PT_CHANNEL_SEND ? pt_channel_full_stamp(position) :
						   pt_channel_free_stamp(position + c->lap);

	PT_ST(pt_channel_slot(c, position)->stamp, stamp, release); /* [H1] -> H1 */
}

/* ---- the lock: U. Drepper, "Futexes are tricky", 2011, mutex 2 ---- */

#define PT_LOCK_FREE 0u
#define PT_LOCK_TAKEN 1u
#define PT_LOCK_WANTED 2u /* taken, and there may be a thread that sleeps for it */

static inline void
pt_channel_lock(struct partop_channel *c)
{
	uint32_t was = PT_LOCK_FREE;

	if (PT_CAS(c->lock, was, PT_LOCK_TAKEN, acquire)) /* [H4] <- H4 */
		return;
	if (was != PT_LOCK_WANTED)
		was = PT_XCHG(c->lock, PT_LOCK_WANTED, acquire); /* [H4] <- H4 */
	while (was != PT_LOCK_FREE) {
		pt_futex_wait(&c->lock, PT_LOCK_WANTED);
		was = PT_XCHG(c->lock, PT_LOCK_WANTED, acquire); /* [H4] <- H4 */
	}
}

static inline void
pt_channel_unlock(struct partop_channel *c)
{
	if (PT_XCHG(c->lock, PT_LOCK_FREE, release) == PT_LOCK_WANTED) /* [H4] -> H4 */
		pt_futex_wake(&c->lock, 1);
}

/* ---- lists, under the lock ---- */

static inline void
pt_channel_link(struct pt_channel_list *l, struct pt_channel_node *n)
{
	n->next = NULL;
	n->before = l->last;
	if (l->last)
		l->last->next = n;
	else
		l->first = n;
	l->last = n;
	n->listed = true;
}

static inline void
pt_channel_unlink(struct pt_channel_list *l, struct pt_channel_node *n)
{
	if (n->before)
		n->before->next = n->next;
	else
		l->first = n->next;
	if (n->next)
		n->next->before = n->before;
	else
		l->last = n->before;
	n->listed = false;
}

/* The flag of a list that is empty goes. */
static inline void
pt_channel_lower(struct partop_channel *c, enum pt_channel_side side)
{
	if (!c->list[side].first)
		PT_AND(PT_CHANNEL_END(c, PT_CHANNEL_OTHER(side)), ~(uint64_t)PT_CHANNEL_WAIT,
			relaxed);
}

/* W2: sets the flag of this side in the other end, if there is nothing to do at that moment. */
static inline bool
pt_channel_raise(struct partop_channel *c, enum pt_channel_side side)
{
	for (;;) {
		uint64_t other = PT_LD(PT_CHANNEL_END(c, PT_CHANNEL_OTHER(side)), relaxed);
		uint64_t own = PT_LD(PT_CHANNEL_END(c, side), relaxed);

		if (((side == PT_CHANNEL_SEND ? own : other) & PT_CHANNEL_CLOSED) ||
			!pt_channel_blocked(c, side, pt_channel_position(own),
				pt_channel_position(other)))
			return false;
		if ((other & PT_CHANNEL_WAIT) /* a later claim asks for the lock */
			|| PT_CAS(PT_CHANNEL_END(c, PT_CHANNEL_OTHER(side)), other,
				   other | PT_CHANNEL_WAIT, relaxed)) /* [H2] */
			return true;
	}
}

/* The first waiter that no other channel has woken, NULL: none.  Its node may be gone. */
static inline struct pt_seat *
pt_channel_take(struct pt_channel_list *l)
{
	while (l->first) {
		struct pt_channel_node *n = l->first;
		struct pt_seat *seat = n->seat;
		uint32_t waiting = PT_SEAT_WAITING, woken = PT_SEAT_WOKEN + n->number;

		pt_channel_unlink(l, n);
		if (PT_CAS(seat->word, waiting, woken, acq_rel)) /* [H5] -> H5 */
			return seat;
	}
	return NULL;
}

/* ---- waiting and waking ---- */

/* False: there may be something to do; the node is not listed. */
static inline bool
pt_channel_enlist(struct partop_channel *c, enum pt_channel_side side, struct pt_channel_node *n)
{
	bool raised;

	pt_channel_lock(c);
	raised = pt_channel_raise(c, side);
	if (raised)
		pt_channel_link(&c->list[side], n);
	pt_channel_unlock(c);
	return raised;
}

static inline void
pt_channel_delist(struct partop_channel *c, enum pt_channel_side side, struct pt_channel_node *n)
{
	pt_channel_lock(c);
	if (n->listed) {
		pt_channel_unlink(&c->list[side], n);
		pt_channel_lower(c, side);
	}
	pt_channel_unlock(c);
}

/* W1: wakes one that waits at this side. */
static inline void
pt_channel_wake(struct partop_channel *c, enum pt_channel_side side)
{
	struct pt_seat *seat;

	pt_channel_lock(c);
	seat = pt_channel_take(&c->list[side]);
	pt_channel_lower(c, side);
	pt_channel_unlock(c);
	if (seat)
		pt_futex_wake(&seat->word, 1); /* it may be awake, or gone: then nothing happens */
}

static inline void
pt_channel_wake_all(struct partop_channel *c, enum pt_channel_side side)
{
	struct pt_seat *seat;

	while ((seat = pt_channel_take(&c->list[side])) != NULL)
		pt_futex_wake(&seat->word, 1);
	pt_channel_lower(c, side);
}

static inline void
pt_channel_shut(struct partop_channel *c)
{
	pt_channel_lock(c);
	PT_OR(c->tail, (uint64_t)PT_CHANNEL_CLOSED, release); /* [H3] -> H3 */
	pt_channel_wake_all(c, PT_CHANNEL_SEND);
	pt_channel_wake_all(c, PT_CHANNEL_RECV);
	pt_channel_unlock(c);
}

/* ---- seats ---- */

/* Before the first node is listed, and before a look at the reasons not to wait. */
static inline void
pt_seat_take(struct pt_seat *s)
{
	PT_XCHG(s->word, PT_SEAT_WAITING, acq_rel); /* [H5] [H6] <- H6 */
}

/* From here on it cannot be woken.  Returns what had become of it. */
static inline uint32_t
pt_seat_leave(struct pt_seat *s)
{
	return PT_XCHG(s->word, PT_SEAT_FREE, acq_rel); /* [H5] <- H5 */
}

/* A reason to wait no longer was written before. */
static inline void
pt_seat_cancel(struct pt_seat *s)
{
	uint32_t waiting = PT_ADD(s->word, 0u, acq_rel); /* [H6] -> H6: an RMW, also if free */

	if (waiting == PT_SEAT_WAITING &&
		PT_CAS(s->word, waiting, PT_SEAT_CANCELLED, acq_rel)) /* [H5] -> H5 */
		pt_futex_wake(&s->word, 1);
}

#endif

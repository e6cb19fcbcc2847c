/* SPDX-License-Identifier: MIT */
/*
 * Bounded channels: queues of elements between tasks and threads, with select and timeouts.
 *
 *	partop_channel *c;
 *	int error = partop_channel_create(&c, 64, sizeof(item));
 *
 *	if (error)
 *		return error;
 *	partop_channel_send(c, &item);		// by a producer; waits while 64 elements are in it
 *	partop_channel_close(c);		// no more elements will come
 *	while (partop_channel_recv(c, &item) == 0)
 *		partop_poll(w, head);
 *	partop_channel_destroy(c);
 *
 * Any number of threads may send and receive, tasks of any pool among them.  Elements are copied in
 * and out.  Those of one sender are received in the order in which it sent them, and what it wrote
 * before sending is seen by the receiver of the element.
 *
 * A task that waits *blocks its worker*: it does not run other tasks meanwhile, since one of them
 * could wait for this very task, which would then lie below it on the same stack.  In a recording
 * that time is `blocked`.  So a task may wait for threads that are no workers of its pool; or for
 * other workers, when each of them looks first, by try or select, for whatever there is to do, and
 * waits only when it has found nothing: then some worker has work, and one worker alone always finds
 * some.  It must not wait for a task that needs this worker to begin or to go on; with one worker
 * that is every task; and chunks of a loop must not wait for each other, since what is left of a loop when
 * a chunk begins can be taken after that chunk only.  A task whose group is cancelled does not wait, and does not go on waiting.
 *
 * In a forked child a channel that another thread was using during the fork may only be destroyed.
 *
 * As Go's channels, and crossbeam's in Rust.  Manual: partop_channel_send(3).
 */
#ifndef PARTOP_CHANNEL_H
#define PARTOP_CHANNEL_H

#include <partop/detail/worker.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct partop_channel partop_channel;

/* Waits as long as it takes: a timeout. */
#define PARTOP_FOREVER UINT64_MAX

/* What one partop_channel_select() may choose from. */
#define PARTOP_SELECT_MAX 64

/*
 * Makes *out, an empty channel for `capacity` elements of `size` bytes.  It is the caller's until
 * partop_channel_destroy().
 *
 * capacity: 1 to 2^31.  size may be 0: elements are then only counted.
 * Returns 0, -EINVAL: capacity, or capacity times size, is out of range, or -ENOMEM.  *out is then
 * NULL.
 * Threads: any.  Cost: an allocation of 1 KiB, and per element its bytes and 8 more, rounded up to
 * a multiple of 8.
 */
PT_API int partop_channel_create(partop_channel **out, uint64_t capacity, size_t size);

/* Frees c and what is in it; NULL is ignored.  No call on c may be under way, none may follow. */
PT_API void partop_channel_destroy(partop_channel *c);

/*
 * Says that no more elements will be sent.  Senders, waiting ones too, get -EPIPE.  Receivers get
 * what is in the channel, and then -EPIPE.  Another close does nothing.
 *
 * With several senders the last of them closes; the program has to know which one that is.
 * Threads: any.  Cost: a lock, and a system call per waiting thread.
 */
PT_API void partop_channel_close(partop_channel *c);

/*
 * Sends a copy of *element; waits while the channel is full.
 *
 * element: as many bytes as the channel says, read during the call only.
 * Returns 0; -EPIPE: the channel is closed; -ECANCELED: the calling task's group is cancelled, and
 * there was no room.  Unless 0, the element was not sent.
 * Threads: any; a task blocks its worker, see above.
 * Cost: about 20 ns, and 2 us more when a receiver sleeps and has to be woken.
 * Source: the array of D. Vyukov, "Bounded MPMC queue", 2010.
 */
PT_API int partop_channel_send(partop_channel *c, const void *element);

/* The same without waiting: -EAGAIN when the channel is full. */
PT_API int partop_channel_try_send(partop_channel *c, const void *element);

/* The same, waiting for `timeout_ns` at most: then -ETIMEDOUT. */
PT_API int partop_channel_send_timeout(partop_channel *c, const void *element, uint64_t timeout_ns);

/*
 * Receives the oldest element into *element; waits while the channel is empty.
 *
 * element: room for as many bytes as the channel says; written to only when 0 is returned.
 * Returns 0; -EPIPE: the channel is closed, and nothing is left in it; -ECANCELED: the calling
 * task's group is cancelled, and there was no element.
 * Threads and cost: as partop_channel_send().
 */
PT_API int partop_channel_recv(partop_channel *c, void *element);

/* The same without waiting: -EAGAIN when the channel is empty. */
PT_API int partop_channel_try_recv(partop_channel *c, void *element);

/* The same, waiting for `timeout_ns` at most: then -ETIMEDOUT. */
PT_API int partop_channel_recv_timeout(partop_channel *c, void *element, uint64_t timeout_ns);

/* One of the things that partop_channel_select() may do.  Zero it whole, as partop_config. */
struct partop_select {
	partop_channel *channel; /* NULL: this one is never ready */
	const void *send;        /* the element to send; NULL: receive one */
	void *recv;              /* into here */
	int error;               /* when it was chosen: 0 or -EPIPE */
};

/*
 * Does one of n sends and receives, whichever can be done first; of several that can, one at
 * random, so that none is left out for ever.
 *
 * To send on a closed channel, or to receive from one that is closed and empty, can be done: it is
 * chosen with the error -EPIPE.  n: 0 to PARTOP_SELECT_MAX.  A channel may be there several times.
 * timeout_ns: 0 does not wait, PARTOP_FOREVER without end.
 *
 * Returns the index of what was done; -ETIMEDOUT: nothing was; -ECANCELED: the calling task's group
 * is cancelled and nothing could be done; -EINVAL: n is out of range.
 * Threads: any; a task blocks its worker, see above.
 * Cost: as a try of each in turn; when it waits, a lock per channel before and after.
 */
PT_API int partop_channel_select(struct partop_select *cases, size_t n, uint64_t timeout_ns);

/* How many elements are in the channel: at some moment during the call.  Cost: two loads. */
PT_API uint64_t partop_channel_len(const partop_channel *c);

/* How many there may be. */
PT_API uint64_t partop_channel_capacity(const partop_channel *c);

#ifdef __cplusplus
}
#endif
#endif

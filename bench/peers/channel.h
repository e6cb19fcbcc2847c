/* SPDX-License-Identifier: MIT */
/*
 * Numbers through a bounded channel, for peers in C.  Threads of the system send and receive them:
 *
 *	1	one thread, which sends until the channel is full, then receives
 *	2	a sender and a receiver
 *	2 n	n senders and n receivers
 *
 * The result is the sum of what was received.
 */
#ifndef PT_PEERS_CHANNEL_H
#define PT_PEERS_CHANNEL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench/peers/peer.h"

#define CHANNEL_CAPACITY 64
#define CHANNEL_ENDS_MAX 16

struct channel_ops {
	void *(*open)(void);
	void (*send)(void *c, uint64_t x);
	bool (*recv)(void *c, uint64_t *x); /* false: closed and empty */
	void (*close)(void *c);
	void (*destroy)(void *c);
};

struct channel_end {
	const struct channel_ops *ops;
	void *channel;
	uint64_t lo, hi, sum;
	_Atomic int *senders;
	int index;
};

static void *
channel_sender(void *arg)
{
	struct channel_end *e = arg;

	if (peer_is_pinned())
		peer_pin(e->index % peer_cpus());
	for (uint64_t i = e->lo; i < e->hi; i++)
		e->ops->send(e->channel, i);
	if (atomic_fetch_sub(e->senders, 1) == 1)
		e->ops->close(e->channel);
	return NULL;
}

static void *
channel_receiver(void *arg)
{
	struct channel_end *e = arg;
	uint64_t x;

	if (peer_is_pinned())
		peer_pin(e->index % peer_cpus());
	while (e->ops->recv(e->channel, &x))
		e->sum += x;
	return NULL;
}

static inline uint64_t
channel_alone(const struct channel_ops *ops, uint64_t size)
{
	void *c = ops->open();
	uint64_t sum = 0, x;

	for (uint64_t i = 0; i < size;) {
		uint64_t n = 0;

		for (; n < CHANNEL_CAPACITY && i < size; n++)
			ops->send(c, i++);
		for (; n > 0 && ops->recv(c, &x); n--)
			sum += x;
	}
	ops->close(c);
	ops->destroy(c);
	return sum;
}

static inline uint64_t
channel_run(const struct channel_ops *ops, int workers, uint64_t size)
{
	struct channel_end end[2 * CHANNEL_ENDS_MAX];
	pthread_t thread[2 * CHANNEL_ENDS_MAX];
	int pairs = workers / 2 < CHANNEL_ENDS_MAX ? workers / 2 : CHANNEL_ENDS_MAX;
	_Atomic int senders = pairs;
	uint64_t sum = 0;
	void *c;

	if (workers < 2)
		return channel_alone(ops, size);
	c = ops->open();
	for (int i = 0; i < 2 * pairs; i++) {
		end[i] = (struct channel_end){ .ops = ops,
			.channel = c,
			.senders = &senders,
			.index = i,
			.lo = size / (unsigned)pairs * (unsigned)(i / 2),
			.hi = i / 2 + 1 == pairs ? size :
						   size / (unsigned)pairs * (unsigned)(i / 2 + 1) };
		if (pthread_create(&thread[i], NULL, i % 2 ? channel_receiver : channel_sender,
			    &end[i]))
			abort();
	}
	for (int i = 0; i < 2 * pairs; i++) {
		pthread_join(thread[i], NULL);
		sum += end[i].sum;
	}
	ops->destroy(c);
	return sum;
}

#endif

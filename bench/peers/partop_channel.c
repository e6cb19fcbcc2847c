/* SPDX-License-Identifier: MIT */
/* Our channels, as one of those that are compared. */
#include <partop/partop.h>

#include "bench/peers/channel.h"
#include "bench/peers/partop_channel.h"

static void *
open_channel(void)
{
	partop_channel *c;

	if (partop_channel_create(&c, CHANNEL_CAPACITY, sizeof(uint64_t)) != 0)
		abort();
	return c;
}

static void
send(void *c, uint64_t x)
{
	partop_channel_send(c, &x);
}

static bool
recv(void *c, uint64_t *x)
{
	return partop_channel_recv(c, x) == 0;
}

static void
close_channel(void *c)
{
	partop_channel_close(c);
}

static void
destroy(void *c)
{
	partop_channel_destroy(c);
}

uint64_t
channel_partop(int workers, uint64_t size)
{
	static const struct channel_ops ops = { open_channel, send, recv, close_channel, destroy };

	return channel_run(&ops, workers, size);
}

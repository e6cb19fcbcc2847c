/* SPDX-License-Identifier: MIT */
/* Serial C, as a peer: the programs without any runtime, and threads of the system for the rest. */
#include <pthread.h>
#include <stdlib.h>

#include "bench/peers/serial_channel.h"
#include "bench/peers/work.h"

static void *
thread_main(void *arg)
{
	return arg;
}

static void
cycle(int workers)
{
	pthread_t *thread = malloc((size_t)workers * sizeof *thread);

	for (int i = 1; thread && i < workers; i++)
		if (pthread_create(&thread[i], NULL, thread_main, NULL))
			abort();
	for (int i = 1; thread && i < workers; i++)
		pthread_join(thread[i], NULL);
	free(thread);
}

static const char *
version(void)
{
	return "C, " PEER_COMPILER;
}

static const struct peer_program programs[] = {
	{ "channel-mutex", channel_mutex },
	{ "channel-pipe", channel_pipe },
	{ NULL, NULL },
};

const struct peer peer = {
	.name = "serial",
	.version = version,
	.program = programs,
	.serial = work_serial,
	.cycle = cycle,
};

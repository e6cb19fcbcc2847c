/* SPDX-License-Identifier: MIT */
/* Serial C, as a peer: the programs without any runtime, and threads of the system for the rest. */
#include <pthread.h>
#include <stdlib.h>

#include "bench/peers/serial_channel.h"
#include "bench/peers/sums.h"
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

static uint64_t
run_sum_u64(int workers, uint64_t size)
{
	return sum_loop_u64(sums_u64(size), 0, size);
}

static uint64_t
run_sum_i32(int workers, uint64_t size)
{
	return (uint64_t)sum_loop_i32(sums_i32(size), 0, size);
}

static uint64_t
run_sum_f64(int workers, uint64_t size)
{
	return sums_check_f64(sum_loop_f64(sums_f64(size), 0, size));
}

static const struct peer_program programs[] = {
	{ "channel-mutex", channel_mutex },
	{ "channel-pipe", channel_pipe },
	{ "sum.u64", run_sum_u64 },
	{ "sum.i32", run_sum_i32 },
	{ "sum.f64", run_sum_f64 },
	{ NULL, NULL },
};

const struct peer peer = {
	.name = "serial",
	.version = version,
	.program = programs,
	.serial = work_serial,
	.cycle = cycle,
};

/* SPDX-License-Identifier: MIT */
/*
 * pipeline [N [WORKERS]]: the sum of the Collatz steps of 1 .. N, numbers made by one thread.
 *
 * Shows bounded channels: a thread outside of the pool sends batches and waits while the pool is
 * behind (back-pressure); the pool's tasks receive until the channel is closed and empty.
 */
#include <partop/partop.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 1000
#define CAPACITY 16

struct batch {
	uint64_t lo, hi;
};

struct job {
	partop_channel *batches;
	uint64_t n;
	_Atomic uint64_t steps;
};

static void *
produce(void *arg)
{
	struct job *job = arg;

	for (uint64_t lo = 1; lo <= job->n; lo += BATCH) {
		struct batch b = { lo, lo + BATCH <= job->n ? lo + BATCH : job->n + 1 };

		if (partop_channel_send(job->batches, &b) != 0)
			break;
	}
	partop_channel_close(job->batches);
	return NULL;
}

static uint64_t
collatz(uint64_t x)
{
	uint64_t steps = 0;

	for (; x != 1; steps++)
		x = x % 2 ? 3 * x + 1 : x / 2;
	return steps;
}

static void
consume(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct job *job = arg;
	struct batch b;

	(void)lo, (void)hi;
	while (partop_channel_recv(job->batches, &b) == 0) {
		uint64_t steps = 0;

		for (uint64_t x = b.lo; x < b.hi; x++)
			steps += collatz(x);
		atomic_fetch_add(&job->steps, steps);
		partop_poll(w, head);
	}
}

/* A consumer per worker. */
static void
root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_range_options each = { .grain = 1, .label = "consume" };

	partop_for(w, head, 0, (uint64_t)partop_worker_count(w), consume, arg, &each);
}

static int
run(struct job *job, partop_pool *pool)
{
	pthread_t producer;
	int error = pthread_create(&producer, NULL, produce, job);

	if (error)
		return -error;
	error = partop_run(pool, root, job);
	partop_channel_close(job->batches); /* a cancelled run leaves the producer waiting */
	pthread_join(producer, NULL);
	return error;
}

int
main(int argc, char **argv)
{
	struct job job = { .n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000 };
	struct partop_config config = { .threads = argc > 2 ? atoi(argv[2]) : 0 };
	partop_pool *pool;
	int error = partop_pool_open(&pool, &config);

	if (!error)
		error = partop_channel_create(&job.batches, CAPACITY, sizeof(struct batch));
	if (!error)
		error = run(&job, pool);
	partop_channel_destroy(job.batches);
	partop_pool_close(pool);
	if (error) {
		fprintf(stderr, "pipeline: %s\n", strerror(-error));
		return 1;
	}
	printf("%llu steps\n", (unsigned long long)job.steps);
	return 0;
}

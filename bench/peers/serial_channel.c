/* SPDX-License-Identifier: MIT */
/* Channels without a library: a ring under a mutex with two conditions, and a pipe of the system. */
#include "bench/peers/serial_channel.h"

#include <unistd.h>

#include "bench/peers/channel.h"

/* ---- mutex ---- */

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t not_full, not_empty;
	uint64_t slot[CHANNEL_CAPACITY];
	unsigned head, len;
	bool closed;
};

static void *
queue_open(void)
{
	struct queue *q = calloc(1, sizeof *q);

	if (!q)
		abort();
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->not_full, NULL);
	pthread_cond_init(&q->not_empty, NULL);
	return q;
}

static void
queue_send(void *c, uint64_t x)
{
	struct queue *q = c;

	pthread_mutex_lock(&q->lock);
	while (q->len == CHANNEL_CAPACITY)
		pthread_cond_wait(&q->not_full, &q->lock);
	q->slot[(q->head + q->len++) % CHANNEL_CAPACITY] = x;
	pthread_mutex_unlock(&q->lock);
	pthread_cond_signal(&q->not_empty);
}

static bool
queue_recv(void *c, uint64_t *x)
{
	struct queue *q = c;
	bool got;

	pthread_mutex_lock(&q->lock);
	while (q->len == 0 && !q->closed)
		pthread_cond_wait(&q->not_empty, &q->lock);
	got = q->len > 0;
	if (got) {
		*x = q->slot[q->head];
		q->head = (q->head + 1) % CHANNEL_CAPACITY;
		q->len--;
	}
	pthread_mutex_unlock(&q->lock);
	pthread_cond_signal(&q->not_full);
	return got;
}

static void
queue_close(void *c)
{
	struct queue *q = c;

	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_mutex_unlock(&q->lock);
	pthread_cond_broadcast(&q->not_empty);
}

static void
queue_destroy(void *c)
{
	free(c);
}

uint64_t
channel_mutex(int workers, uint64_t size)
{
	static const struct channel_ops ops = { queue_open, queue_send, queue_recv, queue_close,
		queue_destroy };

	return channel_run(&ops, workers, size);
}

/* ---- pipe: its capacity is the system's ---- */

static void *
pipe_open(void)
{
	int *fd = calloc(2, sizeof *fd);

	if (!fd || pipe(fd) != 0)
		abort();
	return fd;
}

static void
pipe_send(void *c, uint64_t x)
{
	if (write(((int *)c)[1], &x, sizeof x) != sizeof x)
		abort();
}

static bool
pipe_recv(void *c, uint64_t *x)
{
	return read(((int *)c)[0], x, sizeof *x) == sizeof *x;
}

static void
pipe_close(void *c)
{
	close(((int *)c)[1]);
}

static void
pipe_destroy(void *c)
{
	close(((int *)c)[0]);
	free(c);
}

uint64_t
channel_pipe(int workers, uint64_t size)
{
	static const struct channel_ops ops = { pipe_open, pipe_send, pipe_recv, pipe_close,
		pipe_destroy };

	return channel_run(&ops, workers, size);
}

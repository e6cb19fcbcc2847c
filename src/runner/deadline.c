/* SPDX-License-Identifier: MIT */
/*
 * Cancelling runs whose time is over.  See deadline.h.
 */
#include "runner/deadline.h"

#include <errno.h>
#include <time.h>

#define SECOND UINT64_C(1000000000)

/* Cancels with the lock held, so that the pool is still the one that runs. */
static void *
wait_for_time(void *arg)
{
	struct pt_deadline *c = arg;
	const struct timespec until = { .tv_sec = (time_t)(c->until_ns / SECOND),
		.tv_nsec = (long)(c->until_ns % SECOND) };

	pthread_mutex_lock(&c->lock);
	while (!c->ended && !c->over)
		c->over = pthread_cond_timedwait(&c->changed, &c->lock, &until) == ETIMEDOUT;
	if (c->over && c->pool != NULL)
		partop_pool_cancel(c->pool, ECANCELED);
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

void
pt_deadline_begin(struct pt_deadline *c, uint64_t until_ns)
{
	pthread_condattr_t monotonic;

	*c = (struct pt_deadline){ .until_ns = until_ns };
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&c->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&c->lock, NULL);
	c->started = pthread_create(&c->thread, NULL, wait_for_time, c) == 0;
}

void
pt_deadline_end(struct pt_deadline *c)
{
	pthread_mutex_lock(&c->lock);
	c->ended = true;
	pthread_cond_signal(&c->changed);
	pthread_mutex_unlock(&c->lock);
	if (c->started)
		pthread_join(c->thread, NULL);
	pthread_cond_destroy(&c->changed);
	pthread_mutex_destroy(&c->lock);
}

void
pt_deadline_pool(struct pt_deadline *c, partop_pool *pool)
{
	pthread_mutex_lock(&c->lock);
	c->pool = pool;
	pthread_mutex_unlock(&c->lock);
}

bool
pt_deadline_over(struct pt_deadline *c)
{
	bool over;

	pthread_mutex_lock(&c->lock);
	over = c->over;
	pthread_mutex_unlock(&c->lock);
	return over;
}

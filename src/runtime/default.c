/* SPDX-License-Identifier: MIT */
/*
 * The default pool: made on first use, closed at exit.
 */
#include "config.h"

#include "runtime/default.h"

#include "runtime/worker.h"

/* Under lock.  It is not held while the pool is opened, which takes long and takes other locks. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static bool opening; /* by some thread */
static partop_pool *pool;

static partop_pool *
open_default(void)
{
	partop_pool *p;

	partop_pool_open(&p, NULL);
	pthread_mutex_lock(&lock);
	pool = p;
	opening = false;
	pthread_cond_broadcast(&opened);
	pthread_mutex_unlock(&lock);
	return p;
}

static void
await_opening(void)
{
	while (opening)
		pthread_cond_wait(&opened, &lock);
}

partop_pool *
partop_pool_default(void)
{
	partop_pool *p;

	pthread_mutex_lock(&lock);
	await_opening();
	p = pool;
	opening = !p;
	pthread_mutex_unlock(&lock);
	return p ? p : open_default();
}

bool
pt_default_pool_is(const partop_pool *p)
{
	bool is;

	pthread_mutex_lock(&lock);
	is = p == pool;
	pthread_mutex_unlock(&lock);
	return is;
}

bool
pt_default_pool_close(void)
{
	partop_pool *p;

	if (pt_current)
		return false;
	pthread_mutex_lock(&lock);
	await_opening();
	p = pool;
	if (p && pthread_mutex_trylock(&p->run_lock)) {
		pthread_mutex_unlock(&lock);
		return false;
	}
	pool = NULL;
	pthread_mutex_unlock(&lock);
	if (p) {
		pthread_mutex_unlock(&p->run_lock);
		pt_pool_destroy(p);
	}
	return true;
}

void
pt_default_pool_before_fork(void)
{
	pthread_mutex_lock(&lock);
}

/* A pool that is being opened is the parent's. */
void
pt_default_pool_after_fork(bool in_child)
{
	if (in_child) {
		opened = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
		opening = false;
		pool = NULL;
	}
	pthread_mutex_unlock(&lock);
}

/* SPDX-License-Identifier: MIT */
/*
 * The default pool: made on first use, closed at exit.
 */
#include "config.h"

#include "runtime/default.h"

#include "runtime/worker.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static partop_pool *pool;	/* under lock */

partop_pool *
partop_pool_default(void)
{
	partop_pool *p;

	pthread_mutex_lock(&lock);
	if (!pool)
		partop_pool_open(&pool, NULL);
	p = pool;
	pthread_mutex_unlock(&lock);
	return p;
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
pt_default_pool_forget(void)
{
	lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	pool = NULL;
}

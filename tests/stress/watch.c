/* SPDX-License-Identifier: MIT */
/*
 * The watchdog: a thread that looks once a second whether anything went on, and ends the process
 * with the state of all workers when nothing did for too long.  Progress is a call of
 * stress_alive(), or a counter of a pool that only grows when work is done.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/pool.h"

#define POOLS 128
#ifdef PT_CHAOS /* a yield beside busy loops takes a time slice */
#define PATIENCE_S 120
#else
#define PATIENCE_S (SANITIZED ? 20 : 10)
#endif

static partop_pool *pools[POOLS]; /* under lock */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic uint64_t beats;

void
stress_alive(void)
{
	atomic_fetch_add_explicit(&beats, 1, memory_order_relaxed);
}

partop_pool *
stress_open(int n, uint32_t slots)
{
	struct partop_config c = { .threads = n,
		.task_slots = slots,
		.seed = stress_seed,
		.stack_bytes = 1 << 20 };
	partop_pool *p;

	CHECK(partop_pool_open(&p, &c) == 0);
	CHECK(partop_pool_threads(p) == n);
	pthread_mutex_lock(&lock);
	for (int i = 0; i < POOLS; i++)
		if (!pools[i]) {
			pools[i] = p;
			break;
		}
	pthread_mutex_unlock(&lock);
	stress_alive();
	return p;
}

void
stress_close(partop_pool *p)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; i < POOLS; i++)
		if (pools[i] == p)
			pools[i] = NULL;
	pthread_mutex_unlock(&lock);
	partop_pool_close(p);
	stress_alive();
}

/* Searching is no progress: a pool that only looks for work is what is to be found out. */
static uint64_t
work_of(const partop_pool *p)
{
	return stress_total(p, PT_COUNTER_SPAWNED) + stress_total(p, PT_COUNTER_JOINED) +
		stress_total(p, PT_COUNTER_CHUNKS) + stress_total(p, PT_COUNTER_CANCELLED) +
		stress_total(p, PT_COUNTER_SLOW_SYNC);
}

static void
dump_pool(const partop_pool *p)
{
	fprintf(stderr, "# pool %u: %d workers, ctl %#x searchers %u idle %d\n", p->id, p->n,
		PT_LD(p->ctl, relaxed), PT_LD(p->sleep.searchers, relaxed), pt_pool_idle(p));
	for (int i = 0; i < p->n; i++) {
		const struct pt_worker *w = &p->worker[i];
		uint64_t ts = PT_LD(w->pub.deque.ts, relaxed);

		fprintf(stderr,
			"# worker %d: tail %u split %u park %u limit %#lx sgate %#lx "
			"state %u spawned %lu\n",
			i, PT_TAIL(ts), PT_SPLIT(ts), PT_LD(w->park, relaxed),
			(unsigned long)PT_LD(w->pub.deque.limit, relaxed),
			(unsigned long)PT_LD(w->pub.deque.sgate, relaxed),
			PT_LD(w->pen->page->state, relaxed) & (PT_REC_STATES - 1),
			(unsigned long)PT_LD(w->pen->page->counter[PT_COUNTER_SPAWNED], relaxed));
	}
}

/* Without the lock when its holder is stuck. */
void
stress_dump(void)
{
	bool locked = pthread_mutex_trylock(&lock) == 0;

	for (int i = 0; i < POOLS; i++)
		if (pools[i])
			dump_pool(pools[i]);
	if (locked)
		pthread_mutex_unlock(&lock);
}

static uint64_t
progress(void)
{
	uint64_t sum = atomic_load_explicit(&beats, memory_order_relaxed);

	pthread_mutex_lock(&lock);
	for (int i = 0; i < POOLS; i++)
		if (pools[i])
			sum += work_of(pools[i]);
	pthread_mutex_unlock(&lock);
	return sum;
}

static void *
watch(void *arg)
{
	uint64_t seen = 0;

	for (int idle = 0; idle < PATIENCE_S; idle++) {
		uint64_t now;

		sleep(1);
		now = progress();
		if (now != seen)
			idle = 0;
		seen = now;
	}
	stress_failed(__FILE__, __LINE__, "no progress");
	return arg;
}

void
stress_watch(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, watch, NULL) == 0);
	pthread_detach(thread);
}

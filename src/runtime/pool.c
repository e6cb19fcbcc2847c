/* SPDX-License-Identifier: MIT */
/*
 * Opening and closing a pool.
 *
 * Everything is made before the threads are let go, so that the number of workers, which thieves
 * and sleepers read without a lock, is final when they start.
 */
#include "config.h"

#include "runtime/pool.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/parse.h"
#include "os/clock.h"
#include "os/cpus.h"
#include "os/distance.h"
#include "os/futex.h"
#include "recording/keys.h"
#include "runtime/default.h"
#include "runtime/marks.h"
#include "runtime/recorder.h"
#include "runtime/space.h"
#include "runtime/worker.h"

#define TASK_SLOTS (1u << 20)
#define TASK_SLOTS_MAX (1u << 26)
#define STACK_BYTES ((size_t)8 << 20)
#define BOOK_HZ 10000  /* intervals of 100 us are worth a look at schedstat */
#define LOOK_HZ 10     /* the affinity mask is looked at every 100 ms */
#define EAGER_HZ 50000 /* an eager passage every 20 us */

static PT_ATOMIC(uint32_t) pools_opened;
static pthread_mutex_t pens_lock = PTHREAD_MUTEX_INITIALIZER; /* a pool's slots are in a row */

int
partop_default_threads(void)
{
	const char *text = getenv("PARTOP_THREADS");
	uint64_t n;
	int threads;

	if (text && pt_parse_u64(text, &n) == PT_PARSE_OK && n >= 1 && n <= PARTOP_MAX_THREADS)
		return (int)n;
	threads = pt_cpus_default_threads();
	return threads < PARTOP_MAX_THREADS ? threads : PARTOP_MAX_THREADS;
}

void
pt_pool_before_fork(void)
{
	pthread_mutex_lock(&pens_lock);
}

void
pt_pool_after_fork(void)
{
	pthread_mutex_unlock(&pens_lock);
}

static int
open_pens(partop_pool *p, const char *name)
{
	struct pt_rec_writer *writer = pt_recorder_writer();
	int r = 0;

	snprintf(p->name, sizeof(p->name), "%s", name ? name : "partop");
	pthread_mutex_lock(&pens_lock);
	for (int i = 0; i < p->n && !r; i++) {
		struct pt_worker *w = &p->worker[i];
		char text[64];

		snprintf(text, sizeof(text), "%s-%d", name ? name : "partop", i);
		if (writer)
			w->pen = pt_rec_pen_open(writer, text, p->id, (uint32_t)i);
		if (!w->pen)
			w->pen = pt_rec_pen_open_blind(writer);
		if (!w->pen)
			r = -ENOMEM;
	}
	pthread_mutex_unlock(&pens_lock);
	return r;
}

static void
init_worker(partop_pool *p, int i, uint32_t slots, uint64_t seed)
{
	struct pt_worker *w = &p->worker[i];

	w->pool = p;
	w->frame = &w->root;
	w->id = (uint32_t)i;
	w->seed = (uint32_t)(seed ^ seed >> 32) + (uint32_t)i * 7919 + 1;
	w->top = slots;
	w->pub.deque.soft = slots;
	w->pub.deque.slot = w->pen->slot;
	w->pub.deque.spawned = &w->pen->page->counter[PT_COUNTER_SPAWNED];
	pt_deque_open(&w->pub.deque, w->pen->level >= PT_REC_LEVEL_FULL, p->n > 1);
}

/* Ends worker i, which has no thread. */
static void
fini_worker(partop_pool *p, int i)
{
	struct pt_worker *w = &p->worker[i];

	if (w->pen)
		pt_rec_pen_close(w->pen);
	if (w->pub.deque.base)
		munmap(w->pub.deque.base, p->slot_bytes + p->guard_bytes);
}

/* Pins only when every worker gets a CPU of its own. */
static void
choose_cpus(partop_pool *p, bool pin)
{
	if (!pin || p->n > pt_cpus_allowed())
		return;
	p->cpu = calloc((size_t)p->n, sizeof(*p->cpu));
	if (p->cpu)
		p->pinned = pt_cpus_list(p->cpu, p->n) >= p->n;
}

/* Near victims first where the workers' CPUs are known: see victims.h. */
static void
order_victims(partop_pool *p)
{
	size_t n = (size_t)p->n;
	uint8_t *near = p->pinned && n > 2 ? malloc(n * n) : NULL;

	if (near && pt_distance_read("", p->cpu, p->n, near)) {
		free(near);
		near = NULL;
	}
	for (int i = 0; i < p->n; i++)
		pt_victims_sort(&p->worker[i].victims, p->order + (size_t)i * n,
			near ? near + (size_t)i * n : NULL, p->n, i);
	free(near);
}

/* Makes the threads; with fewer than wanted the pool gets smaller. */
static void
start_threads(partop_pool *p)
{
	pthread_attr_t attr;
	int made = 1;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, p->stack_bytes);
	pt_chaos_call_begin(p->id);
	pt_chaos_expect(p->id, (uint32_t)p->n - 1);
	while (made < p->n &&
		!pthread_create(&p->thread[made], &attr, pt_worker_main, &p->worker[made]))
		made++;
	pthread_attr_destroy(&attr);
	pt_chaos_arrived(p->id, (uint32_t)made - 1);
	for (int i = made; i < p->n; i++)
		fini_worker(p, i);
	p->n = made;
	order_victims(p);
	PT_ST(p->crowded, p->n > pt_cpus_allowed(), relaxed);
	PT_ST(p->looked, pt_ticks(), relaxed);
	PT_ST(p->started, 1, release); /* -> acquire in worker.c: all of the pool */
	pt_futex_wake(&p->started, INT_MAX);
	pt_chaos_call_end();
}

/* A user's program is described by its first pool. */
static void
describe(const partop_pool *p)
{
	struct pt_rec_writer *writer = pt_recorder_writer();
	char text[16];

	if (p->id != 1 || !pt_recorder_is_foreign())
		return;
	snprintf(text, sizeof(text), "%d", p->n);
	pt_rec_meta(writer, PT_KEY_THREADS, text);
	pt_rec_meta(writer, PT_KEY_PINNED, p->pinned ? "1" : "0");
	pt_rec_meta(writer, PT_KEY_OVERSUBSCRIBED, p->n > pt_cpus_allowed() ? "1" : "0");
}

static void
free_pool(partop_pool *p)
{
	for (int i = 0; p->worker && i < p->n; i++)
		fini_worker(p, i);
	if (p->worker)
		munmap(p->worker, p->worker_bytes);
	pthread_mutex_destroy(&p->run_lock);
	free(p->thread);
	free(p->order);
	free(p->cpu);
	free(p);
}

static partop_pool *
alloc_pool(int n)
{
	partop_pool *p = aligned_alloc(64, (sizeof(*p) + 63) / 64 * 64);
	void *m;

	if (!p)
		return NULL;
	memset(p, 0, sizeof(*p));
	pthread_mutex_init(&p->run_lock, NULL);
	p->n = n;
	p->pid = getpid();
	p->groups_free = ~(1ull << PT_GROUP_NONE | 1ull << PT_GROUP_ROOT);
	p->id = PT_ADD(pools_opened, 1, relaxed) + 1;
	p->worker_bytes = (size_t)n * sizeof(*p->worker);
	p->thread = calloc((size_t)n, sizeof(*p->thread));
	p->order = malloc((size_t)n * (size_t)n);
	m = mmap(NULL, p->worker_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	p->worker = m == MAP_FAILED ? NULL : m;
	if (!p->thread || !p->order || !p->worker) {
		free_pool(p);
		return NULL;
	}
	return p;
}

int
partop_pool_open(partop_pool **out, const struct partop_config *config)
{
	struct partop_config c = config ? *config : (struct partop_config){ 0 };
	uint32_t slots = c.task_slots ? c.task_slots : TASK_SLOTS;
	size_t stack_bytes = c.stack_bytes;
	int n = c.threads ? c.threads : partop_default_threads(), r;
	partop_pool *p;

	*out = NULL;
	if (n < 1 || n > PARTOP_MAX_THREADS || slots >= TASK_SLOTS_MAX ||
		(stack_bytes && stack_bytes < (size_t)PTHREAD_STACK_MIN))
		return -EINVAL;
	pt_clock_init();
	p = alloc_pool(n);
	if (!p)
		return -ENOMEM;
	p->stack_bytes = stack_bytes ? stack_bytes : pt_space_stack_bytes(n, STACK_BYTES);
	p->book_ticks = pt_clock_hz() / BOOK_HZ;
	p->look_ticks = pt_chaos_is_serial() ? UINT64_MAX : pt_clock_hz() / LOOK_HZ;
	p->eager_ticks = pt_clock_hz() / EAGER_HZ;
	pt_check_opening(p);
	r = open_pens(p, c.name);
	if (!r)
		r = pt_space_reserve(p, &slots, c.task_slots != 0);
	if (r) {
		free_pool(p);
		return r;
	}
	for (int i = 0; i < n; i++)
		init_worker(p, i, slots, c.seed + pt_chaos_seed());
	choose_cpus(p, c.pin);
	start_threads(p);
	pt_check_opened(p);
	describe(p);
	pt_marks_open(p);
	*out = p;
	return 0;
}

static void
stop_threads(partop_pool *p)
{
	pt_check_closing(p);
	pt_chaos_call_begin(p->id);
	pt_search_quit(p);
	pt_chaos_await_leave(p->id);
	pt_chaos_call_end();
	for (int i = 1; i < p->n; i++)
		pthread_join(p->thread[i], NULL);
	pt_check_closed(p);
}

void
partop_pool_close(partop_pool *p)
{
	if (!p || pt_default_pool_is(p))
		return;
	pt_pool_destroy(p);
}

/* In a forked child the pool's threads do not exist. */
void
pt_pool_destroy(partop_pool *p)
{
	bool blocked = pt_rec_unblock_cuts();

	if (p->pid == getpid())
		stop_threads(p);
	free_pool(p);
	pt_rec_block_cuts(blocked);
}

int
partop_pool_threads(const partop_pool *p)
{
	return p->n;
}

uint32_t
partop_worker_index(const partop_worker *w)
{
	return ((const struct pt_worker *)(const void *)w)->id;
}

int
partop_worker_count(const partop_worker *w)
{
	return ((const struct pt_worker *)(const void *)w)->pool->n;
}

uint32_t
pt_pool_first_slot(const partop_pool *p)
{
	return p->worker[0].pub.deque.slot;
}

int
pt_pool_idle(const partop_pool *p)
{
	int n = 0;

	for (int k = 0; k < PT_IDLE_WORDS; k++)
		n += __builtin_popcountll(PT_LD(p->sleep.idle[k], relaxed));
	return n;
}

bool
pt_pool_pinned(const partop_pool *p)
{
	return p->pinned;
}

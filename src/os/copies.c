/* SPDX-License-Identifier: MIT */
/* Copies of a kernel side by side: see copies.h. */
#include "os/copies.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/clock.h"
#include "os/cpus.h"

#define STACK_BYTES ((size_t)256 << 10)

struct copy {
	struct pt_copies *set;
	pthread_t thread;
	int cpu;                                  /* -1: wherever the kernel likes */
	struct pt_kernel_state state[PT_KERNELS]; /* made at the first run, kept */
	bool once; /* it reads its memory once, then caches have it */
	/* of the last run */
	uint64_t steps, cpu_ns, wall_ns;
	int error;
};

struct pt_copies {
	unsigned most;
	size_t memory_bytes; /* of one copy */
	enum pt_kernel kernel;
	uint64_t ns;
	/* the start: all begin together, or none */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned ready;
	enum { HOLD, GO, CANCEL } order;
	struct copy copy[];
};

struct pt_copies *
pt_copies_open(unsigned most, size_t memory_bytes)
{
	struct pt_copies *c = calloc(1, sizeof(*c) + most * sizeof(c->copy[0]));
	int *cpu = calloc(most, sizeof(*cpu)), known = cpu ? pt_cpus_list(cpu, (int)most) : 0;

	if (c) {
		c->most = most;
		c->memory_bytes = memory_bytes / (most > 0 ? most : 1);
		pthread_mutex_init(&c->lock, NULL);
		pthread_cond_init(&c->changed, NULL);
		for (unsigned i = 0; i < most; i++)
			c->copy[i] = (struct copy){ .set = c, .cpu = (int)i < known ? cpu[i] : -1 };
	}
	free(cpu);
	return c;
}

void
pt_copies_close(struct pt_copies *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < c->most; i++)
		for (unsigned k = 0; k < PT_KERNELS; k++)
			pt_kernel_fini(&c->copy[i].state[k]);
	pthread_cond_destroy(&c->changed);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static uint64_t
thread_cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int
prepare(struct copy *c)
{
	struct pt_kernel_state *s = &c->state[c->set->kernel];
	size_t bytes = pt_kernel_bytes(c->set->kernel, c->set->memory_bytes);

	if (c->cpu >= 0)
		(void)pt_cpus_pin_self(c->cpu);
	if (!s->memory &&
		pt_kernel_init(s, c->set->kernel, bytes, (unsigned)(c - c->set->copy)) < 0)
		return -ENOMEM;
	c->once = pt_kernel_forget(s, c->set->kernel);
	return 0;
}

static bool
wait_for_order(struct pt_copies *set)
{
	bool go;

	pthread_mutex_lock(&set->lock);
	set->ready++;
	pthread_cond_broadcast(&set->changed);
	while (set->order == HOLD)
		pthread_cond_wait(&set->changed, &set->lock);
	go = set->order == GO;
	pthread_mutex_unlock(&set->lock);
	return go;
}

static void
work(struct copy *c)
{
	struct pt_kernel_state *s = &c->state[c->set->kernel];
	uint64_t begin = pt_now_ns(), cpu = thread_cpu_ns(), now;

	do {
		pt_kernel_step(s, c->set->kernel);
		c->steps++;
		now = pt_now_ns();
	} while (now - begin < c->set->ns && !(c->once && pt_kernel_is_through(s)));
	c->cpu_ns = thread_cpu_ns() - cpu;
	c->wall_ns = now - begin;
}

static void *
copy_main(void *arg)
{
	struct copy *c = arg;

	c->steps = 0;
	c->error = prepare(c);
	if (wait_for_order(c->set) && c->error == 0)
		work(c);
	return NULL;
}

/* Starts the threads; how many there are. */
static unsigned
start(struct pt_copies *c, unsigned copies)
{
	pthread_attr_t attr;
	unsigned n = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (n < copies && pthread_create(&c->copy[n].thread, &attr, copy_main, &c->copy[n]) == 0)
		n++;
	pthread_attr_destroy(&attr);
	return n;
}

static void
give_order(struct pt_copies *c, unsigned threads, unsigned copies)
{
	pthread_mutex_lock(&c->lock);
	while (c->ready < threads)
		pthread_cond_wait(&c->changed, &c->lock);
	c->order = threads == copies ? GO : CANCEL;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
}

static int
sum_up(const struct pt_copies *c, unsigned copies, struct pt_copies_result *out)
{
	uint64_t cpu_ns = 0, wall_ns = 0;

	*out = (struct pt_copies_result){ 0 };
	for (unsigned i = 0; i < copies; i++) {
		const struct copy *one = &c->copy[i];

		if (one->error != 0)
			return one->error;
		if (one->cpu_ns == 0)
			return -EAGAIN;
		out->steps_per_s += (double)one->steps / (double)one->cpu_ns * 1e9 / copies;
		cpu_ns += one->cpu_ns;
		wall_ns += one->wall_ns;
	}
	out->on_cpu = (double)cpu_ns / (double)wall_ns;
	return 0;
}

int
pt_copies_run(struct pt_copies *c, enum pt_kernel k, unsigned copies, uint64_t ns,
	struct pt_copies_result *out)
{
	unsigned threads;

	if (copies == 0 || copies > c->most)
		return -EINVAL;
	c->kernel = k;
	c->ns = ns;
	c->ready = 0;
	c->order = HOLD;
	threads = start(c, copies);
	give_order(c, threads, copies);
	for (unsigned i = 0; i < threads; i++)
		pthread_join(c->copy[i].thread, NULL);
	return threads == copies ? sum_up(c, copies, out) : -EAGAIN;
}

/* SPDX-License-Identifier: MIT */
/* The workload quicksort as a peer: its kernels, and the runtime as `partop run` has it. */
#include "config.h"

#include <partop/partop.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench/peers/keys.h"
#include "bench/peers/peer.h"
#include "workloads/sort/input.h"
#include "workloads/sort/sort.h"

#define WORKERS_MAX 65

static partop_pool *pool[WORKERS_MAX];

static void
open_pool(int workers)
{
	struct partop_config config = { .threads = workers, .pin = peer_is_pinned() };

	if (workers >= WORKERS_MAX || (!pool[workers] && partop_pool_open(&pool[workers], &config)))
		abort();
}

struct call {
	uint64_t size;
	struct pt_psort_options options;
};

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	const struct call *c = arg;

	pt_psort(w, head, keys_array(), c->size, &c->options);
}

/* 0 workers: the sequential version. */
static uint64_t
sort(int workers, uint64_t size, enum pt_elem elem, enum pt_simd level)
{
	struct call c = { size, { .elem = elem, .level = level } };

	if (workers)
		partop_run(pool[workers], root, &c);
	else
		pt_sort(keys_array(), size, elem, level);
	return 0;
}

struct half {
	char *first;
	size_t n;
	enum pt_elem elem;
	int cpu;
};

static void *
sort_half(void *arg)
{
	const struct half *h = arg;

	if (peer_is_pinned())
		peer_pin(h->cpu);
	pt_sort(h->first, h->n, h->elem, pt_simd_best());
	if (peer_is_pinned())
		peer_pin(-1);
	return NULL;
}

static uint64_t
halves(int workers, uint64_t size, enum pt_elem elem)
{
	char *a = keys_array(), *middle = a + size / 2 * pt_sort_elem_bytes(elem);
	struct half low = { a, size / 2, elem, 0 }, high = { middle, size - size / 2, elem, 1 };
	bool both = workers > 1;
	pthread_t thread;

	if (both && pthread_create(&thread, NULL, sort_half, &high))
		abort();
	sort_half(&low);
	if (both)
		pthread_join(thread, NULL);
	return 0;
}

#define TYPE(name, ELEM) \
	static uint64_t run_##name(int workers, uint64_t size) \
	{ \
		return sort(workers, size, ELEM, pt_simd_best()); \
	} \
	static uint64_t run_scalar_##name(int workers, uint64_t size) \
	{ \
		return sort(workers, size, ELEM, PT_SIMD_NONE); \
	} \
	static uint64_t run_half_##name(int workers, uint64_t size) \
	{ \
		return halves(workers, size, ELEM); \
	}
TYPE(u64, PT_ELEM_U64)
TYPE(i32, PT_ELEM_I32)
TYPE(f64, PT_ELEM_F64)

static const struct peer_program programs[] = {
	KEYS_ROWS(run, ""),
	KEYS_INPUT_ROWS(run),
	KEYS_ROWS(run_scalar, "-scalar"),
	KEYS_ROWS(run_half, "-half"),
	{ NULL, NULL },
};

static const char *
version(void)
{
	return "partop " PACKAGE_VERSION ", " PEER_COMPILER;
}

const struct peer peer = {
	.name = "quicksort",
	.version = version,
	.program = programs,
	.serial = programs,
	.open = open_pool,
};

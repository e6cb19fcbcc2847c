/* SPDX-License-Identifier: MIT */
/* Sorting 10 million u64: glibc's qsort, our sequential sort, and the parallel one on 1, 2 and 8 workers. */
#include <partop/partop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "workloads/sort/sort.h"
#include "workloads/workload.h"

#define N ((size_t)10000000)

static uint64_t *input, *array;

struct contender {
	partop_pool *pool;
	int workers;
};

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
prepare(void *arg)
{
	memcpy(array, input, N * sizeof *array);
}

static void
run_qsort(void *arg)
{
	qsort(array, N, sizeof *array, by_value);
}

static void
run_sequential(void *arg)
{
	pt_sort(array, N, PT_ELEM_U64, pt_simd_best());
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	pt_psort(w, head, array, N,
		&(struct pt_psort_options){ .elem = PT_ELEM_U64, .level = pt_simd_best() });
}

static void
run_parallel(void *arg)
{
	partop_run(((struct contender *)arg)->pool, root, NULL);
}

int
main(int argc, char **argv)
{
	static struct contender c[] = { { .workers = 1 }, { .workers = 2 }, { .workers = 8 } };
	const struct bench_contender list[] = {
		{ "glibc qsort", run_qsort, prepare, NULL },
		{ "sequential", run_sequential, prepare, NULL },
		{ "1 worker", run_parallel, prepare, &c[0] },
		{ "2 workers", run_parallel, prepare, &c[1] },
		{ "8 workers", run_parallel, prepare, &c[2] },
	};
	static struct bench b;

	input = pt_buffer_alloc(N * sizeof *input);
	array = pt_buffer_alloc(N * sizeof *array);
	if (!input || !array)
		return 3;
	for (size_t i = 0; i < N; i++)
		input[i] = pt_mix(i);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++)
		if (partop_pool_open(&c[i].pool,
			    &(struct partop_config){ .threads = c[i].workers, .pin = true }))
			return 3;
	bench_run(&b, list, sizeof list / sizeof *list, argc > 1 ? (size_t)atoi(argv[1]) : 7);
	bench_print(&b, "Sorting 10 M u64, random");
	bench_ratio(&b, "sequential / qsort", 1, 0, "<= 0.25");
	bench_ratio(&b, "1 worker / sequential", 2, 1, "about 1");
	bench_ratio(&b, "T_2 / T_1", 3, 2, "<= 0.55");
	bench_ratio(&b, "8 workers / 2 workers", 4, 3, "<= 1.10");
	return 0;
}

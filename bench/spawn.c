/* SPDX-License-Identifier: MIT */
/*
 * The cost of a spawn and of sharing: fib with a task per call and no cut-off, beside the same
 * recursion without tasks, on 1, 2 and 8 workers.  Workers are pinned where they fit the CPUs, as
 * partop run does.
 */
#include <partop/partop.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

#define N 36
#define SPAWNS 24157816.0	/* calls with n >= 2 of fib(36) */

struct contender {
	partop_pool *pool;
	int workers;
	long result;
};

static long
serial(int n)
{
	return n < 2 ? n : serial(n - 1) + serial(n - 2);
}

PARTOP_TASK_1(long, fib, int, n)
{
	long b;

	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	b = PARTOP_CALL(fib, n - 2);
	return PARTOP_SYNC(fib) + b;
}

struct number {
	int n;
	long result;
};

static void
plain(partop_worker *w, partop_task *head, void *arg)
{
	struct number *x = arg, a = { x->n - 1, 0 }, b = { x->n - 2, 0 };

	if (x->n < 2) {
		x->result = x->n;
		return;
	}
	partop_join(w, head, plain, &b, plain, &a);
	x->result = a.result + b.result;
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	((struct contender *)arg)->result = PARTOP_CALL(fib, N);
}

static void
plain_root(partop_worker *w, partop_task *head, void *arg)
{
	struct number x = { N, 0 };

	plain(w, head, &x);
	((struct contender *)arg)->result = x.result;
}

static void
run_serial(void *arg)
{
	volatile int n = N;

	((struct contender *)arg)->result = serial(n);
}

static void
run_typed(void *arg)
{
	struct contender *c = arg;

	partop_run(c->pool, root, c);
}

static void
run_plain(void *arg)
{
	struct contender *c = arg;

	partop_run(c->pool, plain_root, c);
}

int
main(int argc, char **argv)
{
	static struct contender s, one = { .workers = 1 }, two = { .workers = 2 }, eight = { .workers = 8 };
	struct contender *all[] = { &one, &two, &eight };
	const struct bench_contender list[] = {
		{ "serial", run_serial, NULL, &s }, { "1 worker", run_typed, NULL, &one },
		{ "2 workers", run_typed, NULL, &two }, { "8 workers", run_typed, NULL, &eight },
		{ "1 worker, plain join", run_plain, NULL, &one },
	};
	static struct bench b;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (partop_pool_open(&all[i]->pool,
			&(struct partop_config){ .threads = all[i]->workers, .pin = true })) {
			fprintf(stderr, "spawn: no pool\n");
			return 1;
		}
	bench_run(&b, list, sizeof list / sizeof *list, argc > 1 ? (size_t)atoi(argv[1]) : 11);
	bench_print(&b, "fib(36), a task per call");
	bench_figure("spawn overhead", (bench_median(&b, 1) - bench_median(&b, 0)) * 1e9 / SPAWNS, "ns",
	    "<= 1.1");
	bench_figure("the same, plain function pointers",
	    (bench_median(&b, 4) - bench_median(&b, 0)) * 1e9 / SPAWNS, "ns", "<= 1.3");
	bench_ratio(&b, "T_2 / T_1", 2, 1, "<= 0.55");
	bench_ratio(&b, "8 workers / 2 workers", 3, 2, "<= 1.10");
	return 0;
}

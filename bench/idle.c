/* SPDX-License-Identifier: MIT */
/* What a pool costs when it has nothing to do, and with one serial task in it: CPU seconds per second. */
#include <partop/partop.h>
#include <stdio.h>
#include <unistd.h>

#include "bench.h"

static void
nothing(partop_worker *w, partop_task *head, void *arg)
{
}

static void
serial_second(partop_worker *w, partop_task *head, void *arg)
{
	double end = bench_now_s() + 1.0;

	while (bench_now_s() < end)
		;
}

static void
idle(int workers)
{
	partop_pool *pool;
	double cpu, wall;
	char name[64];

	if (partop_pool_open(&pool, &(struct partop_config){ .threads = workers }))
		return;
	partop_run(pool, nothing, NULL);
	usleep(200000);		/* the workers have gone to sleep by now */
	cpu = bench_cpu_s();
	wall = bench_now_s();
	usleep(2000000);
	snprintf(name, sizeof name, "idle pool of %d workers", workers);
	bench_figure(name, (bench_cpu_s() - cpu) / (bench_now_s() - wall), "CPU s/s", "0.000");
	cpu = bench_cpu_s();
	wall = bench_now_s();
	partop_run(pool, serial_second, NULL);
	snprintf(name, sizeof name, "one serial task in a pool of %d", workers);
	bench_figure(name, (bench_cpu_s() - cpu) / (bench_now_s() - wall), "CPU s/s", "<= 1.01");
	partop_pool_close(pool);
}

int
main(void)
{
	printf("\n### Idle\n\n");
	idle(2);
	idle(8);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * replay serial|delay: what chaos decides, as text, for a script to compare.
 *
 * serial: every theft of some runs in the order in which they happened (thief, victim, slot) and
 * every task in the order in which it ran.  delay: of every worker its first victims and its first
 * decisions, on a pool that has nothing to do.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/pool.h"

#define WORKERS 4
#define TRIES 150
#define DECISIONS 400

uint64_t stress_seed = 1;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void
stress_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "# FAILED %s:%d %s\n", file, line, what);
	pt_chaos_describe();
	stress_dump();
	abort();
}

/* ---- serial: one thread at a time, so printing is in order ---- */

static void
print_theft(uint32_t thief, uint32_t victim, uint32_t slot)
{
	printf("steal %u %u %u\n", thief, victim, slot);
}

PARTOP_TASK_2(long, tree, int, depth, long, id)
{
	long sum = 1;

	printf("run %u %ld\n", partop_worker_index(w), id);
	if (depth == 0)
		return 1;
	for (int i = 1; i <= 3; i++)
		PARTOP_SPAWN(tree, depth - 1, 3 * id + i);
	for (int i = 1; i <= 3; i++)
		sum += PARTOP_SYNC(tree);
	return sum;
}

static void
see(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)head, (void)arg;
	printf("chunk %u %lu %lu\n", partop_worker_index(w), (unsigned long)lo, (unsigned long)hi);
	if (lo == 150)
		partop_fail(w, 7);
}

static void
run_all(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 3 };
	struct partop_group g;

	(void)arg;
	CHECK(PARTOP_CALL(tree, 5, 0) == 364);
	CHECK(partop_group_begin(w, head, &g) == 0);
	partop_for(w, head, 0, 300, see, NULL, &o);
	printf("error %d\n", partop_group_end(w, head, &g));
}

static void
print_runs(void)
{
	static const struct pt_chaos_observer all = { .stole = print_theft };
	partop_pool *p = stress_open(WORKERS, 64);

	pt_chaos_observer = &all;
	for (int i = 0; i < 3; i++) {
		CHECK(partop_run(p, run_all, NULL) == 0);
		printf("end %d of %d idle\n", pt_pool_idle(p), WORKERS);
	}
	stress_close(p);
}

/* ---- delay: each worker's own sequence ---- */

static struct {
	uint32_t tries, victim[TRIES];
	uint64_t decisions;
	unsigned char decision[DECISIONS];
} seen[WORKERS];

static void
keep_try(uint32_t thief, uint32_t victim)
{
	pthread_mutex_lock(&lock);
	if (seen[thief].tries < TRIES)
		seen[thief].victim[seen[thief].tries++] = victim;
	pthread_mutex_unlock(&lock);
}

static void
keep_decision(uint32_t worker, uint64_t count, enum pt_chaos_what what)
{
	pthread_mutex_lock(&lock);
	if (count == seen[worker].decisions + 1 && count <= DECISIONS)
		seen[worker].decision[seen[worker].decisions++] = (unsigned char)what;
	pthread_mutex_unlock(&lock);
}

static void
print_sequences(void)
{
	static const struct pt_chaos_observer all = { .tried = keep_try, .decided = keep_decision };
	partop_pool *p;

	pt_chaos_observer = &all;
	p = stress_open(WORKERS, 64);
	stress_check_rest(p);
	stress_close(p);
	for (uint32_t i = 1; i < WORKERS; i++) {
		CHECK(seen[i].tries == TRIES && seen[i].decisions == DECISIONS);
		for (int k = 0; k < TRIES; k++)
			printf("worker %u try %d victim %u\n", i, k, seen[i].victim[k]);
		for (int k = 0; k < DECISIONS; k++)
			printf("worker %u access %d does %d\n", i, k, seen[i].decision[k]);
	}
}

int
main(int argc, char **argv)
{
	stress_watch();
	if (argc > 1 && !strcmp(argv[1], "serial"))
		print_runs();
	else
		print_sequences();
	return 0;
}

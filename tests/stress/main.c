/* SPDX-License-Identifier: MIT */
/*
 * stress WORKERS [ROUNDS [SEED [FACT]]]
 *
 * Rounds of randomly drawn facts of a pool, each round with a fresh pool of another capacity, every
 * third one paused and stepped by a second thread; then each fact of the process.  With FACT only
 * that one.  Prints one line when all holds; else the fact, the seed and the state of the workers.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"
#include "runtime/pool.h"

#define DRAWS 16 /* facts per round */

partop_pool *stress_pool;
uint64_t stress_seed = 1;

static const struct stress_fact *const tables[] = { stress_trees, stress_loops, stress_cancel,
	stress_pools, stress_many, stress_coarse, stress_channels };
static const struct stress_fact *facts[64];
static size_t facts_len;

static int workers;
static const char *current = "start";
static const char *only;

void
stress_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "# FAILED %s:%d %s: %s (workers %d, seed %lu)\n", file, line, current, what,
		workers, (unsigned long)stress_seed);
	pt_chaos_describe();
	stress_dump();
	abort();
}

static void
collect_facts(void)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++)
		for (const struct stress_fact *f = tables[t]; f->name; f++)
			if (!only || !strcmp(only, f->name))
				facts[facts_len++] = f;
	if (facts_len == 0) {
		fprintf(stderr, "stress: no fact '%s'\n", only);
		exit(2);
	}
}

/* Pauses, steps and resumes the pool without end. */
static _Atomic bool pauser_stops;

static void *
pauser(void *arg)
{
	uint64_t x = stress_seed;

	while (!pauser_stops) {
		x = stress_mix(x);
		partop_pool_pause(arg);
		usleep((useconds_t)x & 255);
		partop_pool_step(arg, (x >> 8) & 7);
		usleep((useconds_t)(x >> 16) & 63);
		partop_pool_resume(arg);
		usleep((useconds_t)(x >> 24) & 1023);
	}
	partop_pool_resume(arg);
	return NULL;
}

struct draw {
	const struct stress_fact *fact;
	uint64_t random;
};

static void
run_draw(partop_worker *w, partop_task *head, void *arg)
{
	struct draw *d = arg;

	d->fact->in_pool(w, head, d->random);
}

static void
draw_facts(uint64_t *random, uint32_t slots)
{
	for (int i = 0; i < DRAWS; i++) {
		struct draw d;

		*random = stress_mix(*random);
		d.fact = facts[*random % facts_len];
		d.random = stress_mix(*random);
		if (!d.fact->in_pool || slots < d.fact->min_slots)
			continue;
		current = d.fact->name;
		CHECK(partop_run(stress_pool, run_draw, &d) == 0);
		if (*random >> 63)
			usleep((useconds_t)(*random >> 40) % 300);
	}
}

static void
play_round(int number, uint64_t *random)
{
	static const uint32_t slots[] = { 1 << 16, 64, 8, 1 << 20 };
	uint32_t capacity = slots[number % 4];
	bool with_pauser = number % 3 == 2;
	uint64_t before = pt_now_ns(), after;
	pthread_t thread;

	stress_alive();
	stress_pool = stress_open(workers, capacity);
	after = pt_now_ns();
	pauser_stops = false;
	if (with_pauser)
		CHECK(pthread_create(&thread, NULL, pauser, stress_pool) == 0);
	draw_facts(random, capacity);
	if (with_pauser) {
		pauser_stops = true;
		pthread_join(thread, NULL);
		draw_facts(random, capacity); /* all threads go on */
	}
	current = "rest";
	stress_check_rest(stress_pool);
	stress_check_time(stress_pool, before, after);
	stress_close(stress_pool);
	stress_pool = NULL;
}

static void
play_process_facts(uint64_t *random)
{
	for (size_t i = 0; i < facts_len; i++) {
		if (!facts[i]->in_process)
			continue;
		stress_alive();
		current = facts[i]->name;
		*random = stress_mix(*random);
		facts[i]->in_process(workers, *random);
	}
}

int
main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 8;
	uint64_t random;

	workers = argc > 1 ? atoi(argv[1]) : 2;
	stress_seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	only = argc > 4 ? argv[4] : NULL;
	random = stress_seed;
	stress_watch();
	collect_facts();
	for (int i = 0; i < rounds; i++)
		play_round(i, &random);
	play_process_facts(&random);
	printf("%d workers, %d rounds, seed %lu: %zu facts hold\n", workers, rounds,
		(unsigned long)stress_seed, facts_len);
	return 0;
}

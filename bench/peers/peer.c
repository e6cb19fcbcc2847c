/* SPDX-License-Identifier: MIT */
/* What all peers share: arguments, turns, clocks and the programs made from hooks.  See peer.h. */
#include "bench/peers/peer.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/peers/keys.h"
#include "bench/peers/sums.h"
#include "bench/peers/system.h"

#define ITEMS_MAX 32
#define PARKED_US 5000
#define SAMPLES_HOT 500
#define SAMPLES_PARKED 20
#define IDLE_NS 400000000u
#define SETTLE_US 300000 /* longer than any peer spins */
#define CYCLES 10

struct item {
	char name[32];
	int workers;
	uint64_t size;
};

static bool pinned;
static _Atomic uint64_t hit_ns;
static uint64_t begin_ns;
static uint64_t spun_ns; /* CPU time of the last peer_spin() */

static uint64_t
clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t
peer_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

void
peer_spin(uint64_t ns)
{
	uint64_t end = peer_now_ns() + ns, cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);

	while (peer_now_ns() < end)
		;
	spun_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu;
}

int
peer_is_pinned(void)
{
	return pinned;
}

/* ---- stealing ---- */

void
peer_steal_begin(unsigned gap_us)
{
	if (gap_us)
		usleep(gap_us);
	atomic_store_explicit(&hit_ns, 0, memory_order_relaxed);
	begin_ns = peer_now_ns();
}

void
peer_steal_hit(void)
{
	atomic_store_explicit(&hit_ns, peer_now_ns(), memory_order_release); /* HIT */
}

/* A peer whose other task never starts beside this one ends after a second. */
uint64_t
peer_steal_wait(void)
{
	uint64_t hit;

	while (!(hit = atomic_load_explicit(&hit_ns, memory_order_acquire))) /* HIT */
		if (peer_now_ns() - begin_ns > 1000000000u)
			return 1000000000u;
	return hit - begin_ns;
}

/* ---- programs from hooks: each returns its figure in ns ---- */

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t
median(uint64_t *ns, size_t n)
{
	qsort(ns, n, sizeof *ns, by_value);
	return ns[n / 2];
}

static uint64_t
regions(int workers, unsigned gap_us, size_t n)
{
	uint64_t ns[SAMPLES_HOT];

	for (size_t i = 0; i < n; i++) {
		uint64_t begin;

		if (gap_us)
			usleep(gap_us);
		begin = peer_now_ns();
		peer.region(workers);
		ns[i] = peer_now_ns() - begin;
	}
	return median(ns, n);
}

static uint64_t
steals(int workers, unsigned gap_us, size_t n)
{
	uint64_t ns[SAMPLES_HOT];

	peer.steal(workers, gap_us, ns, n);
	return median(ns, n);
}

/* CPU time of the process in ns, per second of what `what` says it took. */
static uint64_t
cpu_per_second(int workers, uint64_t (*what)(int workers))
{
	uint64_t cpu, took_ns;

	peer.region(workers);
	usleep(SETTLE_US);
	cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	took_ns = what(workers);
	cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	return (uint64_t)((double)cpu * 1e9 / (double)took_ns);
}

static uint64_t
nothing(int workers)
{
	uint64_t begin = peer_now_ns();

	(void)workers;
	usleep(IDLE_NS / 1000);
	return peer_now_ns() - begin;
}

/* The task's own CPU time: on a busy machine it gets less than the wall's. */
static uint64_t
one_task(int workers)
{
	peer.busy(workers, IDLE_NS);
	return spun_ns;
}

static uint64_t
cycles(int workers)
{
	uint64_t begin = peer_now_ns();

	for (int i = 0; i < CYCLES; i++)
		peer.cycle(workers);
	return (peer_now_ns() - begin) / CYCLES;
}

/* The figure of a program made from hooks, or -1. */
static double
run_hook(const char *name, int workers)
{
	if (peer.region && strcmp(name, "region-hot") == 0)
		return (double)regions(workers, 0, SAMPLES_HOT);
	if (peer.region && strcmp(name, "region-parked") == 0)
		return (double)regions(workers, PARKED_US, SAMPLES_PARKED);
	if (peer.steal && strcmp(name, "steal-hot") == 0)
		return (double)steals(workers, 0, SAMPLES_HOT);
	if (peer.steal && strcmp(name, "steal-parked") == 0)
		return (double)steals(workers, PARKED_US, SAMPLES_PARKED);
	if (peer.region && strcmp(name, "idle") == 0)
		return (double)cpu_per_second(workers, nothing);
	if (peer.busy && strcmp(name, "serial-task") == 0)
		return (double)cpu_per_second(workers, one_task);
	if (peer.cycle && strcmp(name, "lifecycle") == 0)
		return (double)cycles(workers);
	return -1;
}

/* ---- turns ---- */

static const struct peer_program *
find(const struct peer_program *p, const char *name)
{
	while (p && p->name && strcmp(p->name, name) != 0)
		p++;
	return p && p->name ? p : NULL;
}

static bool
is_program(const struct item *it, const char *name)
{
	size_t len = strlen(name);

	return strncmp(it->name, name, len) == 0 && (!it->name[len] || it->name[len] == '-');
}

static bool
is_sort(const struct item *it)
{
	return is_program(it, "sort") || is_program(it, "stable");
}

/* What is in the array that the program wrote; others have said it themselves. */
static uint64_t
check_of(const struct item *it, uint64_t result)
{
	uint64_t check = 0;

	if (is_program(it, "loop"))
		return peer_out_sum(it->size);
	if (is_program(it, "filter"))
		return peer_out_sum(result) + result;
	if (is_program(it, "grid"))
		for (uint64_t i = 0; i < it->size * it->size; i++)
			check = check * 31 + peer_out(it->size * it->size)[i];
	else if (is_program(it, "scan") || is_sort(it))
		for (uint64_t i = 0; i < it->size; i++)
			check = check * 31 + peer_sums(it->size)[i];
	else
		return result;
	return check;
}

static uint64_t
check_result(const struct item *it, uint64_t result)
{
	if (keys_is(it->name))
		return keys_check(it->name, it->workers, it->size);
	return check_of(it, result);
}

/* What a program finds changed by the one before, outside of its time. */
static void
reset(const struct item *it)
{
	if (is_sort(it))
		peer_shuffle(it->size);
	if (keys_is(it->name))
		keys_fill(it->name, it->size);
}

static void
run_item(const struct item *it, size_t index, bool counted)
{
	const struct peer_program *p = find(it->workers ? peer.program : peer.serial, it->name);
	uint64_t begin, check;
	double ns;

	reset(it);
	begin = peer_now_ns();
	check = p ? p->run(it->workers, it->size) : 0;
	ns = p ? (double)(peer_now_ns() - begin) : run_hook(it->name, it->workers);
	if (p)
		check = check_result(it, check);
	if (counted && ns >= 0)
		printf("%zu %.0f %llu\n", index, ns, (unsigned long long)check);
}

static bool
parse_item(const char *text, struct item *it)
{
	unsigned long long size;
	bool ok = sscanf(text, "%31[^:]:%d:%llu", it->name, &it->workers, &size) == 3;

	it->size = size;
	return ok && it->workers >= 0 && (it->workers == 0 || peer.program);
}

static void
last_words(void)
{
	printf("# version %s\n# rss_kb %ld\n# delay_ns %llu\n", peer.version(), system_rss_kb(),
		(unsigned long long)system_run_delay_ns());
	if (peer.events)
		printf("# events %llu\n", (unsigned long long)peer.events());
}

/* Allocations, and the CPU of each thread: before the first turn. */
static void
prepare(const struct item *it)
{
	static const char *const readers[] = { "reduce", "scan", "filter", "find", "max", "count",
		"bins" };

	if (is_program(it, "loop") || is_program(it, "filter"))
		(void)peer_out(it->size);
	if (is_program(it, "scan"))
		(void)peer_sums(it->size);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (is_program(it, readers[i]))
			(void)peer_numbers(it->size);
	if (is_program(it, "grid"))
		(void)peer_out(it->size * it->size), (void)peer_numbers(it->size * it->size);
	keys_need(it->name, it->size);
	sums_need(it->name, it->size);
	if (it->workers && peer.open)
		peer.open(it->workers);
}

int
main(int argc, char **argv)
{
	struct item item[ITEMS_MAX];
	bool warm = true;
	size_t n = 0;
	int option, repetitions;

	while ((option = getopt(argc, argv, "pw")) != -1) {
		pinned |= option == 'p';
		warm &= option != 'w';
	}
	system_begin();
	repetitions = optind < argc ? atoi(argv[optind++]) : 0;
	for (; optind < argc && n < ITEMS_MAX; optind++, n++)
		if (!parse_item(argv[optind], &item[n]))
			return 2;
	for (size_t i = 0; i < n; i++)
		prepare(&item[i]);
	for (int r = warm ? -1 : 0; r < repetitions; r++)
		for (size_t i = 0; i < n; i++)
			run_item(&item[i], i, r >= 0);
	last_words();
	return 0;
}

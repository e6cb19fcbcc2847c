/* SPDX-License-Identifier: MIT */
/*
 * soak SECONDS [SEED]
 *
 * As many tasks, steals, parks, wakes and cancellations as the time allows, each of them
 * accounted for.  There is one kind of load per aim; at every turn the load runs that is furthest
 * behind its aim.  Every task has a cell that counts how often it ran: a cell that is behind its
 * round is a *lost* task, one that is ahead is a *double*.  Prints totals every minute and at the
 * end; exit status 1 when something was lost, doubled, or held on to.
 */
#include "config.h"

#include "tests/stress/stress.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/clock.h"

#define TURN_NS 50000000ull
#define REPORT_NS 60000000000ull
#define POOL_TURNS 400 /* turns after which the pools are opened anew */
#define IMPATIENT 2    /* rounds of search before sleeping, in every second pool */
#define RSS_SLACK_KB 2048

uint64_t stress_seed = 1;

static const int sizes[] = { 2, 2, 3, 8, 64 };
#define SIZES (sizeof(sizes) / sizeof(*sizes))
static partop_pool *pool[SIZES];

static uint64_t random_state, lost, doubled;
static struct {
	uint64_t tasks, steals, parks, wakes, cancelled_groups, cancelled_tasks, runs;
} gone, now; /* of pools that were closed; of all */

void
stress_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "# FAILED %s:%d %s (soak, seed %lu): hangs 1\n", file, line, what,
		(unsigned long)stress_seed);
	stress_dump();
	abort();
}

static uint64_t
draw(void)
{
	return random_state = stress_mix(random_state);
}

/* ---- cells: how often each task ran ---- */

#define CELLS (1u << 17)
static _Atomic uint32_t cell[CELLS];
static uint32_t round_number;

static void
claim(uint32_t i)
{
	atomic_fetch_add_explicit(&cell[i], 1, memory_order_relaxed);
}

/* All of the first n cells must be at the round's number. */
static void
check_cells(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		lost += cell[i] < round_number;
		doubled += cell[i] > round_number;
		cell[i] = round_number;
	}
}

/* ---- tasks: a tree of which every node is claimed ---- */

PARTOP_TASK_2(uint64_t, node, uint32_t, id, uint32_t, nodes)
{
	uint32_t left = 2 * id + 1;
	uint64_t sum = 1;

	claim(id);
	if (left < nodes)
		PARTOP_SPAWN(node, left, nodes);
	if (left + 1 < nodes)
		sum += PARTOP_CALL(node, left + 1, nodes);
	if (left < nodes)
		sum += PARTOP_SYNC(node);
	return sum;
}

static void
grow_tree(partop_worker *w, partop_task *head, void *arg)
{
	(void)arg;
	round_number++;
	lost += PARTOP_CALL(node, 0, CELLS) != CELLS;
	check_cells(CELLS);
}

/* ---- steals: everything that is spawned is given away ---- */

#define GIFTS 512

PARTOP_TASK_1(uint32_t, gift, uint32_t, id)
{
	claim(id);
	return id + 1;
}

/* Polls until all tasks below head are stolen; on a busy machine thieves need the CPU. */
static void
wait_for_thieves(partop_worker *w, partop_task *head)
{
	for (int i = 0; i < 20000; i++) {
		if (w->deque.base + PT_TAIL(PT_LD(w->deque.ts, relaxed)) >= head)
			return;
		partop_poll(w, head);
		if (i % 256 == 255)
			sched_yield();
	}
}

static void
give_away(partop_worker *w, partop_task *head, void *arg)
{
	for (int k = 0; k < 100; k++) {
		partop_task *first = head;

		round_number++;
		for (uint32_t i = 0; i < GIFTS; i++)
			PARTOP_SPAWN(gift, i);
		wait_for_thieves(w, head);
		for (uint32_t i = GIFTS; i-- > 0;)
			lost += PARTOP_SYNC(gift) != i + 1;
		CHECK(head == first);
		check_cells(GIFTS);
		stress_alive();
	}
	(void)arg;
}

/* ---- parks and wakes: a burst for all workers, then nothing until all sleep ---- */

static void
see(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t until = pt_now_ns() + *(uint64_t *)arg;

	(void)w, (void)head;
	for (; lo < hi; lo++)
		claim((uint32_t)lo);
	while (pt_now_ns() < until)
		partop_poll(w, head);
}

static void
burst(partop_worker *w, partop_task *head, void *arg)
{
	struct partop_range_options o = { .grain = 1 };
	uint64_t n = 4 * (uint64_t)partop_worker_count(w);

	partop_for(w, head, 0, n, see, arg, &o);
}

static void
rest_and_burst(partop_pool *p)
{
	uint64_t n = 4 * (uint64_t)partop_pool_threads(p), busy_ns = draw() % 2000;

	round_number = cell[0];
	for (uint64_t i = 0; i < n; i++)
		cell[i] = round_number;
	for (int k = 0; k < 20; k++) {
		round_number++;
		CHECK(partop_run(p, burst, &busy_ns) == 0);
		check_cells((uint32_t)n);
		stress_alive();
		usleep((useconds_t)(draw() % 60));
	}
}

/* ---- cancellations: groups that fail while their tasks are on the way ---- */

#define VICTIMS 6

PARTOP_TASK_2(uint32_t, victim, uint32_t, id, uint32_t, fails)
{
	claim(id);
	if (id == fails)
		partop_fail(w, 5);
	return id + 1;
}

/* Each task ran once and has its result, or was dropped and has none. */
static void
check_group(const uint32_t result[VICTIMS])
{
	for (uint32_t i = 0; i < VICTIMS; i++) {
		uint32_t ran = cell[i] - (round_number - 1);

		doubled += ran > 1;
		lost += ran == 1 && result[i] != i + 1;
		lost += ran == 0 && result[i] != 0;
		cell[i] = round_number;
	}
}

static void
cancel_groups(partop_worker *w, partop_task *head, void *arg)
{
	uint64_t x = *(uint64_t *)arg;

	for (int k = 0; k < 2000; k++) {
		uint32_t fails = (uint32_t)(x = stress_mix(x)) % VICTIMS, result[VICTIMS];
		struct partop_group g;

		round_number++;
		CHECK(partop_group_begin(w, head, &g) == 0);
		for (uint32_t i = 0; i < VICTIMS; i++)
			PARTOP_SPAWN(victim, i, fails);
		if (x & 1 << 20)
			partop_fail(w, 5);
		for (uint32_t i = VICTIMS; i-- > 0;)
			result[i] = PARTOP_SYNC(victim);
		now.cancelled_groups += partop_group_end(w, head, &g) == 5;
		check_group(result);
	}
	stress_alive();
}

/* ---- totals ---- */

static void
add_pool(const partop_pool *p)
{
	now.tasks += stress_total(p, PT_COUNTER_SPAWNED);
	now.steals += stress_total(p, PT_COUNTER_STOLEN);
	now.parks += stress_total(p, PT_COUNTER_PARKS);
	now.wakes += stress_total(p, PT_COUNTER_WAKES);
	now.cancelled_tasks += stress_total(p, PT_COUNTER_CANCELLED);
}

static void
count_totals(void)
{
	uint64_t groups = now.cancelled_groups, runs = now.runs;

	now = gone;
	now.cancelled_groups = groups;
	now.runs = runs;
	for (size_t i = 0; i < SIZES; i++)
		add_pool(pool[i]);
}

/* A process has places for so many workers; they are used once, and their memory stays. */
static void
use_up_places(void)
{
	for (uint32_t used = 0; used <= PT_REC_SLOTS; used += 64)
		stress_close(stress_open(64, 0));
}

static long
resident_kb(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long pages = 0;

	CHECK(f && fscanf(f, "%*d %ld", &pages) == 1);
	fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int
open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	CHECK(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 3; /* . and .. and d */
}

/* What is left when all pools are closed. */
static struct {
	long resident_kb;
	int fds;
} bare, bare_first;

/* Closes all pools, at rest, and opens them again. */
static void
renew_pools(void)
{
	for (size_t i = 0; i < SIZES && pool[0]; i++)
		stress_check_rest(pool[i]);
	if (pool[0])
		count_totals();
	gone = now;
	for (size_t i = 0; i < SIZES && pool[0]; i++)
		stress_close(pool[i]);
	bare.resident_kb = resident_kb();
	bare.fds = open_files();
	for (size_t i = 0; i < SIZES; i++) {
		pool[i] = stress_open(sizes[i], 0);
		pool[i]->patience = i % 2 ? IMPATIENT : 0;
	}
}

static void
print_totals(uint64_t begin_ns)
{
	printf("%5.0f s: tasks %.3e steals %.3e parks %.3e wakes %.3e cancelled groups %.3e tasks "
	       "%.3e runs %.3e; lost %lu double %lu hangs 0; resident %ld kB (%+ld) fds %d\n",
		(double)(pt_now_ns() - begin_ns) * 1e-9, (double)now.tasks, (double)now.steals,
		(double)now.parks, (double)now.wakes, (double)now.cancelled_groups,
		(double)now.cancelled_tasks, (double)now.runs, (unsigned long)lost,
		(unsigned long)doubled, bare.resident_kb, bare.resident_kb - bare_first.resident_kb,
		bare.fds);
	fflush(stdout);
}

/* ---- turns ---- */

enum load { TASKS, STEALS, PARKS, CANCELLATIONS };

/* The load that is furthest behind its aim. */
static enum load
neediest(void)
{
	const double share[] = { (double)now.tasks / 1e9, (double)now.steals / 1e8,
		(double)(now.parks < now.wakes ? now.parks : now.wakes) / 1e7,
		(double)now.cancelled_groups / 1e7 };
	enum load least = TASKS;

	for (enum load i = STEALS; i <= CANCELLATIONS; i++)
		if (share[i] < share[least])
			least = i;
	return least;
}

static void
play_once(enum load load, partop_pool *p)
{
	uint64_t random = draw();

	switch (load) {
	case TASKS:
		round_number = cell[0];
		for (uint32_t i = 0; i < CELLS; i++)
			cell[i] = round_number;
		CHECK(partop_run(p, grow_tree, NULL) == 0);
		break;
	case STEALS:
	case CANCELLATIONS:
		round_number = cell[0];
		for (uint32_t i = 0; i < GIFTS; i++)
			cell[i] = round_number;
		CHECK(partop_run(p, load == STEALS ? give_away : cancel_groups, &random) == 0);
		break;
	case PARKS:
		rest_and_burst(p);
		break;
	}
	now.runs++;
	stress_alive();
}

static void
take_turn(void)
{
	uint64_t until = pt_now_ns() + TURN_NS;
	enum load aim = neediest(), load = aim;
	partop_pool *p = pool[draw() % SIZES];

	/* Most turns go where most is reached: gifts between two workers, of which the thief is
	 * patient or goes to sleep after each. */
	if (draw() % 4 && (aim == STEALS || aim == PARKS)) {
		load = STEALS;
		p = pool[aim == PARKS ? 1 : draw() % 2 * 2];
	}
	do
		play_once(load, p);
	while (pt_now_ns() < until);
	count_totals();
}

int
main(int argc, char **argv)
{
	uint64_t seconds = argc > 1 ? strtoull(argv[1], NULL, 10) : 60, begin = pt_now_ns();
	uint64_t end = begin + seconds * 1000000000u, warm = begin + (end - begin) / 4;
	uint64_t report = begin + REPORT_NS;

	random_state = stress_seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	stress_watch();
	use_up_places();
	for (uint64_t turn = 0; pt_now_ns() < end; turn++) {
		if (turn % POOL_TURNS == 0)
			renew_pools();
		take_turn();
		if (!bare_first.fds && pt_now_ns() > warm) {
			renew_pools();
			bare_first = bare;
		}
		if (pt_now_ns() > report) {
			print_totals(begin);
			report += REPORT_NS;
		}
	}
	renew_pools();
	print_totals(begin);
	return lost || doubled || bare.fds != bare_first.fds ||
		bare.resident_kb - bare_first.resident_kb > RSS_SLACK_KB;
}

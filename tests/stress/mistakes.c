/* SPDX-License-Identifier: MIT */
/*
 * Mistakes of a program that a debug build must name: each is made in a child process, which must
 * end by abort() with the right words.  TAP.
 */
#include "config.h"

#include <partop/partop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

PARTOP_TASK_1(long, forgets, int, n)
{
	PARTOP_SPAWN(fib, n);
	return 0;
}

static void
no_mistake(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(fib, 12);
}

static void
forget_at_the_end(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(forgets, 3);
}

static void
forget_in_a_task(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(fib, 3);
	PARTOP_CALL(forgets, 3);
	*(long *)arg = PARTOP_SYNC(fib);
}

static void
hand_on_an_old_head(partop_worker *w, partop_task *head, void *arg)
{
	partop_task *old = head;

	PARTOP_SPAWN(fib, 3);
	*(long *)arg = fib(w, old, 3);
	*(long *)arg += PARTOP_SYNC(fib);
}

static void
leave_a_gap(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = fib(w, head + 1, 3);
}

static uint64_t
difference(partop_worker *w, partop_task *head, uint64_t x, uint64_t y)
{
	(void)w;
	(void)head;
	return x - y;
}

static void
sync_another_call(partop_worker *w, partop_task *head, void *arg)
{
	uint64_t result;

	head = partop_spawn_words(w, head, difference, 50, 8);
	partop_sync_words(w, head, difference, 50, 9, &result);
	*(long *)arg = (long)result;
}

/* In a thief: worker 0 waits until a thief has run it. */
static void
forget_in_a_thief(partop_worker *w, partop_task *head, void *arg)
{
	PARTOP_SPAWN(forgets, 3);
	for (;;)
		partop_poll(w, head);
	(void)arg;
}

/* ---- in leaves ---- */

/* What the function does that is called for indexes. */
enum deed { POLL, SPAWN, LOOP, REDUCE, TILES, SORT, SCAN };

static void
nothing(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head, (void)lo, (void)hi, (void)arg;
}

static void
no_tile(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
{
	(void)w, (void)head, (void)t, (void)arg;
}

static void
zero(void *acc, void *arg)
{
	(void)arg;
	*(uint64_t *)acc = 0;
}

static void
add(void *left, const void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(const uint64_t *)right;
}

static uint64_t
none(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head, (void)lo, (void)hi, (void)arg;
	return 0;
}

static int
same(const void *a, const void *b, void *arg)
{
	(void)a, (void)b, (void)arg;
	return 0;
}

static void
do_deed(partop_worker *w, partop_task *head, enum deed deed)
{
	static const struct partop_operation sum = { sizeof(uint64_t), zero, add };
	const struct partop_tile tile = { 0, 1, 0, 1 };
	uint64_t x[2] = { 0 };

	if (deed == POLL)
		partop_poll(w, head);
	if (deed == SPAWN) {
		PARTOP_SPAWN(fib, 3);
		PARTOP_SYNC(fib);
	}
	if (deed == LOOP)
		partop_for(w, head, 0, 1, nothing, NULL, NULL);
	if (deed == REDUCE)
		partop_count(w, head, 0, 1, none, NULL, NULL);
	if (deed == TILES)
		partop_for_2d(w, head, &tile, no_tile, NULL, NULL);
	if (deed == SORT)
		partop_sort(w, head, x, 2, sizeof(*x), same, NULL, NULL);
	if (deed == SCAN)
		partop_scan_array(w, head, PARTOP_INCLUSIVE, x, x, 2, &sum, NULL, NULL);
}

static uint64_t
keep(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
{
	(void)out;
	if (lo <= 700 && 700 < hi)
		do_deed(w, head, *(enum deed *)arg);
	return 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	(void)acc;
	(void)keep(w, head, lo, hi, NULL, arg);
}

/* What its function must not do, the task that filters may. */
static void
filter(partop_worker *w, partop_task *head, enum deed deed, void *arg)
{
	uint64_t out[1000], count;

	partop_filter(w, head, 0, 1000, sizeof(*out), keep, out, &count, &deed, NULL);
	do_deed(w, head, deed);
	*(long *)arg = 144;
}

static void
scan(partop_worker *w, partop_task *head, enum deed deed, void *arg)
{
	static const struct partop_scanner s = { sizeof(uint64_t), zero, fold, add, fold };
	const struct partop_range_options blocks = { .grain = 10 };
	uint64_t result;

	partop_scan(w, head, 0, 1000, &s, &result, &deed, &blocks);
	*(long *)arg = 144;
}

#define IN(algorithm, name, deed) \
	static void name(partop_worker *w, partop_task *head, void *arg) \
	{ \
		algorithm(w, head, deed, arg); \
	}
IN(filter, poll_in_a_filter, POLL)
IN(filter, spawn_in_a_filter, SPAWN)
IN(filter, loop_in_a_filter, LOOP)
IN(filter, count_in_a_filter, REDUCE)
IN(filter, tiles_in_a_filter, TILES)
IN(filter, sort_in_a_filter, SORT)
IN(filter, scan_in_a_filter, SCAN)
IN(scan, poll_in_a_scan, POLL)
IN(scan, spawn_in_a_scan, SPAWN)
IN(scan, loop_in_a_scan, LOOP)

/* These may. */
static uint64_t
find_by_loop(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	(void)lo, (void)hi, (void)arg;
	do_deed(w, head, SPAWN);
	do_deed(w, head, LOOP);
	return PARTOP_NONE;
}

static void
loop_in_a_search(partop_worker *w, partop_task *head, void *arg)
{
	partop_find_first(w, head, 0, 1000, find_by_loop, NULL, NULL, NULL);
	*(long *)arg = 144;
}

#define LEAF(deed, algorithm) deed " in a function that partop_" algorithm "() calls"

static const struct mistake {
	const char *fact;
	partop_fn *fn;
	const char *says; /* NULL: must end well */
} mistakes[] = {
	{ "a program without a mistake runs", no_mistake, NULL },
	{ "a sync forgotten at the end of a run is named", forget_at_the_end,
		"a sync was forgotten" },
	{ "a sync forgotten in a called task is named", forget_in_a_task, "a sync was forgotten" },
	{ "a sync forgotten in a stolen task is named", forget_in_a_thief, "did not sync all" },
	{ "an old head is named", hand_on_an_old_head, "an old head handed on" },
	{ "another call at the sync is named", sync_another_call, "another call than was spawned" },
	{ "a gap in the task slots is named", leave_a_gap, "ahead of what was spawned" },
	{ "a filter's function may poll", poll_in_a_filter, NULL },
	{ "one that spawns is named", spawn_in_a_filter, LEAF("spawns", "filter") },
	{ "one that runs a loop is named", loop_in_a_filter, LEAF("begins a loop", "filter") },
	{ "one that counts is named", count_in_a_filter, LEAF("begins a loop", "filter") },
	{ "one that runs tiles is named", tiles_in_a_filter, LEAF("begins a loop", "filter") },
	{ "one that sorts is named", sort_in_a_filter, LEAF("begins a loop", "filter") },
	{ "one that scans is named", scan_in_a_filter, LEAF("begins a loop", "filter") },
	{ "a scan's function may poll", poll_in_a_scan, NULL },
	{ "one that spawns is named, by any worker", spawn_in_a_scan, LEAF("spawns", "scan") },
	{ "one that runs a loop is named, by any worker", loop_in_a_scan,
		LEAF("begins a loop", "scan") },
	{ "a search's function may spawn and run loops", loop_in_a_search, NULL },
};

static void
child(const struct mistake *m, int out)
{
	partop_pool *p;
	long n = 0;

	dup2(out, STDERR_FILENO);
	if (partop_pool_open(&p, &(struct partop_config){ .threads = 2 }))
		_exit(1);
	_exit(partop_run(p, m->fn, &n) == 0 && n == 144 ? 0 : 1);
}

static bool
is_named(const struct mistake *m)
{
	char text[4096] = "";
	ssize_t len = 0, more;
	int fd[2], status;
	pid_t pid;

	if (pipe(fd) || (pid = fork()) < 0)
		return false;
	if (pid == 0)
		child(m, fd[1]);
	close(fd[1]);
	while (len < (ssize_t)sizeof(text) - 1 &&
		(more = read(fd[0], text + len, sizeof(text) - 1 - (size_t)len)) > 0)
		len += more;
	close(fd[0]);
	waitpid(pid, &status, 0);
	if (!m->says)
		return WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (!strstr(text, m->says))
		printf("# status %#x, said: %s\n", (unsigned)status, text);
	return WIFSIGNALED(status) && strstr(text, m->says);
}

int
main(void)
{
	size_t n = sizeof(mistakes) / sizeof(*mistakes);
	int bad = 0;

	printf("1..%zu\n", n);
	for (size_t i = 0; i < n; i++) {
		bool ok;

		fflush(stdout);
		ok = is_named(&mistakes[i]);
		printf("%s %zu - %s\n", ok ? "ok" : "not ok", i + 1, mistakes[i].fact);
		bad |= !ok;
	}
	return bad;
}

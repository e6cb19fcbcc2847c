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

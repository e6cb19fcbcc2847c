/* SPDX-License-Identifier: MIT */
/* One process of a peer: how it is started, what it says, and what else ran meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/compare/compare.h"
#include "bench/compare/host.h"

#define LIMIT_S 180.0
#define PATH_BYTES 4096
#define STACK_BYTES ((rlim_t)256 << 20)

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
process_path(const char *peer, char path[PATH_BYTES])
{
	if (strchr(peer, '/'))
		snprintf(path, PATH_BYTES, "%s", peer);
	else
		snprintf(path, PATH_BYTES, "%s/%s", options.peers, peer);
}

bool
process_exists(const char *peer)
{
	char path[PATH_BYTES];

	process_path(peer, path);
	return access(path, X_OK) == 0;
}

bool
item_is_word(const char *item)
{
	return strcmp(item, "rss_kb") == 0 || strcmp(item, "events") == 0;
}

/* ---- in the child ---- */

static void
set_environment(const struct contender *k)
{
	bool pinned = k->flags & PINNED;

	setenv("OMP_PROC_BIND", pinned ? "true" : "false", 1);
	if (pinned)
		setenv("OMP_PLACES", "threads", 1);
	setenv("OMP_STACKSIZE", "64M", 1);
	setenv("OMP_DYNAMIC", "false", 1);
	if (k->detail)
		setenv("BENCH_DETAIL", k->detail, 1);
}

static void
set_stack(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_STACK, &l))
		return;
	l.rlim_cur = l.rlim_max < STACK_BYTES ? l.rlim_max : STACK_BYTES;
	setrlimit(RLIMIT_STACK, &l);
}

static void
become(const struct contender *k, int repetitions, int out)
{
	char path[PATH_BYTES], number[16];
	const char *argv[ITEMS_MAX + 5];
	size_t n = 0;

	process_path(k->peer, path);
	snprintf(number, sizeof number, "%d", repetitions);
	argv[n++] = path;
	if (k->flags & PINNED)
		argv[n++] = "-p";
	if (k->flags & COLD)
		argv[n++] = "-w";
	argv[n++] = number;
	for (size_t i = 0; i < k->items; i++)
		if (!item_is_word(k->item[i]))
			argv[n++] = k->item[i];
	argv[n] = NULL;
	dup2(out, STDOUT_FILENO);
	host_choose_cpus(k->flags & ALL_CPUS);
	set_environment(k);
	if (!(k->flags & OWN_STACK))
		set_stack();
	execv(path, (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* ---- what it says ---- */

struct reading {
	struct contender *k;
	int round, turns;
	double delay_s;
	char version[160];
	bool wrong;
};

static void
keep(struct series *s, int round, double value)
{
	if (s->len[round] < REPETITIONS_MAX)
		s->value[round][s->len[round]++] = value;
}

static void
keep_word(struct reading *r, const char *word, double value)
{
	for (size_t i = 0; i < r->k->items; i++)
		if (strcmp(r->k->item[i], word) == 0 && value > 0)
			keep(&r->k->series[i], r->round, value);
}

static void
read_word(struct reading *r, const char *line)
{
	double value;

	if (sscanf(line, "# version %159[^\n]", r->version) == 1)
		return;
	if (sscanf(line, "# rss_kb %lf", &value) == 1)
		keep_word(r, "rss_kb", value);
	if (sscanf(line, "# events %lf", &value) == 1)
		keep_word(r, "events", value / r->turns);
	if (sscanf(line, "# delay_ns %lf", &value) == 1)
		r->delay_s = value / 1e9;
}

/* Items that are words are not run: the peer's number of an item counts the others. */
static size_t
nth_item(const struct contender *k, size_t n)
{
	for (size_t i = 0; i < k->items; i++)
		if (!item_is_word(k->item[i]) && n-- == 0)
			return i;
	return k->items;
}

static void
read_line(struct reading *r, const char *line)
{
	unsigned long long check;
	size_t index;
	double ns;

	if (line[0] == '#') {
		read_word(r, line);
		return;
	}
	if (sscanf(line, "%zu %lf %llu", &index, &ns, &check) != 3)
		return;
	index = nth_item(r->k, index);
	if (index >= r->k->items)
		return;
	keep(&r->k->series[index], r->round, ns);
	if (!item_check(r->k->item[index], check)) {
		r->wrong = true;
		snprintf(r->k->note, NOTE_BYTES, "wrong result of %s: %llu", r->k->item[index],
			check);
	}
}

/* Reads lines until the end; false: too late. */
static bool
read_all(struct reading *r, int fd)
{
	double end = now_s() + LIMIT_S;
	char text[4096];
	size_t len = 0;
	ssize_t got;

	for (;;) {
		char *line = text, *stop;

		poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 1000);
		if (now_s() > end) /* also of one that never stops talking */
			return false;
		got = read(fd, text + len, sizeof text - 1 - len);
		if (got == 0)
			return true;
		if (got < 0 && errno != EAGAIN && errno != EINTR)
			return true;
		len += got > 0 ? (size_t)got : 0;
		text[len] = '\0';
		for (; (stop = strchr(line, '\n')); line = stop + 1) {
			*stop = '\0';
			read_line(r, line);
		}
		len = strlen(line);
		memmove(text, line, len + 1);
	}
}

/* ---- one run ---- */

static void
note_end(struct contender *k, int status, bool in_time)
{
	if (!in_time)
		snprintf(k->note, NOTE_BYTES, "not done after %.0f s", LIMIT_S);
	else if (WIFSIGNALED(status))
		snprintf(k->note, NOTE_BYTES, "ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status))
		snprintf(k->note, NOTE_BYTES, "ended with status %d", WEXITSTATUS(status));
}

static pid_t
start(const struct contender *k, int repetitions, int *fd)
{
	int pipes[2];
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC))
		return -1;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		become(k, repetitions, pipes[1]);
	close(pipes[1]);
	if (pid < 0) {
		int why = errno;

		close(pipes[0]);
		errno = why;
		return -1;
	}
	fcntl(pipes[0], F_SETFL, O_NONBLOCK);
	*fd = pipes[0];
	return pid;
}

/* Starts, reads and waits; true when all went well. */
static bool
run(struct reading *r, int repetitions, struct rusage *used)
{
	int fd, status = 0;
	bool in_time;
	pid_t pid = start(r->k, repetitions, &fd);

	if (pid < 0) {
		snprintf(r->k->note, NOTE_BYTES, "not started: %s", strerror(errno));
		return false;
	}
	in_time = read_all(r, fd);
	if (!in_time)
		kill(pid, SIGKILL);
	close(fd);
	wait4(pid, &status, 0, used);
	if (!r->wrong)
		note_end(r->k, status, in_time);
	return !r->k->note[0];
}

static double
cpu_s(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
		(double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e6;
}

/* A failed process leaves no half of a round behind. */
static void
forget(struct contender *k, int round)
{
	for (size_t i = 0; i < k->items; i++)
		k->series[i].len[round] = 0;
}

bool
process_run(struct comparison *c, struct contender *k, int round, struct disturbance *d)
{
	struct reading r = { .k = k, .round = round, .turns = c->repetitions + !(k->flags & COLD) };
	struct host_time before = host_time(), after;
	struct rusage used = { 0 };
	double begin = now_s();
	bool ok = run(&r, c->repetitions, &used);

	after = host_time();
	d->wall_s = now_s() - begin;
	d->stolen_s = after.stolen_s - before.stolen_s;
	d->others_s = after.busy_s - before.busy_s - cpu_s(&used);
	d->delay_s = r.delay_s;
	if (!ok)
		forget(k, round);
	return ok;
}

bool
process_version(const char *peer, char *text, size_t bytes)
{
	struct contender k = { .name = peer, .peer = peer };
	struct reading r = { .k = &k, .turns = 1 };
	struct rusage used;

	if (!process_exists(peer) || !run(&r, 0, &used))
		return false;
	snprintf(text, bytes, "%s", r.version);
	return true;
}

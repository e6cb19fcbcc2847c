/* SPDX-License-Identifier: MIT */
/*
 * A user's program for the tests of `partop exec`: does what its words say, in order.
 *
 *	fib N		on the default pool, prints it
 *	runs N		as many runs of fib(10)
 *	naps N		as many tasks that sleep for 5 ms
 *	pool N		opens a pool of N workers; what follows runs there, `pool 0`: the default pool
 *	baseline MS	tells how long the sequential version takes
 *	say TEXT, err TEXT	prints to stdout, to stderr
 *	cat		copies stdin to stdout
 *	env NAME	prints a variable of the environment, or "unset"
 *	exit N, abort, hang
 *	reexec N	becomes itself again, N times, with the rest of its words
 *	own FILE	opens it where the recording was handed over, in place of whatever is there
 *	fork N		the same as fib, in a child
 *	daemon N	goes on as daemon(3) does; N of 1: without a session of its own
 *	workers N	prints how many the default pool has, if it is to have N
 *	thread N	the same as fib, by a thread with a stack of 16 KiB
 *	cut FILE	makes the file empty
 *	block N		blocks every signal
 *	race N		N children are forked while a thread uses the library for the first time
 */
#include <partop/partop.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
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

	return PARTOP_SYNC(fib) + b;
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	long *n = arg;

	*n = PARTOP_CALL(fib, (int)*n);
}

static partop_pool *pool; /* NULL: the default one */

PARTOP_TASK_1(long, nap, int, n)
{
	if (n < 2)
		return usleep(5000);
	PARTOP_SPAWN(nap, n / 2);
	long b = PARTOP_CALL(nap, n - n / 2);

	return PARTOP_SYNC(nap) + b;
}

static void
nap_root(partop_worker *w, partop_task *head, void *arg)
{
	(void)PARTOP_CALL(nap, *(int *)arg);
}

static void
run_naps(const char *word)
{
	int n = atoi(word);

	if (partop_run(pool, nap_root, &n) != 0)
		exit(99);
}

static void
open_pool(const char *word)
{
	struct partop_config c = { .threads = atoi(word), .name = "extra" };

	pool = NULL;
	if (c.threads > 0 && partop_pool_open(&pool, &c) != 0)
		exit(98);
}

static void
run_often(const char *word)
{
	for (long i = atol(word); i > 0; i--) {
		long n = 10;

		if (partop_run(pool, root, &n) != 0)
			exit(97);
	}
}

static void
run_fib(const char *word)
{
	long n = atol(word);

	if (partop_run(pool, root, &n) != 0)
		exit(99);
	printf("%ld\n", n);
}

static void
copy(void)
{
	int c;

	while ((c = getchar()) != EOF)
		putchar(c);
}

static void
print_variable(const char *name)
{
	const char *text = getenv(name);

	puts(text != NULL ? text : "unset");
}

/* The program once more, from the word after this one on. */
static void
become_itself(char **word)
{
	int left = atoi(word[1]);
	char number[16];

	if (left <= 0)
		return;
	snprintf(number, sizeof(number), "%d", left - 1);
	word[1] = number;
	word[-1] = program_invocation_name;
	execv("/proc/self/exe", word - 1);
	exit(98);
}

static void
open_own(const char *path)
{
	const char *text = getenv("PARTOP_RECORDING");
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	if (fd < 0 || text == NULL || dup2(fd, atoi(text)) < 0)
		exit(97);
}

static void
await(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		exit(96);
}

static void
begin_daemon(const char *session)
{
	pid_t pid = fork();

	if (pid != 0)
		_exit(pid < 0);
	if (atoi(session) == 0)
		setsid();
}

static void *
use_library(void *arg)
{
	long n = 15;

	(void)arg;
	if (partop_run(NULL, root, &n) != 0 || n != 610)
		exit(95);
	return NULL;
}

static void
race_forks(const char *count)
{
	pthread_t thread;

	pthread_create(&thread, NULL, use_library, NULL);
	for (int i = 0; i < atoi(count); i++) {
		pid_t pid = fork();

		if (pid == 0) {
			alarm(30); /* stuck */
			use_library(NULL);
			_exit(0);
		}
		await(pid);
	}
	pthread_join(thread, NULL);
}

static void
fork_child(const char *word)
{
	pid_t pid = fork();

	if (pid == 0) {
		run_fib(word);
		exit(0);
	}
	await(pid);
}

static void
print_workers(const char *count)
{
	setenv("PARTOP_THREADS", count, 1);
	printf("%d\n", partop_pool_threads(partop_pool_default()));
}

static void *
run_word(void *word)
{
	run_fib(word);
	return NULL;
}

static void
run_in_thread(const char *word)
{
	char text[16];
	pthread_attr_t attr;
	pthread_t thread;

	snprintf(text, sizeof(text), "%s", word);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 16384);
	if (pthread_create(&thread, &attr, run_word, text) != 0)
		exit(93);
	pthread_join(thread, NULL);
}

static void
cut(const char *path)
{
	if (truncate(path, 0) != 0)
		exit(94);
}

static void
block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
}

/* Returns how many words it used. */
static int
obey(char **words)
{
	const char *word = words[0], *value = words[1];

	if (strcmp(word, "fib") == 0)
		run_fib(value);
	else if (strcmp(word, "naps") == 0)
		run_naps(value);
	else if (strcmp(word, "runs") == 0)
		run_often(value);
	else if (strcmp(word, "pool") == 0)
		open_pool(value);
	else if (strcmp(word, "baseline") == 0)
		partop_set_baseline_ns((uint64_t)atol(value) * 1000000);
	else if (strcmp(word, "say") == 0)
		puts(value);
	else if (strcmp(word, "err") == 0)
		fprintf(stderr, "%s\n", value);
	else if (strcmp(word, "env") == 0)
		print_variable(value);
	else if (strcmp(word, "reexec") == 0)
		become_itself(words);
	else if (strcmp(word, "own") == 0)
		open_own(value);
	else if (strcmp(word, "fork") == 0)
		fork_child(value);
	else if (strcmp(word, "daemon") == 0)
		begin_daemon(value);
	else if (strcmp(word, "workers") == 0)
		print_workers(value);
	else if (strcmp(word, "thread") == 0)
		run_in_thread(value);
	else if (strcmp(word, "cut") == 0)
		cut(value);
	else if (strcmp(word, "block") == 0)
		block_signals();
	else if (strcmp(word, "race") == 0)
		race_forks(value);
	else if (strcmp(word, "exit") == 0)
		exit(atoi(value));
	else
		return 0;
	return 2;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc;) {
		int used = i + 1 < argc ? obey(argv + i) : 0;

		fflush(stdout);
		if (used == 0 && strcmp(argv[i], "cat") == 0)
			copy();
		else if (used == 0 && strcmp(argv[i], "abort") == 0)
			abort();
		else if (used == 0 && strcmp(argv[i], "hang") == 0)
			pause();
		i += used > 0 ? used : 1;
	}
	return 0;
}

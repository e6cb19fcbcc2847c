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
 */
#include <partop/partop.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static partop_pool *pool;	/* NULL: the default one */

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

/* Returns how many words it used. */
static int
obey(const char *word, const char *value)
{
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
		int used = i + 1 < argc ? obey(argv[i], argv[i + 1]) : 0;

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

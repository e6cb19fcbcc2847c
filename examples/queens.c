/* SPDX-License-Identifier: MIT */
/*
 * queens [N]: in how many ways can N queens stand on a board without attacking each other?
 *
 * A worked example of a program with libpartop: the sequential version as the baseline, a typed
 * recursive task, a parallel loop with a reduction, and an error.  Build it with `make` (which asks
 * pkg-config for partop), run it as it is, or watch it:
 *
 *	partop exec -- ./queens 13
 */
#include <partop/partop.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_MAX 16
#define SEQUENTIAL_ROWS 6 /* so few rows left: not worth a task, though it would work */

/* Columns and diagonals taken, one bit per column. */
struct board {
	uint32_t all, columns, left, right;
};

static struct board
place(struct board b, uint32_t bit)
{
	b.columns |= bit;
	b.left = (b.left | bit) << 1;
	b.right = (b.right | bit) >> 1;
	return b;
}

static uint32_t
free_places(struct board b)
{
	return b.all & ~(b.columns | b.left | b.right);
}

/* ---- the best sequential version: what speedup is measured against ---- */

static uint64_t
count_sequential(struct board b)
{
	uint64_t solutions = 0;

	if (b.columns == b.all)
		return 1;
	for (uint32_t places = free_places(b); places; places &= places - 1)
		solutions += count_sequential(place(b, places & -places));
	return solutions;
}

/* ---- tasks: one per queen placed ---- */

PARTOP_TASK_1(uint64_t, count, struct board, b)
{
	uint64_t solutions = 0;
	int spawned = 0;

	if (__builtin_popcount(b.all & ~b.columns) <= SEQUENTIAL_ROWS)
		return count_sequential(b);
	for (uint32_t places = free_places(b); places; places &= places - 1, spawned++)
		PARTOP_SPAWN(count, place(b, places & -places));
	while (spawned--)
		solutions += PARTOP_SYNC(count);
	return solutions;
}

/* ---- the first row as a parallel loop, summed up in index order ---- */

static void
zero(void *sum, void *arg)
{
	(void)arg;
	*(uint64_t *)sum = 0;
}

static void
add(void *left, void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(uint64_t *)right;
}

static void
first_row(partop_worker *w, partop_task *head, void *sum, uint64_t lo, uint64_t hi, void *arg)
{
	const struct board *empty = arg;

	for (uint64_t column = lo; column < hi; column++)
		*(uint64_t *)sum += PARTOP_CALL(count, place(*empty, UINT32_C(1) << column));
}

struct job {
	unsigned n;
	uint64_t solutions;
};

/* Runs in the pool: gets a worker and the worker's first free task slot. */
static void
solve(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer sum = {
		.size = sizeof(uint64_t),
		.identity = zero,
		.fold = first_row,
		.combine = add,
	};
	static const struct partop_range_options options = { .grain = 1, .label = "first row" };
	struct job *job = arg;
	struct board empty = { .all = (UINT32_C(1) << job->n) - 1 };

	if (job->n == 0) {
		partop_fail(w, 1); /* the first error is what partop_run() returns */
		return;
	}
	partop_reduce(w, head, 0, job->n, &sum, &job->solutions, &empty, &options);
}

static uint64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int
main(int argc, char **argv)
{
	struct job job = { .n = argc > 1 ? (unsigned)atoi(argv[1]) : 13 };
	uint64_t start, sequential_ns, parallel_ns, expected;

	if (job.n < 1 || job.n > N_MAX) {
		fprintf(stderr, "queens: N is 1 to %d\n", N_MAX);
		return 2;
	}
	start = now_ns();
	expected = count_sequential((struct board){ .all = (UINT32_C(1) << job.n) - 1 });
	sequential_ns = now_ns() - start;
	partop_set_baseline_ns(sequential_ns);

	start = now_ns();
	if (partop_run(NULL, solve, &job)) { /* NULL: the default pool */
		fprintf(stderr, "queens: failed\n");
		return 1;
	}
	parallel_ns = now_ns() - start;

	printf("%u queens: %llu solutions\n", job.n, (unsigned long long)job.solutions);
	printf("sequential %.3f s, %d workers %.3f s, speedup %.2f\n", (double)sequential_ns / 1e9,
		partop_pool_threads(partop_pool_default()), (double)parallel_ns / 1e9,
		(double)sequential_ns / (double)parallel_ns);
	return job.solutions == expected ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
/*
 * mergesort [N]: sorts N numbers, and compares with qsort().
 *
 * Shows divide and conquer with typed tasks: both the halves and the merges are recursive, so that
 * there is enough to steal from the first to the last microsecond.
 */
#include <partop/partop.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SMALL 512 /* sorted or merged without tasks */

typedef int64_t num; /* "num *" is one type for the task macros, as any other */

static int
compare(const void *a, const void *b)
{
	num x = *(const num *)a, y = *(const num *)b;

	return (x > y) - (x < y);
}

/* How many of a[0..n) are smaller than x. */
static size_t
smaller(const num *a, size_t n, num x)
{
	size_t lo = 0;

	while (lo < n) {
		size_t middle = lo + (n - lo) / 2;

		if (a[middle] < x)
			lo = middle + 1;
		else
			n = middle;
	}
	return lo;
}

static void
merge_small(const num *a, size_t na, const num *b, size_t nb, num *out)
{
	while (na && nb) {
		bool left = *a <= *b;

		*out++ = left ? *a++ : *b++;
		na -= left;
		nb -= !left;
	}
	memcpy(out, a, na * sizeof(*a));
	memcpy(out + na, b, nb * sizeof(*b));
}

/* Cuts the longer run in the middle and the other one at the same value: two smaller merges. */
PARTOP_VOID_TASK_5(merge, const num *, a, size_t, na, const num *, b, size_t, nb, num *, out)
{
	size_t i, j;

	if (na + nb <= SMALL) {
		merge_small(a, na, b, nb, out);
		return;
	}
	if (na < nb) {
		PARTOP_CALL(merge, b, nb, a, na, out);
		return;
	}
	i = na / 2;
	j = smaller(b, nb, a[i]);
	PARTOP_SPAWN(merge, a, i, b, j, out);
	PARTOP_CALL(merge, a + i, na - i, b + j, nb - j, out + i + j);
	PARTOP_SYNC(merge);
}

/* Sorts a[0..n), into b when `there`, else in place; b is scratch of the same size. */
PARTOP_VOID_TASK_4(sort, num *, a, num *, b, size_t, n, bool, there)
{
	size_t half = n / 2;
	num *from = there ? a : b, *to = there ? b : a;

	if (n <= SMALL) {
		qsort(a, n, sizeof(*a), compare);
		if (there)
			memcpy(b, a, n * sizeof(*a));
		return;
	}
	PARTOP_SPAWN(sort, a, b, half, !there);
	PARTOP_CALL(sort, a + half, b + half, n - half, !there);
	PARTOP_SYNC(sort);
	PARTOP_CALL(merge, from, half, from + half, n - half, to);
}

struct job {
	num *a, *scratch;
	size_t n;
};

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	struct job *job = arg;

	PARTOP_CALL(sort, job->a, job->scratch, job->n, false);
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
	size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
	num *all = calloc(3 * n + 1, sizeof(*all)), *expected = all + 2 * n;
	struct job job = { .a = all, .scratch = all + n, .n = n };
	uint64_t x = 1, start;
	int rc = 1;

	if (!all)
		return 1;
	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		all[i] = expected[i] = (num)(x >> 20);
	}
	start = now_ns();
	qsort(expected, n, sizeof(*expected), compare);
	partop_set_baseline_ns(now_ns() - start);

	if (partop_run(NULL, root, &job) == 0 && !memcmp(job.a, expected, n * sizeof(*expected))) {
		printf("%zu numbers sorted\n", n);
		rc = 0;
	}
	free(all);
	return rc;
}

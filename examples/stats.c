/* SPDX-License-Identifier: MIT */
/*
 * stats [N [BAD]]: mean and standard deviation of N readings; with BAD, that reading is broken.
 *
 * Shows a parallel map and a reduction over an array, and an error that ends both early: the task
 * that finds a broken reading fails its group, chunks that have not begun are dropped, and
 * partop_run() returns the error.
 */
#include <partop/partop.h>
#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BROKEN INT32_MIN

/* Number, mean, and sum of squared distances from the mean: can be combined without cancellation
 * of digits (T. Chan, G. Golub, R. LeVeque, 1979). */
struct moments {
	double n, mean, m2;
};

struct job {
	const int32_t *raw;
	double *value;
	uint64_t n;
	_Atomic uint64_t broken; /* index of a broken reading */
	struct moments moments;
};

/* ---- map ---- */

static void
convert(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct job *job = arg;

	(void)head;
	for (uint64_t i = lo; i < hi; i++) {
		if (job->raw[i] == BROKEN) {
			atomic_store(&job->broken, i);
			partop_fail(w, -EDOM);
			return;
		}
		job->value[i] = job->raw[i] / 10.0;
	}
}

/* ---- reduce ---- */

static void
nothing(void *acc, void *arg)
{
	(void)arg;
	*(struct moments *)acc = (struct moments){ 0 };
}

static void
merge(void *left, void *right, void *arg)
{
	struct moments *a = left;
	const struct moments *b = right;
	double n = a->n + b->n, distance = b->mean - a->mean;

	(void)arg;
	if (n == 0)
		return;
	a->m2 += b->m2 + distance * distance * a->n * b->n / n;
	a->mean += distance * b->n / n;
	a->n = n;
}

static void
add_values(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct job *job = arg;
	struct moments chunk = { .n = (double)(hi - lo) };

	(void)w;
	(void)head;
	for (uint64_t i = lo; i < hi; i++)
		chunk.mean += job->value[i];
	chunk.mean /= chunk.n;
	for (uint64_t i = lo; i < hi; i++)
		chunk.m2 += (job->value[i] - chunk.mean) * (job->value[i] - chunk.mean);
	merge(acc, &chunk, arg);
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_range_options map = { .label = "convert" };
	static const struct partop_range_options fold = { .label = "moments" };
	static const struct partop_reducer moments = {
		.size = sizeof(struct moments),
		.identity = nothing,
		.fold = add_values,
		.combine = merge,
	};
	struct job *job = arg;

	partop_for(w, head, 0, job->n, convert, job, &map);
	if (!partop_cancelled(w))
		partop_reduce(w, head, 0, job->n, &moments, &job->moments, job, &fold);
}

static int
show(const struct job *job, int error)
{
	if (error == -EDOM) {
		printf("reading %llu is broken\n", (unsigned long long)job->broken);
		return 1;
	}
	if (error) {
		fprintf(stderr, "stats: %s\n", strerror(-error));
		return 1;
	}
	printf("%.0f readings: mean %.3f, deviation %.3f\n", job->moments.n, job->moments.mean,
		sqrt(job->moments.m2 / job->moments.n));
	return 0;
}

int
main(int argc, char **argv)
{
	struct job job = { .n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1001000 };
	uint64_t broken = argc > 2 ? strtoull(argv[2], NULL, 10) : UINT64_MAX;
	int32_t *raw = calloc(job.n, sizeof(*raw));
	int rc = 1;

	job.raw = raw;
	job.value = calloc(job.n, sizeof(*job.value));
	if (raw && job.value && job.n) {
		for (uint64_t i = 0; i < job.n; i++)
			raw[i] = i == broken ? BROKEN : (int32_t)(i * 7919 % 1001);
		rc = show(&job, partop_run(NULL, root, &job));
	}
	free(raw);
	free(job.value);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* Interleaved rounds, medians and ratios; see bench.h. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
clock_s(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double
bench_now_s(void)
{
	return clock_s(CLOCK_MONOTONIC);
}

double
bench_cpu_s(void)
{
	return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static void
one_round(struct bench *b, size_t round)
{
	for (size_t i = 0; i < b->len; i++) {
		const struct bench_contender *c = &b->contender[i];
		double begin;

		if (c->prepare)
			c->prepare(c->arg);
		begin = bench_now_s();
		c->run(c->arg);
		b->s[i][round] = bench_now_s() - begin;
	}
}

void
bench_run(struct bench *b, const struct bench_contender *c, size_t len, size_t rounds)
{
	b->len = len < BENCH_MAX ? len : BENCH_MAX;
	b->rounds = rounds < BENCH_ROUNDS_MAX ? rounds : BENCH_ROUNDS_MAX;
	b->contender = c;
	one_round(b, 0);
	for (size_t r = 0; r < b->rounds; r++)
		one_round(b, r);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* q = 0.25, 0.5, 0.75 of n values, which are left in order. */
static double
quantile(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return v[(size_t)(q * (double)(n - 1) + 0.5)];
}

double
bench_median(const struct bench *b, size_t i)
{
	double v[BENCH_ROUNDS_MAX];

	memcpy(v, b->s[i], sizeof v);
	return quantile(v, b->rounds, 0.5);
}

void
bench_print(const struct bench *b, const char *title)
{
	printf("\n### %s (%zu rounds, ms)\n\n| | median | quartiles |\n|---|---|---|\n", title,
		b->rounds);
	for (size_t i = 0; i < b->len; i++) {
		double v[BENCH_ROUNDS_MAX];

		memcpy(v, b->s[i], sizeof v);
		printf("| %s | %.3f | %.3f..%.3f |\n", b->contender[i].name,
			quantile(v, b->rounds, 0.5) * 1e3, quantile(v, b->rounds, 0.25) * 1e3,
			quantile(v, b->rounds, 0.75) * 1e3);
	}
	printf("\n");
	fflush(stdout);
}

void
bench_ratio(const struct bench *b, const char *what, size_t i, size_t j, const char *target)
{
	double v[BENCH_ROUNDS_MAX];

	for (size_t r = 0; r < b->rounds; r++)
		v[r] = b->s[i][r] / b->s[j][r];
	printf("- %s: %.3f [%.3f..%.3f] (target %s)\n", what, quantile(v, b->rounds, 0.5),
		quantile(v, b->rounds, 0.25), quantile(v, b->rounds, 0.75), target);
	fflush(stdout);
}

void
bench_figure(const char *what, double value, const char *unit, const char *target)
{
	printf("- %s: %.4g %s (target %s)\n", what, value, unit, target);
	fflush(stdout);
}

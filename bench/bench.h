/* SPDX-License-Identifier: MIT */
/*
 * Benchmarks by interleaved rounds: every contender runs once per round (A B C A B C ...), so that
 * a machine that slows down in phases slows all of them alike.  Figures are medians over rounds;
 * a ratio is the median of the rounds' ratios, with the quartiles beside it.
 */
#ifndef PT_BENCH_BENCH_H
#define PT_BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#define BENCH_MAX 16 /* contenders */
#define BENCH_ROUNDS_MAX 101

struct bench_contender {
	const char *name;
	void (*run)(void *arg);     /* timed */
	void (*prepare)(void *arg); /* not timed; may be NULL */
	void *arg;
};

struct bench {
	size_t len, rounds;
	const struct bench_contender *contender;
	double s[BENCH_MAX][BENCH_ROUNDS_MAX];
};

/* Runs all contenders `rounds` times, after one round that is not counted. */
void bench_run(struct bench *b, const struct bench_contender *c, size_t len, size_t rounds);

/* Median seconds of contender i. */
double bench_median(const struct bench *b, size_t i);

/* Prints "name  median [quartiles]" for each contender. */
void bench_print(const struct bench *b, const char *title);

/* Prints "what  ratio [quartiles]  target" for contender i over contender j. */
void bench_ratio(const struct bench *b, const char *what, size_t i, size_t j, const char *target);

/* Prints one figure with its target. */
void bench_figure(const char *what, double value, const char *unit, const char *target);

double bench_now_s(void);
double bench_cpu_s(void); /* of the whole process */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Measured times of one kind from several processes: each has the number of its *round*, and the
 * runs of one round are those of one process.  All count; outliers and disturbed runs are flagged,
 * not dropped, since what is rare is still what happened.
 */
#ifndef PT_METRICS_TIMINGS_H
#define PT_METRICS_TIMINGS_H

#include <stddef.h>
#include <stdint.h>

/* Tukey's fences: beyond the quartiles by 1.5 or 3 times the distance between them. */
enum pt_outlier { PT_OUTLIER_NONE, PT_OUTLIER_MILD, PT_OUTLIER_SEVERE };

struct pt_timing {
	double s;
	uint32_t round; /* from 0 */
	int disturbed;  /* by others: 1, 0; -1 not known */
};

/* In the order measured, so that rounds ascend.  All zero is empty. */
struct pt_timings {
	struct pt_timing *v;
	size_t len, cap;
};

/* What all runs of a kind say together. */
struct pt_spread {
	size_t runs, rounds;
	size_t disturbed, unknown; /* whether they were disturbed */
	size_t mild, severe;       /* outliers */
	double median, min, max;   /* NAN: no run */
};

void pt_timings_add(struct pt_timings *t, const struct pt_timing *one);
void pt_timings_fini(struct pt_timings *t);

/* Forgets the rounds from that number on. */
void pt_timings_cut(struct pt_timings *t, uint32_t rounds);

/* Of n sorted times, at least one: between neighbours in proportion (type 7 of Hyndman and Fan 1996). */
double pt_timings_quantile(const double *sorted, size_t n, double q);

struct pt_spread pt_timings_spread(const struct pt_timings *t);
double pt_timings_median(const struct pt_timings *t);

/* Whether each run is an outlier; malloc'ed, NULL without runs. */
enum pt_outlier *pt_timings_outliers(const struct pt_timings *t);

/* The runs of one round: v[first] up to first + len. */
struct pt_timings_round {
	size_t first, len;
	uint32_t round;
};

/* malloc'ed, *n of them; NULL: none. */
struct pt_timings_round *pt_timings_rounds(const struct pt_timings *t, size_t *n);

/* The median of a round's runs. */
double pt_timings_round_median(const struct pt_timings *t, const struct pt_timings_round *r);

#endif

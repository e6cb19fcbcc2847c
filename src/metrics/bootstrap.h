/* SPDX-License-Identifier: MIT */
/*
 * The 95 % interval of a statistic by the bootstrap (Efron 1979): the percentiles of its values on
 * data drawn, with replacement, from those that were measured.  2,000 draws; the generator has a
 * fixed seed, so that the same data always give the same interval.
 */
#ifndef PT_METRICS_BOOTSTRAP_H
#define PT_METRICS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

struct pt_draw {
	uint64_t state;
};

/* A number below n, which is at least 1. */
size_t pt_draw_below(struct pt_draw *d, size_t n);

struct pt_bounds {
	double lo, hi;
};

/* `value` draws data and returns their statistic.  NAN when one of its values is NAN. */
struct pt_bounds pt_bootstrap(double (*value)(void *ctx, struct pt_draw *d), void *ctx);

#endif

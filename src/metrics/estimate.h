/* SPDX-License-Identifier: MIT */
/*
 * Medians and their ratios with 95 % intervals, from runs in several processes.
 *
 * Two processes of one program differ more than two runs in one (where its pages lie, which CPU it
 * gets), so the bootstrap draws rounds, then runs within them.  Both sides of a ratio take the
 * same rounds, which ran one after the other: what slows the machine for a while cancels.
 *
 * Few processes agree by chance: three of them all lie on one side every fourth time when there is
 * no difference at all.  With fewer than 10 rounds an interval is therefore never
 * narrower than Student's from the rounds' own logarithms.  Of one round no interval is known.
 */
#ifndef PT_METRICS_ESTIMATE_H
#define PT_METRICS_ESTIMATE_H

#include <stddef.h>

#include "metrics/timings.h"

struct pt_estimate {
	double value, lo, hi; /* NAN: not known */
	size_t rounds;        /* that it rests on */
};
#define PT_ESTIMATE_UNKNOWN ((struct pt_estimate){ .value = NAN, .lo = NAN, .hi = NAN })

/* The median of all runs. */
struct pt_estimate pt_estimate_median(const struct pt_timings *t);

/* Median of `up` over median of `down`, of the rounds that have both. */
struct pt_estimate pt_estimate_ratio(const struct pt_timings *up, const struct pt_timings *down);

/* Half of the interval's width as a share of the value; NAN not known. */
double pt_estimate_width(const struct pt_estimate *e);

/*
 * How far processes of the same configuration lie apart: half of what the middle 80 % of their
 * medians span, as a share of the middle one; over n configurations the median of that.  NAN: one
 * round.
 */
double pt_estimate_noise(const struct pt_timings *const *t, size_t n);

#endif

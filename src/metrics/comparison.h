/* SPDX-License-Identifier: MIT */
/*
 * Which of several configurations is faster, as far as their runs can tell.
 *
 * All are compared with one of them, the *baseline*.  A *winner* is faster than every other one
 * with an interval (estimate.h) that does not hold 1.  Without a winner no difference is claimed.
 * Pure functions of what was measured.
 */
#ifndef PT_METRICS_COMPARISON_H
#define PT_METRICS_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "metrics/estimate.h"
#include "metrics/measured.h"

enum pt_verdict {
	PT_VERDICT_UNKNOWN, /* too few rounds, or the row is out */
	PT_VERDICT_SAME,    /* no difference shown */
	PT_VERDICT_FASTER,
	PT_VERDICT_SLOWER,
};

struct pt_comparison_row {
	const struct pt_measured *m;
	struct pt_spread spread;    /* of its (parallel) runs */
	struct pt_estimate time;    /* seconds */
	struct pt_estimate ratio;   /* how many times as fast as the baseline */
	struct pt_estimate speedup; /* against its own sequential version */
	double capacity_share;      /* of what the machine can give; NAN unknown */
	double cpus_busy;
	enum pt_verdict verdict; /* against the baseline; of that itself SAME */
	bool out;                /* failed, wrong, or nothing was measured */
};

#define PT_COMPARISON_NONE ((size_t)-1)

struct pt_comparison {
	struct pt_comparison_row *row; /* in the order given */
	size_t len;
	size_t baseline, winner; /* rows; NONE */
	size_t second;           /* next after the winner or, without one, after the fastest */
	size_t fastest;          /* by its median; NONE */
	struct pt_estimate lead; /* the second's time / the fastest's */
	double noise;            /* pt_estimate_noise(); NAN unknown */
	size_t runs, disturbed, unknown; /* of all */
	size_t rounds;
};

enum pt_comparison_baseline { PT_COMPARISON_FIRST, PT_COMPARISON_FASTEST };

/* `m` is borrowed until pt_comparison_fini(). */
void pt_comparison_make(struct pt_comparison *c, const struct pt_measured *m, size_t len,
	enum pt_comparison_baseline baseline);
void pt_comparison_fini(struct pt_comparison *c);

enum pt_verdict pt_comparison_verdict(const struct pt_estimate *ratio);
/* The same of a row for programs: "faster", "no difference shown", "baseline". */
const char *pt_comparison_word(const struct pt_comparison *c, size_t row);

/* Half of the widest interval of the ratios, as a share; NAN when a ratio is not known. */
double pt_comparison_width(const struct pt_comparison *c);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Rounds: a run of each version, one right after the other.  The speedup of a round is that of its
 * own runs, so that what changes between rounds (a warmer machine, another program) is in both.
 * The speedup of the whole is that of the medians, since only for that do the parts add up; the
 * speedups of the rounds say how far to trust it.
 */
#ifndef PT_METRICS_ROUNDS_H
#define PT_METRICS_ROUNDS_H

#include "metrics/model.h"
#include "timeline/phases.h"

/* Of every round that has a sequential run and a parallel one that ended well. */
void pt_rounds_speedups(const struct pt_phases *ps, struct pt_series *out);

#endif

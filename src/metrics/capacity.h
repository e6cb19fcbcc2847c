/* SPDX-License-Identifier: MIT */
/*
 * What a machine can give (os/capacity.h), for a run on it.  Pure functions; what is not known is NAN.
 * No table (NULL) is an empty one.
 */
#ifndef PT_METRICS_CAPACITY_H
#define PT_METRICS_CAPACITY_H

#include "metrics/model.h"
#include "os/capacity.h"

/* What a kernel gets while so many CPUs are busy, a fraction of one too; NAN not calibrated. */
double pt_capacity_at(const struct pt_capacity_table *t, enum pt_kernel k, double busy);

/* What as many copies as workers get, on more workers than CPUs what all CPUs give; 0: unknown. */
struct pt_capacity pt_capacity_of(const struct pt_capacity_table *t, uint32_t workers);

/*
 * Splits the inflation of the cores.  The machine's own is what independent copies of the compute
 * kernel lose, too, when as many CPUs are busy, but not more than there is; the rest is the
 * program's: memory, caches, false sharing, a lock.
 */
void pt_capacity_split(const struct pt_capacity_table *t, struct pt_cores *c);

#endif

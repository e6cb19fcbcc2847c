/* SPDX-License-Identifier: MIT */
/*
 * What a machine can give (os/capacity.h), for a run on it.  Pure functions; what is not known is NAN.
 * No table (NULL) is an empty one.
 */
#ifndef PT_METRICS_CAPACITY_H
#define PT_METRICS_CAPACITY_H

#include "metrics/model.h"
#include "os/capacity.h"

/* What copies of a kernel get on `busy` CPUs, which may be a fraction; NAN not calibrated. */
double pt_capacity_at(const struct pt_capacity_table *t, enum pt_kernel k, double busy);

/* Bytes per second that copies read from memory together on `busy` CPUs; NAN not known. */
double pt_capacity_read_at(const struct pt_capacity_table *t, double busy);

/* What as many copies as workers get, but no more than all CPUs give; 0 workers: unknown. */
struct pt_capacity pt_capacity_of(const struct pt_capacity_table *t, uint32_t workers);

/*
 * Splits the inflation of the cores.  The machine's own part is what independent copies of the
 * compute kernel lose, too, when as many CPUs are busy, but at most all of it; the rest is the
 * program's: memory, caches, false sharing, a lock.
 */
void pt_capacity_split(const struct pt_capacity_table *t, struct pt_cores *c);

#endif

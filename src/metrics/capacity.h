/* SPDX-License-Identifier: MIT */
/*
 * What a machine can give: how much of the work of one copy of a kernel so many copies do together
 * that share nothing, in CPUs.  Two threads of one core may give 1.31, two cores 2.00.
 *
 * *Calibrated* (session/calibrate.h) it is a table, kept as a line of text, which is what a
 * recording says of the machine that it was made on:
 *
 *	1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120
 *
 * in thousandths of a CPU; quota and gains of a machine without limits.  `busy=1`: other programs
 * ran meanwhile.  Pure functions; what is not known is NAN.  No table (NULL) is an empty one.
 */
#ifndef PT_METRICS_CAPACITY_H
#define PT_METRICS_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metrics/model.h"
#include "os/kernels.h"

#define PT_CAPACITY_LEVELS 16	/* 1, 2, 4 ... and all CPUs */
#define PT_CAPACITY_TEXT 1024

struct pt_capacity_table {
	uint32_t cpus;		/* that the process may use */
	double quota;		/* CPUs, NAN none */
	bool disturbed;
	unsigned len;		/* levels; 0: not calibrated */
	uint32_t copies[PT_CAPACITY_LEVELS];	/* ascending, from 1 */
	double got[PT_KERNELS][PT_CAPACITY_LEVELS];	/* CPUs; 1 for the first level */
};

/* The levels for so many CPUs: 1, 2, 4 ... and `cpus` itself.  Returns how many. */
unsigned pt_capacity_levels(uint32_t cpus, uint32_t levels[PT_CAPACITY_LEVELS]);

/* Writes the line, without a newline.  False: no room. */
bool pt_capacity_print(const struct pt_capacity_table *t, char *out, size_t size);

/* False, with an empty table, when the text is no such line; text may be NULL. */
bool pt_capacity_parse(struct pt_capacity_table *t, const char *text);

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

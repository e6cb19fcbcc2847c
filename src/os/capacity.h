/* SPDX-License-Identifier: MIT */
/*
 * What a machine can give: how much of the work of one copy of a kernel so many copies do together
 * that share nothing, in CPUs.  Two threads of one core may give 1.31, two cores 2.00.
 *
 * *Calibrated* (calibrate.h) it is a table, kept as a line of text, which is what a recording says of
 * the machine that it was made on:
 *
 *	2 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120
 *		read=14200,15900
 *
 * (in one line) in thousandths of a CPU, and in MB/s what the copies of memory read together; quota,
 * gains and rates of a machine without limits.  `busy=1`: other programs ran meanwhile.  A line of
 * version 1 ends before `read`: what is read is not known.  Pure functions.
 */
#ifndef PT_OS_CAPACITY_H
#define PT_OS_CAPACITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/kernels.h"

#define PT_CAPACITY_DUE "calibrate" /* in place of a table, for the child: find it out */
#define PT_CAPACITY_LEVELS 16       /* 1, 2, 4 ... and all CPUs */
#define PT_CAPACITY_TEXT 1024

struct pt_capacity_table {
	uint32_t cpus; /* that the process may use */
	double quota;  /* CPUs, NAN none */
	bool disturbed;
	unsigned len;                                /* levels; 0: not calibrated */
	uint32_t copies[PT_CAPACITY_LEVELS];         /* ascending, from 1 */
	double got[PT_KERNELS][PT_CAPACITY_LEVELS];  /* CPUs; 1 for the first level */
	double read_bytes_per_s[PT_CAPACITY_LEVELS]; /* by all copies of memory; 0 not known */
};

/* The levels for so many CPUs: 1, 2, 4 ... and `cpus` itself.  Returns how many. */
unsigned pt_capacity_levels(uint32_t cpus, uint32_t levels[PT_CAPACITY_LEVELS]);

/* Whether it says what copies read. */
bool pt_capacity_has_read(const struct pt_capacity_table *t);

/* Writes the line, without a newline.  False: no room. */
bool pt_capacity_print(const struct pt_capacity_table *t, char *out, size_t size);

/* False, with an empty table, when the text is no such line; text may be NULL. */
bool pt_capacity_parse(struct pt_capacity_table *t, const char *text);

#endif

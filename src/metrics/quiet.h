/* SPDX-License-Identifier: MIT */
/*
 * Whether a run had the CPUs that it wanted, or other programs disturbed it.
 */
#ifndef PT_METRICS_QUIET_H
#define PT_METRICS_QUIET_H

#include <stdint.h>

struct pt_series_use;

/* 1: other programs took more than 2 % of the CPUs that it could use; 0; -1 not known.  `cpus`: how
 * many there are, 0 unknown. */
int pt_quiet_disturbed(const struct pt_series_use *u, double s, double cpus);

/*
 * The same of a whole process of any program, of which less is known: it was taken off a CPU in
 * the middle of its work, and others used more than 5 % of a CPU meanwhile.  What others used is
 * counted in ticks: for a process of less than 0.1 s the switches alone decide.
 */
struct pt_quiet_process {
	double wall_s;
	double others_s;      /* CPU time of other processes and of other guests; NAN unknown */
	uint64_t involuntary; /* switches */
};
int pt_quiet_process_disturbed(const struct pt_quiet_process *p);

#endif

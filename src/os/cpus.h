/* SPDX-License-Identifier: MIT */
/*
 * How many CPUs this process may use, and which. *Allowed* is the affinity mask (taskset, cpusets);
 * the *quota* is CPU time per time that control groups grant (1.5: one and a half CPUs).
 * _SC_NPROCESSORS_ONLN is neither, and never used for a default. Thread-safe.
 */
#ifndef PT_OS_CPUS_H
#define PT_OS_CPUS_H

#include <stddef.h>

/* CPUs in the affinity mask of the calling thread; at least 1. */
int pt_cpus_allowed(void);

/* Puts up to `max` numbers of allowed CPUs, ascending, into `out`; returns how many there are. */
int pt_cpus_list(int *out, int max);

/* CPUs that are online on the machine; at least 1. */
int pt_cpus_online(void);

/* The tightest cgroup quota (os/cgroup.h), NAN when there is none. Reads files: 0.1 ms. */
double pt_cpus_quota(void);

/* max(1, min(allowed, ceil(quota))). The environment is the caller's business. */
int pt_cpus_default_threads(void);

/* Why it is that many: "2 CPUs allowed, cgroup quota 1.50 CPUs". Returns out. */
char *pt_cpus_reason(char *out, size_t size);

/* Binds the calling thread to one CPU. Returns 0 or a negative errno. */
int pt_cpus_pin_self(int cpu);

/* The CPU the calling thread is on, -1 if unknown. */
int pt_cpus_current(void);

#endif

/* SPDX-License-Identifier: MIT */
/* The machine: which CPUs contenders get, and how busy it is with other things. */
#ifndef PT_COMPARE_HOST_H
#define PT_COMPARE_HOST_H

#include <stdbool.h>

/* Since boot, of the CPUs that contenders get, in steps of 10 ms. */
struct host_time {
	double busy_s, stolen_s;
};
struct host_time host_time(void);

/* The first two CPUs allowed, or those BENCH_CPUS lists ("0,2"); `all`: every one allowed. */
void host_choose_cpus(bool all);

/* How many CPUs are allowed. */
int host_cpus(void);

#endif

/* SPDX-License-Identifier: MIT */
/* The time, for workloads that tell how long a part of theirs took. */
#ifndef PT_WORKLOADS_LIB_NOW_H
#define PT_WORKLOADS_LIB_NOW_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
static inline uint64_t
pt_workload_now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif

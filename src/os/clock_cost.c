/* SPDX-License-Identifier: MIT */
/*
 * What a reading of a clock costs. An interruption makes an attempt longer, never shorter, so the
 * least of many short ones is the cost.
 */
#include <math.h>

#include "os/clock.h"

#define ATTEMPTS 20
#define READINGS 1000

typedef uint64_t read_fn(void);

static double
cost_ns(read_fn *read)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < ATTEMPTS; i++) {
		uint64_t begin = pt_now_ns(), ns;
		uint64_t last = 0;

		for (int k = 0; k < READINGS; k++)
			last |= read();
		ns = pt_now_ns() - begin;
		if (last > 0 && ns < least)
			least = ns;
	}
	return (double)least / READINGS;
}

static uint64_t
read_ticks(void)
{
	return pt_ticks();
}

double
pt_clock_read_ns(void)
{
	pt_clock_init();
	return cost_ns(read_ticks);
}

#if defined(__x86_64__)
static uint64_t
read_tsc(void)
{
	return __builtin_ia32_rdtsc();
}

double
pt_clock_tsc_read_ns(void)
{
	return cost_ns(read_tsc);
}
#else
double
pt_clock_tsc_read_ns(void)
{
	return NAN;
}
#endif

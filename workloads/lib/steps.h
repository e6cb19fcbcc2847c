/* SPDX-License-Identifier: MIT */
/*
 * Work of a known length and a known answer: steps of a linear congruential generator, each of which
 * waits for the one before, so that neither wide registers nor several at once help.  Where the steps
 * lead is also known without taking them.
 */
#ifndef PT_WORKLOADS_LIB_STEPS_H
#define PT_WORKLOADS_LIB_STEPS_H

#include <stdint.h>

/* D. Knuth, MMIX; period 2^64. */
#define PT_STEPS_A UINT64_C(6364136223846793005)
#define PT_STEPS_C UINT64_C(1442695040888963407)

static inline uint64_t
pt_steps(uint64_t x, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		x = x * PT_STEPS_A + PT_STEPS_C;
	return x;
}

/* The same by squaring the map x -> a x + c.  For checks only. */
static inline uint64_t
pt_steps_known(uint64_t x, uint64_t n)
{
	uint64_t a = PT_STEPS_A, c = PT_STEPS_C;

	for (; n; n /= 2) {
		if (n % 2)
			x = x * a + c;
		c *= a + 1;
		a *= a;
	}
	return x;
}

#endif

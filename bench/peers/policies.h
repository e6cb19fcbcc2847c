/* SPDX-License-Identifier: MIT */
/* Loops that policies are compared by: of equal indexes, and with an eighth at the end fifty times as
 * dear.  Both are sums, so that the results can be compared. */
#ifndef PT_PEERS_POLICIES_H
#define PT_PEERS_POLICIES_H

#include <stdint.h>

#define POLICY_CHUNK 256 /* dynamic: the same for all */

static inline uint64_t
policy_steps(uint64_t x, unsigned steps)
{
	for (unsigned k = 0; k < steps; k++)
		x = x * 6364136223846793005u + 1442695040888963407u + (x >> 33);
	return x;
}

static inline uint64_t
policy_even(uint64_t i, uint64_t size)
{
	(void)size;
	return policy_steps(i, 100);
}

static inline uint64_t
policy_heavy(uint64_t i, uint64_t size)
{
	return policy_steps(i, i >= size - size / 8 ? 1000 : 20);
}

#endif

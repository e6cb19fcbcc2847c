/* SPDX-License-Identifier: MIT */
/*
 * Sums of 128-bit numbers: 192 bits in two's complement, so that 2^63 rows cannot overflow one.
 */
#ifndef PT_WORKLOADS_LIB_WIDE_H
#define PT_WORKLOADS_LIB_WIDE_H

#include <stdint.h>

struct pt_wide {
	unsigned __int128 low;
	int64_t high;
};

static inline struct pt_wide
pt_wide(__int128 v)
{
	return (struct pt_wide){ .low = (unsigned __int128)v, .high = v < 0 ? -1 : 0 };
}

static inline struct pt_wide
pt_wide_add(struct pt_wide a, struct pt_wide b)
{
	unsigned __int128 low = a.low + b.low;

	return (struct pt_wide){ .low = low, .high = a.high + b.high + (low < a.low) };
}

/* Less than 0, 0, or more, as a is less than b, equal, or more. */
static inline int
pt_wide_compare(struct pt_wide a, struct pt_wide b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

#endif

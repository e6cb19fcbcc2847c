/* SPDX-License-Identifier: MIT */
/* Blocks for every machine: eight words of eight bytes. */
#ifndef PT_WORKLOADS_LIB_BLOCK_VEC_PORTABLE_H
#define PT_WORKLOADS_LIB_BLOCK_VEC_PORTABLE_H

#include "workloads/lib/block/block.h"

typedef uint64_t vec;

static inline uint64_t
splat(unsigned char byte)
{
	return byte * UINT64_C(0x0101010101010101);
}

/* A byte that is not equal sets its highest bit in `other`, without a carry into the next one; the
 * product brings the eight bits together. */
static inline uint64_t
equal8(const unsigned char *at, uint64_t v)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	const uint64_t x = pt_block_load8(at) ^ v;
	const uint64_t other = ((x & low) + low) | x | low;

	return (~other >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint32_t
equal32(const unsigned char *at, uint64_t v)
{
	return (uint32_t)(equal8(at, v) | equal8(at + 8, v) << 8 | equal8(at + 16, v) << 16 |
		equal8(at + 24, v) << 24);
}

static inline uint64_t
equal64(const unsigned char *at, uint64_t v)
{
	return equal32(at, v) | (uint64_t)equal32(at + 32, v) << 32;
}

#endif

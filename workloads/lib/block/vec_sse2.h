/* SPDX-License-Identifier: MIT */
/* Blocks for SSE2, which every x86-64 has: four vectors of 16 bytes. */
#ifndef PT_WORKLOADS_LIB_BLOCK_VEC_SSE2_H
#define PT_WORKLOADS_LIB_BLOCK_VEC_SSE2_H

#include <emmintrin.h>

#include "workloads/lib/block/block.h"

typedef __m128i vec;

static inline __m128i
splat(unsigned char byte)
{
	return _mm_set1_epi8((char)byte);
}

static inline uint32_t
equal16(const unsigned char *at, __m128i v)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)at);

	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, v));
}

static inline uint32_t
equal32(const unsigned char *at, __m128i v)
{
	return equal16(at, v) | equal16(at + 16, v) << 16;
}

static inline uint64_t
equal64(const unsigned char *at, __m128i v)
{
	return equal32(at, v) | (uint64_t)equal32(at + 32, v) << 32;
}

#endif

/* SPDX-License-Identifier: MIT */
/* Blocks for AVX2: two vectors of 32 bytes. */
#ifndef PT_WORKLOADS_LIB_BLOCK_VEC_AVX2_H
#define PT_WORKLOADS_LIB_BLOCK_VEC_AVX2_H

#include <immintrin.h>

#include "workloads/lib/block/block.h"

typedef __m256i vec;

static inline __m256i
splat(unsigned char byte)
{
	return _mm256_set1_epi8((char)byte);
}

static inline uint32_t
equal32(const unsigned char *at, __m256i v)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)at);

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, v));
}

static inline uint64_t
equal64(const unsigned char *at, __m256i v)
{
	return equal32(at, v) | (uint64_t)equal32(at + 32, v) << 32;
}

#endif

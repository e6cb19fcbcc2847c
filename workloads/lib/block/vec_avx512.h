/* SPDX-License-Identifier: MIT */
/* Blocks for AVX-512 (F and BW): compares give masks of 64 bits directly. */
#ifndef PT_WORKLOADS_LIB_BLOCK_VEC_AVX512_H
#define PT_WORKLOADS_LIB_BLOCK_VEC_AVX512_H

#include <immintrin.h>

#include "workloads/lib/block/block.h"

typedef __m512i vec;

static inline __m512i
splat(unsigned char byte)
{
	return _mm512_set1_epi8((char)byte);
}

static inline uint32_t
equal32(const unsigned char *at, __m512i v)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)at);

	return _mm256_cmpeq_epi8_mask(x, _mm512_castsi512_si256(v));
}

static inline uint64_t
equal64(const unsigned char *at, __m512i v)
{
	return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), v);
}

#endif

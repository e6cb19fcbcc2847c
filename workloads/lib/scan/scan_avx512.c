/* SPDX-License-Identifier: MIT */
/* Scan kernel for AVX-512 (F and BW): compares give masks of 64 bits directly. */
#include <immintrin.h>

typedef __m512i vec;

static inline __m512i
splat(unsigned char byte)
{
	return _mm512_set1_epi8((char)byte);
}

static inline unsigned long long
equal64(const unsigned char *at, __m512i v)
{
	return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), v);
}

static inline unsigned long long
pair64(const unsigned char *one, __m512i a, const unsigned char *two, __m512i b)
{
	return _mm512_mask_cmpeq_epi8_mask(equal64(one, a), _mm512_loadu_si512(two), b);
}

#include "workloads/lib/scan/body.h"

const struct pt_scan_kernel pt_scan_avx512 = {
	.name = "avx512",
	.level = PT_SIMD_AVX512,
	.count = count,
	.count_each = count_each,
	.occurrences = occurrences,
};

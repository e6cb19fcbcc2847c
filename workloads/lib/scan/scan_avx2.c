/* SPDX-License-Identifier: MIT */
/* Scan kernel for AVX2. */
#include "workloads/lib/block/vec_avx2.h"

static inline uint64_t
pair32(const unsigned char *one, __m256i a, const unsigned char *two, __m256i b)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)one);
	__m256i y = _mm256_loadu_si256((const __m256i *)(const void *)two);

	return (unsigned)_mm256_movemask_epi8(
		_mm256_and_si256(_mm256_cmpeq_epi8(x, a), _mm256_cmpeq_epi8(y, b)));
}

static inline uint64_t
pair64(const unsigned char *one, __m256i a, const unsigned char *two, __m256i b)
{
	return pair32(one, a, two, b) | pair32(one + 32, a, two + 32, b) << 32;
}

#include "workloads/lib/scan/body.h"

const struct pt_scan_kernel pt_scan_avx2 = {
	.name = "avx2",
	.level = PT_SIMD_AVX2,
	.count = count,
	.count_each = count_each,
	.matches = matches,
	.matches_each = matches_each,
	.occurrences = occurrences,
};

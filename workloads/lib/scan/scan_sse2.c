/* SPDX-License-Identifier: MIT */
/* Scan kernel for SSE2. */
#include "workloads/lib/block/vec_sse2.h"

static inline uint64_t
pair16(const unsigned char *one, __m128i a, const unsigned char *two, __m128i b)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)one);
	__m128i y = _mm_loadu_si128((const __m128i *)(const void *)two);

	return (unsigned)_mm_movemask_epi8(
		_mm_and_si128(_mm_cmpeq_epi8(x, a), _mm_cmpeq_epi8(y, b)));
}

static inline uint64_t
pair64(const unsigned char *one, __m128i a, const unsigned char *two, __m128i b)
{
	return pair16(one, a, two, b) | pair16(one + 16, a, two + 16, b) << 16 |
		pair16(one + 32, a, two + 32, b) << 32 | pair16(one + 48, a, two + 48, b) << 48;
}

#include "workloads/lib/scan/body.h"

const struct pt_scan_kernel pt_scan_sse2 = {
	.name = "sse2",
	.level = PT_SIMD_SSE2,
	.count = count,
	.count_each = count_each,
	.matches = matches,
	.matches_each = matches_each,
	.occurrences = occurrences,
};

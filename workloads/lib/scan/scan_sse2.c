/* SPDX-License-Identifier: MIT */
/* Scan kernel for SSE2, which every x86-64 has: four vectors of 16 bytes a block. */
#include <emmintrin.h>

typedef __m128i vec;

static inline __m128i
splat(unsigned char byte)
{
	return _mm_set1_epi8((char)byte);
}

static inline unsigned long long
equal16(const unsigned char *at, __m128i v)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)at);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, v));
}

static inline unsigned long long
equal64(const unsigned char *at, __m128i v)
{
	return equal16(at, v) | equal16(at + 16, v) << 16 | equal16(at + 32, v) << 32 |
		equal16(at + 48, v) << 48;
}

#include "workloads/lib/scan/body.h"

static bool
usable(void)
{
	return true;
}

const struct pt_scan_kernel pt_scan_sse2 = {
	.name = "sse2",
	.usable = usable,
	.count = count,
	.occurrences = occurrences,
};

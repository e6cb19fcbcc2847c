/* SPDX-License-Identifier: MIT */
/* Scan kernel for AVX-512. */
#include "workloads/lib/block/vec_avx512.h"

static inline uint64_t
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
	.matches = matches,
	.matches_each = matches_each,
	.occurrences = occurrences,
};

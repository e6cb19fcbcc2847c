/* SPDX-License-Identifier: MIT */
/*
 * Choice of kernels by what the build has and the CPU can, and what is done once before quicksort:
 * vector quicksorts gain nothing from order in the input, so it is looked for first.
 */
#include "config.h"

#include "workloads/sort/sort.h"

#include "workloads/sort/kernel.h"

#ifdef PT_X86_64
/* Entry m: the numbers of the set bits of m, then those of the clear bits, a byte each. */
#define BEFORE(m, i) __builtin_popcount((m) & ((1u << (i)) - 1))
#define PLACE(m, i) ((m) >> (i)&1 ? BEFORE(m, i) : __builtin_popcount(m) + (i)-BEFORE(m, i))
#define LANE(m, i) ((uint64_t)(i) << (8 * (PLACE(m, i))))
#define ENTRY(m) \
	(LANE(m, 1) | LANE(m, 2) | LANE(m, 3) | LANE(m, 4) | LANE(m, 5) | LANE(m, 6) | LANE(m, 7))
#define ENTRY4(m) ENTRY(m), ENTRY((m) + 1), ENTRY((m) + 2), ENTRY((m) + 3)
#define ENTRY16(m) ENTRY4(m), ENTRY4((m) + 4), ENTRY4((m) + 8), ENTRY4((m) + 12)
#define ENTRY64(m) ENTRY16(m), ENTRY16((m) + 16), ENTRY16((m) + 32), ENTRY16((m) + 48)

const uint64_t pt_split_order[256] = {
	ENTRY64(0u),
	ENTRY64(64u),
	ENTRY64(128u),
	ENTRY64(192u),
};
#endif

const struct pt_kernel *
pt_sort_kernel(enum pt_elem elem, enum pt_simd level)
{
	switch (level) {
#ifdef PT_X86_64
	case PT_SIMD_AVX512:
		return &pt_kernels_avx512[elem];
	case PT_SIMD_AVX2:
		return &pt_kernels_avx2[elem];
#endif
	default:
		return &pt_kernels_scalar[elem];
	}
}

bool
pt_sort_presorted(const struct pt_kernel *k, void *a, size_t n)
{
	size_t run = k->ascending(a, n), half = n / 2;

	if (run == n)
		return true;
	/* Descending?  Then the ascending prefix is of equal keys only. */
	if (k->key(a, 0) < k->key(a, run - 1) || k->key(a, half - 1) < k->key(a, half) ||
		k->key(a, half) < k->key(a, n - half))
		return false;
	return k->flip(a, (char *)a + n * k->size, half);
}

void
pt_sort(void *a, size_t n, enum pt_elem elem, enum pt_simd level)
{
	const struct pt_kernel *k = pt_sort_kernel(elem, level);

	if (n > 1 && !pt_sort_presorted(k, a, n))
		k->sort(a, n, pt_sort_depth(n));
}

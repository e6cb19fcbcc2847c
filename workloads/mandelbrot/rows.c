/* SPDX-License-Identifier: MIT */
/*
 * The kernel of mandelbrot, in the best form that the CPU has.  Built without contraction of products
 * and sums (local.mk): all levels, and the check, then give the same counts to the last bit.
 */
#include "config.h"

#include "workloads/mandelbrot/mandelbrot.h"

#define UNROLL 8

#define MANDEL(x) x##_portable
#define MANDEL_TARGET
#define LANES 2
#define WAYS 2
#include "workloads/mandelbrot/rows.h"
#ifdef PT_X86_64
#define MANDEL(x) x##_avx2
#define MANDEL_TARGET __attribute__((target("avx2")))
#define LANES 4
#define WAYS 2
#include "workloads/mandelbrot/rows.h"
#define MANDEL(x) x##_avx512
#define MANDEL_TARGET __attribute__((target("avx512f,avx512dq")))
#define LANES 8
#define WAYS 4
#include "workloads/mandelbrot/rows.h"
#endif

pt_mandel_row_fn *
pt_mandel_kernel(enum pt_simd most)
{
#ifdef PT_X86_64
	if (most >= PT_SIMD_AVX512)
		return row_avx512;
	if (most >= PT_SIMD_AVX2)
		return row_avx2;
#endif
	return row_portable;
}

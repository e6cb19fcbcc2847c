/* SPDX-License-Identifier: MIT */
/*
 * Levels of vector instructions, least first.  A workload whose kernels come in levels gets in its setup
 * the highest that may be used; where a kernel lacks one, the next lower that it has is meant.
 *
 *	none	portable C: what the compiler makes for any CPU of the kind (for x86-64 that is SSE2, too)
 *	sse2	vectors of 16 bytes, by intrinsics
 *	avx2	of 32 bytes, with BMI1, BMI2, POPCNT and FMA
 *	avx512	of 64 bytes: F, DQ, BW, VL, beside those of avx2
 */
#ifndef PT_WORKLOADS_LIB_SIMD_H
#define PT_WORKLOADS_LIB_SIMD_H

#include <stdbool.h>

enum pt_simd { PT_SIMD_NONE, PT_SIMD_SSE2, PT_SIMD_AVX2, PT_SIMD_AVX512, PT_SIMD_LEVELS };

extern const char *const pt_simd_names[]; /* by level, NULL at the end */

/* Whether this CPU has the level, and this build kernels for it. */
bool pt_simd_has(enum pt_simd level);
/* The highest that it has. */
enum pt_simd pt_simd_best(void);

#endif

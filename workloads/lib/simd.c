/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "workloads/lib/simd.h"

#include <stddef.h>

const char *const pt_simd_names[] = { [PT_SIMD_NONE] = "none",
	[PT_SIMD_SSE2] = "sse2",
	[PT_SIMD_AVX2] = "avx2",
	[PT_SIMD_AVX512] = "avx512",
	[PT_SIMD_LEVELS] = NULL };

#ifdef PT_X86_64
static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
		__builtin_cpu_supports("fma");
}

static bool
has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512f") &&
		__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
		__builtin_cpu_supports("avx512vl");
}

bool
pt_simd_has(enum pt_simd level)
{
	switch (level) {
	case PT_SIMD_AVX512:
		return has_avx512();
	case PT_SIMD_AVX2:
		return has_avx2();
	default:
		return true;
	}
}
#else
bool
pt_simd_has(enum pt_simd level)
{
	return level == PT_SIMD_NONE;
}
#endif

enum pt_simd
pt_simd_best(void)
{
	enum pt_simd level = PT_SIMD_LEVELS - 1;

	while (!pt_simd_has(level))
		level--;
	return level;
}

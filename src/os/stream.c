/* SPDX-License-Identifier: MIT */
/* Reading memory in sequence: see stream.h. */
#include "config.h"

#include "os/stream.h"

#ifdef PT_X86_64
#include <cpuid.h>
#include <immintrin.h>
#endif

#define LINE_BYTES 64
#define LINE_WORDS (LINE_BYTES / sizeof(uint64_t))
#define AHEAD_WORDS 512 /* asked for early, where loads alone keep too little memory busy */

/*
 * A sum with vectors of so many words, four side by side, so that no load waits for an addition.  A
 * macro, for a vector is what its function's target makes of it.
 */
#define SUM(name, lanes, target) \
	typedef uint64_t name##_vector \
		__attribute__((vector_size(8 * (lanes)), aligned(8), may_alias)); \
	target static uint64_t name(const uint64_t *words, size_t n) \
	{ \
		name##_vector s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 }; \
		uint64_t all = 0; \
\
		for (size_t i = 0; i < n; i += 4 * (lanes)) { \
			_Pragma("GCC unroll 4") for (size_t k = 0; k < 4 * (lanes); \
						     k += LINE_WORDS) \
				__builtin_prefetch(words + i + AHEAD_WORDS + k); \
			s0 += *(const name##_vector *)(words + i); \
			s1 += *(const name##_vector *)(words + i + (lanes)); \
			s2 += *(const name##_vector *)(words + i + 2 * (lanes)); \
			s3 += *(const name##_vector *)(words + i + 3 * (lanes)); \
		} \
		s0 += s1 + s2 + s3; \
		for (size_t k = 0; k < (lanes); k++) \
			all += s0[k]; \
		return all; \
	}

SUM(sum_16, 2, )

#ifdef PT_X86_64

SUM(sum_32, 4, __attribute__((target("avx2"))))
SUM(sum_64, 8, __attribute__((target("avx512f"))))

uint64_t
pt_stream_sum(const uint64_t *words, size_t n)
{
	if (__builtin_cpu_supports("avx512f"))
		return sum_64(words, n);
	return __builtin_cpu_supports("avx2") ? sum_32(words, n) : sum_16(words, n);
}

bool
pt_stream_can_forget(void)
{
	unsigned a, b, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_CLFLUSHOPT);
}

__attribute__((target("clflushopt"))) static void
flush(char *memory, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += LINE_BYTES)
		_mm_clflushopt(memory + i);
	_mm_mfence();
}

void
pt_stream_forget(void *memory, size_t bytes)
{
	if (pt_stream_can_forget())
		flush(memory, bytes);
}

#else

uint64_t
pt_stream_sum(const uint64_t *words, size_t n)
{
	return sum_16(words, n);
}

bool
pt_stream_can_forget(void)
{
	return false;
}

void
pt_stream_forget(void *memory, size_t bytes)
{
}

#endif

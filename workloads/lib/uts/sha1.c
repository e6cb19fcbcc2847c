/* SPDX-License-Identifier: MIT */
/* See sha1.h. */
#include "workloads/lib/uts/sha1.h"

#include <string.h>

static inline uint32_t
rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

#define ROUND(f, k) \
	do { \
		uint32_t next = rotate(a, 5) + (f) + e + (k) + w[i]; \
		e = d; \
		d = c; \
		c = rotate(b, 30); \
		b = a; \
		a = next; \
	} while (0)

static void
plain(const uint32_t block[16], uint32_t digest[5])
{
	uint32_t w[80], a = digest[0], b = digest[1], c = digest[2], d = digest[3], e = digest[4];
	int i;

	memcpy(w, block, 64);
	for (i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (i = 0; i < 20; i++)
		ROUND(d ^ (b & (c ^ d)), 0x5a827999);
	for (; i < 40; i++)
		ROUND(b ^ c ^ d, 0x6ed9eba1);
	for (; i < 60; i++)
		ROUND((b & c) | (d & (b | c)), 0x8f1bbcdc);
	for (; i < 80; i++)
		ROUND(b ^ c ^ d, 0xca62c1d6);
	digest[0] += a;
	digest[1] += b;
	digest[2] += c;
	digest[3] += d;
	digest[4] += e;
}

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

/* The message words of rounds 4g .. 4g+3. */
__attribute__((target("sha,sse4.1"))) static inline __m128i
words(__m128i m[20], const uint32_t *block, int g)
{
	if (g < 4)
		return _mm_set_epi32((int)block[4 * g], (int)block[4 * g + 1],
			(int)block[4 * g + 2], (int)block[4 * g + 3]);
	return _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(m[g - 4], m[g - 3]), m[g - 2]),
		m[g - 1]);
}

#define FOUR_ROUNDS(f) \
	do { \
		__m128i was = abcd; \
		m[g] = words(m, block, g); \
		e = g ? _mm_sha1nexte_epu32(e, m[g]) : _mm_add_epi32(e, m[g]); \
		abcd = _mm_sha1rnds4_epu32(abcd, e, f); \
		e = was; \
	} while (0)

__attribute__((target("sha,sse4.1"))) static void
native(const uint32_t block[16], uint32_t digest[5])
{
	__m128i m[20],
		abcd = _mm_set_epi32((int)digest[0], (int)digest[1], (int)digest[2],
			(int)digest[3]);
	__m128i e = _mm_set_epi32((int)digest[4], 0, 0, 0), e0 = e, abcd0 = abcd;
	int g;

#pragma GCC unroll 5
	for (g = 0; g < 5; g++)
		FOUR_ROUNDS(0);
#pragma GCC unroll 5
	for (; g < 10; g++)
		FOUR_ROUNDS(1);
#pragma GCC unroll 5
	for (; g < 15; g++)
		FOUR_ROUNDS(2);
#pragma GCC unroll 5
	for (; g < 20; g++)
		FOUR_ROUNDS(3);
	e = _mm_sha1nexte_epu32(e, e0);
	abcd = _mm_shuffle_epi32(_mm_add_epi32(abcd, abcd0), 0x1b);
	_mm_storeu_si128((__m128i *)(void *)digest, abcd);
	digest[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

bool
pt_sha1_is_native(void)
{
	static _Atomic int known; /* 0: not asked yet */
	int native = atomic_load_explicit(&known, memory_order_relaxed);
	unsigned a, b, c, d;

	if (!native) {
		native = __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1 ? 1 : -1;
		atomic_store_explicit(&known, native, memory_order_relaxed);
	}
	return native > 0;
}
#else
static void
native(const uint32_t block[16], uint32_t digest[5])
{
	plain(block, digest);
}

bool
pt_sha1_is_native(void)
{
	return false;
}
#endif

void
pt_sha1_block(const uint32_t block[16], uint32_t digest[5])
{
	static const uint32_t initial[5] = PT_SHA1_INITIAL;

	memcpy(digest, initial, sizeof initial);
	if (pt_sha1_is_native())
		native(block, digest);
	else
		plain(block, digest);
}

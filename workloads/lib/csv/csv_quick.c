/* SPDX-License-Identifier: MIT */
/* Which kernel takes rows apart, and numbers in one word. */
#include "workloads/lib/csv/quick.h"

pt_csv_quick_fn *
pt_csv_quick(enum pt_simd most)
{
#ifdef __x86_64__
	if (most == PT_SIMD_AVX512)
		return pt_csv_quick_avx512;
	if (most == PT_SIMD_AVX2)
		return pt_csv_quick_avx2;
	if (most == PT_SIMD_SSE2)
		return pt_csv_quick_sse2;
#endif
	return NULL;
}

#define EACH(byte) ((byte)*UINT64_C(0x0101010101010101))

/* Bits from number n on; n up to 64. */
static inline uint64_t
from(unsigned n)
{
	return n < 64 ? ~UINT64_C(0) << n : 0;
}

/* Eight digits, the first of them lowest: neighbours are joined, three times. */
static inline uint64_t
eight_digits(uint64_t x)
{
	x = (x & EACH(0x0f)) * (10 * 256 + 1) >> 8;
	x = (x & UINT64_C(0x00ff00ff00ff00ff)) * (100 * 65536 + 1) >> 16;
	return (x & UINT64_C(0x0000ffff0000ffff)) * ((UINT64_C(10000) << 32) + 1) >> 32;
}

/* Whether all bytes are '0' to '9'. */
static inline bool
are_digits(uint64_t x)
{
	return ((x & EACH(0xf0)) | ((x + EACH(0x06)) & EACH(0xf0)) >> 4) == EACH(0x33);
}

bool
pt_csv_quick_number(const unsigned char *text, size_t len, __int128 *out)
{
	/* 10^18, and a tenth of each before. */
	static const uint64_t power[] = { 1000000000000000000u, 100000000000000000u,
		10000000000000000u, 1000000000000000u, 100000000000000u, 10000000000000u,
		1000000000000u, 100000000000u };
	unsigned free, decimals = 0;
	uint64_t x, points, v;
	bool negative;

	if (len - 1 >= 8)
		return false;
	negative = text[0] == '-';
	free = 8 * (8 - (unsigned)len + negative); /* bits below, which become zeros */
	if (free == 64)
		return false;
	x = pt_block_load8(text) << 8 * (8 - len);
	points = x ^ EACH('.');
	points = ~(((points & EACH(0x7f)) + EACH(0x7f)) | points) & EACH(0x80) & from(free);
	if (points) {
		const unsigned top =
			(unsigned)__builtin_ctzll(points) + 1; /* behind the first point */

		/* What is before it moves up to where it was. */
		decimals = 8 - top / 8;
		x = (x & from(top)) | (x & from(free) & ~from(top - 8)) << 8;
		free += 8;
		if (free == 64)
			return false;
	}
	x = (x & from(free)) | (EACH('0') & ~from(free));
	if (!are_digits(x))
		return false;
	v = eight_digits(x);
	*out = (__int128)((unsigned __int128)v * power[decimals]);
	if (negative)
		*out = -*out;
	return true;
}

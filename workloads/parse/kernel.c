/* SPDX-License-Identifier: MIT */
/*
 * The kernel of parse.  Where lines end is known 64 bytes at a time, so that no line has to wait for
 * the one before it; a number is read by eight digits at once.
 */
#include "config.h"

#include "workloads/parse/lines.h"

#include <string.h>

#ifdef PT_X86_64
#include <emmintrin.h>
#endif

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight digits, the first in the lowest byte, by pairs, fours and eight. */
static uint64_t
digits_value(uint64_t w)
{
	w = (w & EACH(0x0f)) * (1 + (UINT64_C(10) << 8)) >> 8;
	w = (w & UINT64_C(0x00ff00ff00ff00ff)) * (1 + (UINT64_C(100) << 16)) >> 16;
	return (w & UINT64_C(0x0000ffff0000ffff)) * (1 + (UINT64_C(10000) << 32)) >> 32;
}

static bool
are_digits(uint64_t w)
{
	return (((w & EACH(0xf0)) ^ EACH(0x30)) | (((w + EACH(6)) & EACH(0xf0)) ^ EACH(0x30))) == 0;
}

/* As on little-endian machines: the first byte is the lowest. */
static uint64_t
read_word(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(w) : w;
}

/* Which of 64 bytes end a line, a bit for each. */
static inline uint64_t
line_ends(const char *p)
{
	uint64_t ends = 0;

#ifdef PT_X86_64
	for (unsigned i = 0; i < 4; i++) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		__m128i same = _mm_cmpeq_epi8(x, _mm_set1_epi8('\n'));

		ends |= (uint64_t)(unsigned)_mm_movemask_epi8(same) << 16 * i;
	}
#else
	for (unsigned i = 0; i < 8; i++) {
		uint64_t x = read_word(p + 8 * i) ^ EACH('\n');
		uint64_t other = ((x & EACH(0x7f)) + EACH(0x7f)) | x; /* top bits: another byte */

		ends |= ((~other & EACH(0x80)) >> 7) * UINT64_C(0x0102040810204080) >> 56 << 8 * i;
	}
#endif
	return ends;
}

/* The number of the line [p, end), which may have bytes of any kind before it; false if it is none. */
static inline bool
parse_number(const char *p, const char *end, int64_t *number)
{
	int64_t negative = *p == '-';
	uint64_t digits = (uint64_t)(end - p - negative), mask, w;

	if (digits - 1 >= PT_LINES_DIGITS)
		return false;
	mask = UINT64_MAX << 8 * (PT_LINES_DIGITS - digits);
	w = (read_word(end - PT_LINES_DIGITS) & mask) | (EACH(0x30) & ~mask);
	if (!are_digits(w))
		return false;
	*number = ((int64_t)digits_value(w) ^ -negative) + negative;
	return true;
}

uint64_t
pt_lines_add(const char *text, uint64_t *at, uint64_t end, uint64_t most, int64_t *sum, bool *bad)
{
	const char *p = text + *at, *stop = text + end, *block = p;
	uint64_t lines = 0, ends = line_ends(block);
	int64_t number, total = 0;

	*bad = false;
	while (p < stop && lines < most) {
		const char *line_end;

		while (!ends)
			ends = line_ends(block += 64);
		line_end = block + __builtin_ctzll(ends);
		if (!parse_number(p, line_end, &number)) {
			*bad = true;
			break;
		}
		ends &= ends - 1;
		total += number;
		p = line_end + 1;
		lines++;
	}
	*at = (uint64_t)(p - text);
	*sum += total;
	return lines;
}

/* SPDX-License-Identifier: MIT */
/*
 * Template: the body of the SIMD kernels, included once by each level's file, which defines
 * before:
 *
 *	vec			a vector of bytes
 *	splat(byte)		that byte in every lane
 *	equal64(at, v)		bit i: the byte at[i] is the one in v, for 64 bytes
 *
 * All levels work on blocks of 64 bytes and masks of 64 bits; bit i is the position i of a block.
 */
#ifndef PT_WORKLOADS_LIB_SCAN_BODY_H
#define PT_WORKLOADS_LIB_SCAN_BODY_H

#include <string.h>

#include "workloads/lib/scan/kernel.h"

/* What happened in one block. */
struct found {
	uint64_t matches;
	bool counted; /* the line that goes on behind the block has matched already */
};

static inline unsigned
bits(uint64_t x)
{
#ifdef __POPCNT__
	return (unsigned)__builtin_popcountll(x);
#else
	x -= x >> 1 & 0x5555555555555555u;
	x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (unsigned)(x * 0x0101010101010101u >> 56);
#endif
}

/* Looks at the candidates of a block, one line at most once.  Out of line, and its results in
 * registers: the loop around it must not keep its counts in memory. */
static __attribute__((noinline)) struct found
compare(uint64_t newlines, uint64_t candidates, bool counted, const unsigned char *at,
	const struct pt_scan_pattern *p)
{
	uint64_t matches = 0;

	while (candidates) {
		unsigned k = (unsigned)__builtin_ctzll(candidates);
		uint64_t before = newlines & ((UINT64_C(1) << k) - 1);

		if (before) {
			counted = false;
			newlines ^= before;
		}
		if (!counted && memcmp(at + k, p->bytes, p->len) == 0) {
			matches++;
			counted = true;
		}
		candidates &= candidates - 1;
		/* Once counted, nothing matters up to the next newline. */
		if (counted)
			candidates &= -(newlines & -newlines);
	}
	return (struct found){ .matches = matches, .counted = counted && !newlines };
}

/* Bits of the first n positions. */
static inline uint64_t
first(ptrdiff_t n)
{
	if (n <= 0)
		return 0;
	return n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

static struct pt_scan_counts
count(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	const unsigned char *at = text, *end = text + len;
	const size_t one = p->rare[0], two = p->rare[1];
	const vec newline = splat('\n'), a = splat(p->bytes[one]), b = splat(p->bytes[two]);
	uint64_t lines = 0, matches = 0;
	bool counted = false;

	for (; at < end; at += 64) {
		uint64_t ends = equal64(at, newline);
		uint64_t candidates = equal64(at + one, a) & equal64(at + two, b);

		if (__builtin_expect((size_t)(end - at) < 64 + p->len, 0)) {
			ends &= first(end - at);
			candidates &= first(end - at - (ptrdiff_t)p->len + 1);
		}
		lines += bits(ends);
		if (__builtin_expect(candidates == 0, 1)) {
			counted &= ends == 0;
		} else {
			struct found f = compare(ends, candidates, counted, at, p);

			matches += f.matches;
			counted = f.counted;
		}
	}
	return (struct pt_scan_counts){ .newlines = lines, .matches = matches };
}

static uint64_t
occurrences(const unsigned char *text, size_t len, unsigned char byte)
{
	const unsigned char *end = text + len;
	const vec v = splat(byte);
	uint64_t n = 0;

	for (; end - text >= 64; text += 64)
		n += bits(equal64(text, v));
	return text < end ? n + bits(equal64(text, v) & first(end - text)) : n;
}

#endif

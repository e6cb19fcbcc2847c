/* SPDX-License-Identifier: MIT */
/*
 * Template: the body of the SIMD kernels, included once by each level's file, which defines
 * before, beside what block.h names:
 *
 *	pair64(at, v, to, u)	bit i: the byte at[i] is the one in v, and to[i] the one in u
 *
 * All levels work on blocks of 64 bytes and masks of 64 bits; bit i is the position i of a block.
 */
#ifndef PT_WORKLOADS_LIB_SCAN_BODY_H
#define PT_WORKLOADS_LIB_SCAN_BODY_H

#include <string.h>

#include "workloads/lib/scan/kernel.h"

/* In a mapped file the next page of text lies anywhere in memory, which the CPU's own prefetching does
 * not follow: asking for it a page ahead took 2 GB in the page cache from 6.6 to 8.7 GB/s.  Of text in a
 * cache it costs nothing that could be measured. */
#define AHEAD 4096

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

/* Most candidates are told apart by the first bytes, without a call. */
static inline bool
stands_at(const unsigned char *at, const struct pt_scan_pattern *p)
{
	uint64_t head;

	memcpy(&head, at, sizeof head);
	if ((head & p->head_mask) != p->head)
		return false;
	return p->len <= sizeof head ||
		memcmp(at + sizeof head, p->bytes + sizeof head, p->len - sizeof head) == 0;
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
		if (!counted && stands_at(at + k, p)) {
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

/*
 * With `lines`, which the compiler knows, or without: then a block without a candidate is done with, unless
 * the line that reaches into it has matched, and its end is to be found.
 */
static inline __attribute__((always_inline)) struct pt_scan_counts
count_one(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, bool lines)
{
	const unsigned char *at = text, *end = text + len;
	const size_t one = p->rare[0], two = p->rare[1];
	const vec newline = splat('\n'), a = splat(p->bytes[one]), b = splat(p->bytes[two]);
	uint64_t newlines = 0, matches = 0;
	bool counted = false;

	for (; at < end; at += 64) {
		uint64_t candidates = pair64(at + one, a, at + two, b), ends;

		__builtin_prefetch(at + AHEAD);
		if (!lines && __builtin_expect(candidates == 0 && !counted, 1))
			continue;
		ends = equal64(at, newline);
		if (__builtin_expect((size_t)(end - at) < 64 + p->len, 0)) {
			ends &= first(end - at);
			candidates &= first(end - at - (ptrdiff_t)p->len + 1);
		}
		if (lines)
			newlines += bits(ends);
		if (__builtin_expect(candidates == 0, 1)) {
			counted &= ends == 0;
		} else {
			struct found f = compare(ends, candidates, counted, at, p);

			matches += f.matches;
			counted = f.counted;
		}
	}
	return (struct pt_scan_counts){ .newlines = newlines, .matches = matches };
}

static struct pt_scan_counts
count(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	return count_one(text, len, p, true);
}

static uint64_t
matches(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	return count_one(text, len, p, false).matches;
}

/* ---- several patterns in one pass ---- */

/* What is looked for first: the two bytes of each pattern, in all lanes. */
struct probe {
	vec a, b;
	size_t one, two;
};

/* Adds what is in one block to matches[].  `counted` and the result: bit i, that the line that goes
 * on has matched pattern i already. */
static __attribute__((noinline)) uint64_t
compare_each(const struct pt_scan_pattern *p, size_t n, const uint64_t *candidates, uint64_t ends,
	uint64_t counted, const unsigned char *at, uint64_t *matches)
{
	uint64_t goes_on = ends ? 0 : counted;

	for (size_t i = 0; i < n; i++) {
		const uint64_t bit = UINT64_C(1) << i;
		struct found f;

		if (!candidates[i])
			continue;
		f = compare(ends, candidates[i], counted & bit, at, &p[i]);
		matches[i] += f.matches;
		goes_on = f.counted ? goes_on | bit : goes_on & ~bit;
	}
	return goes_on;
}

/* The last blocks, where patterns do not fit any more, or the text ends. */
static uint64_t
cut_short(const struct pt_scan_pattern *p, size_t n, uint64_t *candidates, ptrdiff_t left)
{
	uint64_t any = 0;

	for (size_t i = 0; i < n; i++) {
		candidates[i] &= first(left - (ptrdiff_t)p[i].len + 1);
		any |= candidates[i];
	}
	return any;
}

/* With n known to the compiler the loop over the patterns is unrolled; `lines` as above. */
static inline __attribute__((always_inline)) uint64_t
count_n(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	size_t longest, const struct probe *q, uint64_t *matches, bool lines)
{
	const unsigned char *at = text, *end = text + len;
	const vec newline = splat('\n');
	uint64_t newlines = 0, counted = 0, candidates[PT_SCAN_EACH];

	for (; at < end; at += 64) {
		uint64_t ends, any = 0;

		__builtin_prefetch(at + AHEAD);
		for (size_t i = 0; i < n; i++) {
			candidates[i] = pair64(at + q[i].one, q[i].a, at + q[i].two, q[i].b);
			any |= candidates[i];
		}
		if (!lines && __builtin_expect((any | counted) == 0, 1))
			continue;
		ends = equal64(at, newline);
		if (__builtin_expect((size_t)(end - at) < 64 + longest, 0)) {
			ends &= first(end - at);
			any = cut_short(p, n, candidates, end - at);
		}
		if (lines)
			newlines += bits(ends);
		if (__builtin_expect(any == 0, 1))
			counted = ends ? 0 : counted;
		else
			counted = compare_each(p, n, candidates, ends, counted, at, matches);
	}
	return newlines;
}

static inline __attribute__((always_inline)) uint64_t
count_several(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t *matches, bool lines)
{
	struct probe q[PT_SCAN_EACH];
	size_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		const size_t one = p[i].rare[0], two = p[i].rare[1];

		q[i] = (struct probe){ splat(p[i].bytes[one]), splat(p[i].bytes[two]), one, two };
		longest = p[i].len > longest ? p[i].len : longest;
	}
	switch (n) {
	case 2:
		return count_n(text, len, p, 2, longest, q, matches, lines);
	case 3:
		return count_n(text, len, p, 3, longest, q, matches, lines);
	case 4:
		return count_n(text, len, p, 4, longest, q, matches, lines);
	default:
		return count_n(text, len, p, n, longest, q, matches, lines);
	}
}

static uint64_t
count_each(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t *matches)
{
	return count_several(text, len, p, n, matches, true);
}

static void
matches_each(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t *matches)
{
	(void)count_several(text, len, p, n, matches, false);
}

static uint64_t
occurrences(const unsigned char *text, size_t len, unsigned char byte)
{
	const unsigned char *end = text + len;
	const vec v = splat(byte);
	uint64_t n = 0;

	for (; end - text >= 64; text += 64) {
		__builtin_prefetch(text + AHEAD);
		n += bits(equal64(text, v));
	}
	return text < end ? n + bits(equal64(text, v) & first(end - text)) : n;
}

#endif

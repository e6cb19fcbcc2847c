/* SPDX-License-Identifier: MIT */
/*
 * Kernels that count lines, and lines that contain a fixed byte string, in text that lies in
 * memory: one per SIMD level, chosen at run time.
 *
 * The text of a call starts at the start of a line.  A *line* ends behind its newline, the last
 * one may lack it.  A *candidate* is a position where the two bytes of the pattern that are
 * rarest in texts stand at their places; only candidates are compared byte by byte.  A pattern
 * has at least one byte and no newline, so no match reaches over the end of a line.
 *
 * Kernels load whole vectors: PT_SCAN_PAD bytes more than the longest pattern must be readable
 * behind the text.  Their values do not matter.
 */
#ifndef PT_WORKLOADS_LIB_SCAN_KERNEL_H
#define PT_WORKLOADS_LIB_SCAN_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/simd.h"

enum { PT_SCAN_PAD = 64, PT_SCAN_EACH = 64 /* patterns at once, at most */ };

struct pt_scan_pattern {
	const unsigned char *bytes;
	size_t len;
	size_t rare[2]; /* offsets of the two bytes looked for; the same one if len is 1 */
	/* The first 8 bytes at a place in memory, of which `head_mask` takes those of the pattern. */
	uint64_t head, head_mask;
};

struct pt_scan_counts {
	uint64_t newlines;
	uint64_t matches; /* lines that contain the pattern */
};

struct pt_scan_kernel {
	const char *name;
	enum pt_simd level;
	struct pt_scan_counts (
		*count)(const unsigned char *text, size_t len, const struct pt_scan_pattern *p);
	/* Of n patterns, in one pass: adds the lines with each to matches[], returns the newlines. */
	uint64_t (*count_each)(const unsigned char *text, size_t len,
		const struct pt_scan_pattern *p, size_t n, uint64_t *matches);
	/* The same without the newlines, which takes a third less. */
	uint64_t (*matches)(const unsigned char *text, size_t len, const struct pt_scan_pattern *p);
	void (*matches_each)(const unsigned char *text, size_t len, const struct pt_scan_pattern *p,
		size_t n, uint64_t *matches);
	/* How often a byte is in the text. */
	uint64_t (*occurrences)(const unsigned char *text, size_t len, unsigned char byte);
};

/* Best first, NULL at the end; the last one is for any CPU. */
extern const struct pt_scan_kernel *const pt_scan_kernels[];
extern const struct pt_scan_kernel pt_scan_avx512, pt_scan_avx2, pt_scan_sse2, pt_scan_portable;

/* The best one of no higher level. */
const struct pt_scan_kernel *pt_scan_kernel(enum pt_simd most);
/* Borrows the bytes and chooses the two to look for. */
struct pt_scan_pattern pt_scan_pattern(const char *bytes, size_t len);

#endif

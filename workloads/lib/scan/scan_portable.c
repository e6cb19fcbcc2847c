/* SPDX-License-Identifier: MIT */
/*
 * Scan kernel for every machine: memmem() from match to match, jumping to the end of the line
 * behind each; the C library has both functions in vector code where that pays.
 */
#include <string.h>

#include "workloads/lib/scan/kernel.h"

/* In sums of a byte each, as long as they cannot overflow: that makes short vectors long. */
static uint64_t
occurrences(const unsigned char *text, size_t len, unsigned char byte)
{
	uint64_t n = 0;

	while (len) {
		size_t some = len < 255 ? len : 255;
		uint8_t sum = 0;

		for (size_t i = 0; i < some; i++)
			sum = (uint8_t)(sum + (text[i] == byte));
		n += sum;
		text += some;
		len -= some;
	}
	return n;
}

static uint64_t
matches(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	const unsigned char *at = text, *end = text + len;
	uint64_t n = 0;

	while (at && (at = memmem(at, (size_t)(end - at), p->bytes, p->len))) {
		n++;
		at = memchr(at, '\n', (size_t)(end - at));
	}
	return n;
}

static struct pt_scan_counts
count(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	return (struct pt_scan_counts){
		.newlines = occurrences(text, len, '\n'),
		.matches = matches(text, len, p),
	};
}

static void
matches_each(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t *sums)
{
	for (size_t i = 0; i < n; i++)
		sums[i] += matches(text, len, &p[i]);
}

static uint64_t
count_each(const unsigned char *text, size_t len, const struct pt_scan_pattern *p, size_t n,
	uint64_t *sums)
{
	matches_each(text, len, p, n, sums);
	return occurrences(text, len, '\n');
}

const struct pt_scan_kernel pt_scan_portable = {
	.name = "portable",
	.level = PT_SIMD_NONE,
	.count = count,
	.count_each = count_each,
	.matches = matches,
	.matches_each = matches_each,
	.occurrences = occurrences,
};

/* SPDX-License-Identifier: MIT */
/*
 * Scan kernel for every machine: memmem() from match to match, jumping to the end of the line
 * behind each; the C library has both functions in vector code where that pays.
 */
#include <string.h>

#include "workloads/scan/kernel.h"

static uint64_t
newlines(const unsigned char *text, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += text[i] == '\n';
	return n;
}

static struct pt_scan_counts
count(const unsigned char *text, size_t len, const struct pt_scan_pattern *p)
{
	struct pt_scan_counts c = { .newlines = newlines(text, len) };
	const unsigned char *at = text, *end = text + len;

	while (at && (at = memmem(at, (size_t)(end - at), p->bytes, p->len))) {
		c.matches++;
		at = memchr(at, '\n', (size_t)(end - at));
	}
	return c;
}

static bool
usable(void)
{
	return true;
}

const struct pt_scan_kernel pt_scan_portable = {
	.name = "portable",
	.usable = usable,
	.count = count,
	.newlines = newlines,
};

/* SPDX-License-Identifier: MIT */
/*
 * Which kernel, and which two bytes of a pattern it looks for.  Looking for rare bytes is what
 * keeps the byte-by-byte compare out of the loop: in "timeout" the pair 'm','u' stops far less
 * often than 't','i' (the idea is that of the memchr crate by A. Gallant).
 */
#include "workloads/lib/scan/kernel.h"

#include <string.h>

const struct pt_scan_kernel *const pt_scan_kernels[] = {
#ifdef __x86_64__
	&pt_scan_avx512,
	&pt_scan_avx2,
	&pt_scan_sse2,
#endif
	&pt_scan_portable,
	NULL,
};

const struct pt_scan_kernel *
pt_scan_kernel(enum pt_simd most)
{
	size_t i = 0;

	while (pt_scan_kernels[i]->level > most)
		i++;
	return pt_scan_kernels[i];
}

/* The bytes that are most frequent in logs, most frequent first; all others count as rare. */
static const char frequent[] = " e0taoinsr1dlc2.u-m:35h4p96g87/f=_,bkvywA\"EISRTNOC[]xDMLjqz()P";

static size_t
rarity(unsigned char byte)
{
	const char *at = byte ? strchr(frequent, byte) : NULL;

	return at ? (size_t)(at - frequent) : sizeof frequent;
}

struct pt_scan_pattern
pt_scan_pattern(const char *bytes, size_t len)
{
	struct pt_scan_pattern p = { .bytes = (const unsigned char *)bytes, .len = len };

	for (size_t i = 1; i < len; i++)
		if (rarity(p.bytes[i]) > rarity(p.bytes[p.rare[0]]))
			p.rare[0] = i;
	p.rare[1] = p.rare[0] ? 0 : len - 1;
	for (size_t i = 0; i < len; i++)
		if (i != p.rare[0] && rarity(p.bytes[i]) > rarity(p.bytes[p.rare[1]]))
			p.rare[1] = i;
	memcpy(&p.head, bytes, len < sizeof p.head ? len : sizeof p.head);
	memset(&p.head_mask, 0xff, len < sizeof p.head ? len : sizeof p.head);
	return p;
}

/* SPDX-License-Identifier: MIT */
/*
 * SHA-1 of one padded block (FIPS 180-4), from words to words: in plain C, and with the processor's
 * SHA instructions where it has them.  Faster hashing leaves more of a node's time to scheduling.
 */
#ifndef PT_WORKLOADS_LIB_UTS_SHA1_H
#define PT_WORKLOADS_LIB_UTS_SHA1_H

#include <stdbool.h>
#include <stdint.h>

/* The state before the first block. */
#define PT_SHA1_INITIAL \
	{ \
		0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 \
	}

void pt_sha1_block(const uint32_t block[16], uint32_t digest[5]);

/* Whether pt_sha1_block() uses the instructions. */
bool pt_sha1_is_native(void);

#endif

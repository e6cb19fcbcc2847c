/* SPDX-License-Identifier: MIT */
/*
 * Blocks of 64 bytes, and masks of 64 bits that say where in a block a byte is.  One header per level
 * defines, for the file of a kernel that includes it:
 *
 *	vec			what is looked for
 *	splat(byte)		that byte in every lane
 *	equal64(at, v)		bit i: the byte at[i] is the one in v
 *	equal32(at, v)		the same of half a block
 *
 * A block is loaded as a whole, from any address: its bytes must be readable there.
 */
#ifndef PT_WORKLOADS_LIB_BLOCK_BLOCK_H
#define PT_WORKLOADS_LIB_BLOCK_BLOCK_H

#include <stdint.h>
#include <string.h>

enum { PT_BLOCK_BYTES = 64 };

/* Eight bytes, the first of them lowest. */
static inline uint64_t
pt_block_load8(const unsigned char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

#endif

/* SPDX-License-Identifier: MIT */
/* A share as an option: "20%", "12.5%". */
#ifndef PT_WORKLOADS_LIB_SHARE_H
#define PT_WORKLOADS_LIB_SHARE_H

#include <stdint.h>

struct pt_error;

/* In millionths, from 0 to a million.  0, or -1 with e filled (usage); option: its name. */
int pt_share_read(const char *text, const char *option, uint32_t *millionths, struct pt_error *e);

/* That share of n, rounded down. */
static inline uint64_t
pt_part_of(uint64_t n, uint32_t millionths)
{
	return (uint64_t)((unsigned __int128)n * millionths / 1000000);
}

#endif

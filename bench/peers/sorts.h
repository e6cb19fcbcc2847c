/* SPDX-License-Identifier: MIT */
/*
 * The sorts' programs: numbers of 64 bits, which are made anew before each turn, outside of its time.
 *
 *	sort		by a comparison through a pointer, as all that a C library can have
 *	sort-inline	by one that the compiler sees; a C library has none
 *	sort-seq	sequential, whatever the workers: of the same library; -seq-inline the same
 *	stable, ...	the same sorts, stable
 */
#ifndef PT_PEERS_SORTS_H
#define PT_PEERS_SORTS_H

#include <stdlib.h>

#include "bench/peers/peer.h"

static inline int
sort_compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* glibc's qsort() is a merge sort where there is memory: stable. */
static uint64_t
run_serial_sort(int workers, uint64_t size)
{
	(void)workers;
	qsort(peer_sums(size), size, sizeof(uint64_t), sort_compare);
	return 0;
}

#endif

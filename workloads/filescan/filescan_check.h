/* SPDX-License-Identifier: MIT */
/*
 * The naive count that filescan is checked with: reads the file from front to back and takes it
 * byte by byte through one little automaton per pattern (Knuth, Morris, Pratt).  It knows nothing
 * of chunks, vectors, or lines as pieces of memory, and needs constant memory too.
 */
#ifndef PT_WORKLOADS_FILESCAN_FILESCAN_CHECK_H
#define PT_WORKLOADS_FILESCAN_FILESCAN_CHECK_H

#include "workloads/filescan/filescan_chunk.h"

/* Fills *c.  0, or -1 with e filled. */
int pt_filescan_check(const struct pt_input *in, const struct pt_scan_pattern *patterns,
	size_t patterns_len, struct pt_filescan_counts *c, struct pt_error *e);

#endif

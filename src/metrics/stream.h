/* SPDX-License-Identifier: MIT */
/*
 * How fast a run read its input, of a workload whose time is that of reading, and beside that what the
 * machine reads from memory.  Pure functions; what is not known is NAN.
 */
#ifndef PT_METRICS_STREAM_H
#define PT_METRICS_STREAM_H

#include "metrics/model.h"

/* What the last caches are taken for where they are not known. */
#define PT_STREAM_CACHES_BYTES ((uint64_t)128 << 20)

/*
 * bytes: read by a run, 0 not of this kind; cache_bytes: of all last caches, 0 unknown;
 * limit_bytes_per_s: see pt_capacity.  An input of less than twice the caches may be read from
 * them, run after run, so that the memory is no limit to it.
 */
struct pt_stream
pt_stream_of(uint64_t bytes, uint64_t cache_bytes, double run_s, double limit_bytes_per_s);

#endif

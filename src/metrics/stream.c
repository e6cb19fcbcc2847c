/* SPDX-License-Identifier: MIT */
/* How fast a run read its input: see stream.h. */
#include "metrics/stream.h"

#include "metrics/speedup.h"

static bool
may_lie_in(uint64_t cache_bytes, uint64_t bytes)
{
	return bytes / 2 < (cache_bytes > 0 ? cache_bytes : PT_STREAM_CACHES_BYTES);
}

struct pt_stream
pt_stream_of(uint64_t bytes, uint64_t cache_bytes, double run_s, double limit_bytes_per_s)
{
	struct pt_stream s = PT_STREAM_UNKNOWN;

	if (bytes == 0)
		return s;
	s.bytes = bytes;
	s.bytes_per_s = pt_speedup_ratio((double)bytes, run_s);
	s.may_be_cached = may_lie_in(cache_bytes, bytes);
	if (!s.may_be_cached)
		s.limit_share = pt_speedup_ratio(s.bytes_per_s, limit_bytes_per_s);
	return s;
}

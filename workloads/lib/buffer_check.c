/* SPDX-License-Identifier: MIT */
/* Whether an input fits: setup compares what it needs with what may be used, before it maps anything. */
#include <inttypes.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "workloads/workload.h"

uint64_t
pt_buffer_bytes(uint64_t count, uint64_t bytes)
{
	uint64_t product;

	return __builtin_mul_overflow(count, bytes, &product) ? UINT64_MAX : product;
}

int
pt_buffer_check(const struct pt_setup *s, uint64_t size, uint64_t needs, struct pt_error *e)
{
	char need[PT_NUM], have[PT_NUM];

	if (!s->memory_bytes || needs <= s->memory_bytes)
		return 0;
	pt_format_bytes(need, needs);
	pt_format_bytes(have, s->memory_bytes);
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64 " needs %s%s, %s may be used",
		size, needs == UINT64_MAX ? "more than " : "", need, have);
}

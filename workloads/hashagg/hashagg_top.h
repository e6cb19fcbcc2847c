/* SPDX-License-Identifier: MIT */
/*
 * The groups with the largest sums, ties by the bytes of the key.  Keeps at most `limit` of them,
 * sorted, while all groups pass by.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_TOP_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_TOP_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/agg/table.h"

struct pt_result;

enum { PT_AGG_TOP_MOST = 1000 }; /* limit of the limit */

struct pt_agg_top {
	size_t limit, len;
	unsigned decimals; /* of sums, mins and maxes */
	bool all_decimals; /* zeros at the end, too: then sums have up to 128 bits */
	struct pt_agg_group row[PT_AGG_TOP_MOST];
};

void pt_agg_top_add(struct pt_agg_top *t, const struct pt_agg_group *r);
void pt_agg_top_put(const struct pt_agg_top *t, struct pt_result *r);

#endif

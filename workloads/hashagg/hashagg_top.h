/* SPDX-License-Identifier: MIT */
/*
 * The groups with the largest sums, ties by the bytes of the key.  Keeps at most `limit` of them,
 * sorted, while all groups pass by.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_TOP_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_TOP_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/wide.h"

struct pt_result;

enum { PT_AGG_TOP = 1000 }; /* limit of the limit */

struct pt_agg_top_row {
	struct pt_wide sum;
	__int128 min, max;
	uint64_t count;
	const unsigned char *key; /* NULL: the key is the number */
	size_t len;
	uint32_t number;
};

struct pt_agg_top {
	size_t limit, len;
	unsigned decimals; /* of sums, mins and maxes */
	struct pt_agg_top_row row[PT_AGG_TOP];
};

void pt_agg_top_add(struct pt_agg_top *t, const struct pt_agg_top_row *r);
void pt_agg_top_put(const struct pt_agg_top *t, struct pt_result *r);

#endif

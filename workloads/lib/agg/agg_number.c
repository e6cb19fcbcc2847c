/* SPDX-License-Identifier: MIT */
/* Tables with numbers as keys. */
#include "workloads/lib/agg/table.h"

typedef struct pt_agg_number_group group;

static inline uint64_t
hash_of(const struct pt_agg_number_group *g)
{
	return pt_agg_hash_number(g->key);
}

static inline bool
same(const struct pt_agg_number_group *a, const struct pt_agg_number_group *b)
{
	return a->key == b->key;
}

static inline void
join(struct pt_agg_number_group *to, const struct pt_agg_number_group *g)
{
	to->sum += g->sum;
	to->count += g->count;
	to->min = g->min < to->min ? g->min : to->min;
	to->max = g->max > to->max ? g->max : to->max;
}

#include "workloads/lib/agg/body.h"

enum {
	AHEAD = 16,		/* rows: the slot is fetched while so many others are worked on */
	CACHED = 1 << 20,	/* bytes of a table that need no fetching ahead */
};

bool
pt_agg_add_numbers(struct pt_agg_table *t, const uint32_t *keys, const int32_t *values,
		   size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		const group one = { .sum = values[i], .count = 1, .min = values[i],
				    .max = values[i], .key = keys[i] };
		const uint64_t hash = hash_of(&one);
		group *slot;

		if (i + AHEAD < rows && t->capacity * sizeof(group) > CACHED)
			__builtin_prefetch((group *)t->slots +
						   home(t, pt_agg_hash_number(keys[i + AHEAD])),
					   1);
		slot = find(t, hash, &one);
		if (slot->count)
			join(slot, &one);
		else if (!insert(t, slot, hash, &one))
			return false;
	}
	return true;
}

bool
pt_agg_merge_numbers(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned p)
{
	return merge(to, from, p);
}

/* SPDX-License-Identifier: MIT */
/* Tables with texts as keys, compared as bytes. */
#include <string.h>

#include "workloads/lib/agg/table.h"

typedef struct pt_agg_text_group group;

static inline struct pt_wide
sum_of(const struct pt_agg_text_group *g)
{
	return (struct pt_wide){ .low = g->sum_low, .high = g->sum_high };
}

static inline uint64_t
hash_of(const struct pt_agg_table *t, const struct pt_agg_text_group *g)
{
	(void)t;
	return g->hash;
}

static inline bool
same(const struct pt_agg_text_group *a, const struct pt_agg_text_group *b)
{
	return a->hash == b->hash && a->len == b->len && memcmp(a->key, b->key, a->len) == 0;
}

static inline void
join(struct pt_agg_text_group *to, const struct pt_agg_text_group *g)
{
	/* Wraps without harm: a run whose sums could is refused (hashagg_csv.h). */
	struct pt_wide sum = pt_wide_add(sum_of(to), sum_of(g));

	to->sum_low = sum.low;
	to->sum_high = (int32_t)sum.high;
	to->count += g->count;
	to->min = g->min < to->min ? g->min : to->min;
	to->max = g->max > to->max ? g->max : to->max;
}

static inline void
make_free(struct pt_agg_table *t)
{
	(void)t; /* as they are */
}

#include "workloads/lib/agg/body.h"

bool
pt_agg_init_texts(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups)
{
	return pt_agg_init(t, b, sizeof(group), skip, groups);
}

bool
pt_agg_add_text(struct pt_agg_table *t, const unsigned char *key, size_t len, uint64_t hash,
	__int128 value)
{
	group one = { .sum_low = (unsigned __int128)value,
		.sum_high = value < 0 ? -1 : 0,
		.min = value,
		.max = value,
		.count = 1,
		.hash = hash,
		.key = key,
		.len = (uint32_t)len };
	group *slot = find(t, hash, &one);

	if (slot->count) {
		join(slot, &one);
		return true;
	}
	one.key = pt_agg_keep(t, key, len);
	return one.key && insert(t, slot, hash, &one);
}

bool
pt_agg_merge_texts(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p)
{
	return merge(to, from, bits, p);
}

bool
pt_agg_show_text(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g)
{
	const group *slot = (const group *)t->slots + i;

	*g = (struct pt_agg_group){ .sum = sum_of(slot),
		.min = slot->min,
		.max = slot->max,
		.count = slot->count,
		.key = slot->key,
		.len = slot->len };
	return slot->count != 0;
}

/* SPDX-License-Identifier: MIT */
/* Tables with texts as keys, compared as bytes. */
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
	return a->hash == b->hash && a->len == b->len && pt_agg_same_text(a->key, b->key, a->len);
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

static inline void
add_value(group *g, __int128 value)
{
	const struct pt_wide sum = pt_wide_add(sum_of(g), pt_wide(value));

	g->sum_low = sum.low;
	g->sum_high = (int32_t)sum.high;
	g->count++;
	if (__builtin_expect(value < g->min, 0))
		g->min = value;
	if (__builtin_expect(value > g->max, 0))
		g->max = value;
}

static bool
add_group(struct pt_agg_table *t, group *slot, const group *like, __int128 value)
{
	group one = *like;

	one.key = pt_agg_keep(t, like->key, like->len);
	one.min = one.max = value;
	add_value(&one, value);
	return one.key && insert(t, slot, one.hash, &one);
}

bool
pt_agg_add_text(struct pt_agg_table *t, const unsigned char *key, size_t len, uint64_t hash,
	__int128 value)
{
	const group like = { .hash = hash, .key = key, .len = (uint32_t)len };
	group *slot = find(t, hash, &like);

	if (slot->count == 0)
		return add_group(t, slot, &like, value);
	add_value(slot, value);
	return true;
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

/* SPDX-License-Identifier: MIT */
/* Tables with names as keys. */
#include "workloads/lib/agg/name.h"

#include <string.h>

typedef struct pt_agg_name_group group;

uint64_t
pt_agg_hash_long_name(const struct pt_agg_name *n, uint64_t seed)
{
	return pt_agg_hash_text(n->text, n->len, seed);
}

static inline uint64_t
hash_of(const struct pt_agg_table *t, const struct pt_agg_name_group *g)
{
	struct pt_agg_name n = { .text = g->text, .len = g->len };

	memcpy(n.word, g->word, sizeof n.word);
	return pt_agg_hash_name(&n, t->budget->seed);
}

static inline bool
same(const struct pt_agg_name_group *a, const struct pt_agg_name_group *b)
{
	uint64_t other = a->len ^ b->len;

	for (int i = 0; i < PT_AGG_NAME_WORDS; i++)
		other |= a->word[i] ^ b->word[i];
	return other == 0 && (!a->text || pt_agg_same_text(a->text, b->text, a->len));
}

static inline void
join(struct pt_agg_name_group *to, const struct pt_agg_name_group *g)
{
	to->sum += g->sum;
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

enum { SPARSE = 512 }; /* groups */

bool
pt_agg_init_names(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups)
{
	/* Sparse while small: a processor cannot guess which of the names collide. */
	return pt_agg_init(t, b, sizeof(group), skip, groups > SPARSE ? groups : 4 * groups);
}

bool
pt_agg_merge_names(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p)
{
	return merge(to, from, bits, p);
}

struct pt_agg_name
pt_agg_name(const unsigned char *text, size_t len)
{
	struct pt_agg_name n = { .text = len > PT_AGG_NAME_INSIDE ? text : NULL,
		.len = (uint32_t)len };

	memcpy(n.word, text, len < sizeof n.word ? len : sizeof n.word);
	return n;
}

bool
pt_agg_add_name(struct pt_agg_table *t, const struct pt_agg_name *n, uint64_t hash, int value)
{
	group one = { .text = n->text,
		.sum = value,
		.count = 1,
		.len = n->len,
		.min = (int16_t)value,
		.max = (int16_t)value };
	group *slot;

	memcpy(one.word, n->word, sizeof one.word);
	slot = find(t, hash, &one);
	if (slot->count) {
		join(slot, &one);
		return true;
	}
	if (one.text)
		one.text = pt_agg_keep(t, n->text, n->len);
	return (one.text || !n->text) && insert(t, slot, hash, &one);
}

bool
pt_agg_show_name(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g)
{
	const group *slot = (const group *)t->slots + i;

	*g = (struct pt_agg_group){ .sum = pt_wide(slot->sum),
		.min = slot->min,
		.max = slot->max,
		.count = slot->count,
		.key = slot->text ? slot->text : (const unsigned char *)slot->word,
		.len = slot->len };
	return slot->count != 0;
}

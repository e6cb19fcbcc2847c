/* SPDX-License-Identifier: MIT */
/*
 * Template: what both kinds of tables have in common, included by each kind's file, which defines
 * before:
 *
 *	group			the type of a group
 *	hash_of(table, group)	its hash
 *	same(group, group)	whether their keys are equal
 *	join(to, group)		adds the rows of a group with the same key
 *	make_free(table)	makes all slots of a zeroed table free
 */
#ifndef PT_WORKLOADS_LIB_AGG_BODY_H
#define PT_WORKLOADS_LIB_AGG_BODY_H

#include "workloads/lib/agg/table.h"

static inline size_t
home(const struct pt_agg_table *t, uint64_t hash)
{
	return (size_t)(hash << t->skip >> t->shift);
}

/* The slot of a key: its group's, or the free one where it belongs. */
static inline group *
find(const struct pt_agg_table *t, uint64_t hash, const group *key)
{
	group *slots = t->slots;
	size_t i = home(t, hash);

	while (slots[i].count && !same(&slots[i], key))
		i = (i + 1) & (t->capacity - 1);
	return &slots[i];
}

static bool
grow(struct pt_agg_table *t)
{
	struct pt_agg_table old = *t;
	const group *slots = old.slots;

	if (!pt_agg_init(t, old.budget, sizeof(group), old.skip, old.capacity)) {
		*t = old;
		return false;
	}
	make_free(t);
	for (size_t i = 0; i < old.capacity; i++)
		if (slots[i].count)
			*find(t, hash_of(t, &slots[i]), &slots[i]) = slots[i];
	t->used = old.used;
	t->blocks = old.blocks;
	old.blocks = NULL;
	pt_agg_fini(&old, sizeof(group));
	return true;
}

/* Puts a new group into the free slot that find() gave. */
static bool
insert(struct pt_agg_table *t, group *slot, uint64_t hash, const group *g)
{
	if (2 * (t->used + 1) > t->capacity) {
		if (!grow(t))
			return false;
		slot = find(t, hash, g);
	}
	*slot = *g;
	t->used++;
	return true;
}

static bool
merge(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits, unsigned part)
{
	const size_t start = part * from->capacity >> bits;
	const size_t width = ((part + 1) * from->capacity >> bits) - start;
	const group *slots = from->slots;

	/* Collisions may have pushed groups of the part behind its slots, up to a free one. */
	for (size_t n = 0; n < from->capacity; n++) {
		const group *g = &slots[(start + n) & (from->capacity - 1)];
		uint64_t hash;
		group *slot;

		if (g->count == 0 && n >= width)
			break;
		hash = hash_of(from, g);
		if (g->count == 0 || hash >> (64 - bits) != part)
			continue;
		slot = find(to, hash, g);
		if (slot->count)
			join(slot, g);
		else if (!insert(to, slot, hash, g))
			return false;
	}
	return true;
}

#endif

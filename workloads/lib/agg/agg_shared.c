/* SPDX-License-Identifier: MIT */
/* Tables of numbers that are shared without a lock. */
#include "workloads/lib/agg/shared.h"

_Static_assert(sizeof(struct pt_agg_shared_group) == sizeof(struct pt_agg_number_group),
	"a slot is settled in place");

bool
pt_agg_init_shared(struct pt_agg_table *t, struct pt_agg_budget *b, size_t groups)
{
	return pt_agg_init(t, b, sizeof(union pt_agg_shared_slot), 0, groups);
}

/* Whether the slot is, or becomes, the one of the name. */
static inline bool
take(struct pt_agg_shared_group *g, uint32_t name)
{
	uint32_t has = atomic_load_explicit(&g->name, memory_order_relaxed);

	if (has == 0 &&
		atomic_compare_exchange_strong_explicit(&g->name, &has, name, memory_order_relaxed,
			memory_order_relaxed))
		return true;
	return has == name;
}

static inline void
raise(_Atomic uint32_t *most, uint32_t to)
{
	uint32_t now = atomic_load_explicit(most, memory_order_relaxed);

	while (now < to &&
		!atomic_compare_exchange_weak_explicit(most, &now, to, memory_order_relaxed,
			memory_order_relaxed))
		;
}

static inline void
add_row(union pt_agg_shared_slot *slots, size_t mask, size_t i, uint32_t key, int32_t value)
{
	struct pt_agg_shared_group *g = &slots[i].shared;

	while (!take(g, key + 1)) {
		i = (i + 1) & mask;
		g = &slots[i].shared;
	}
	atomic_fetch_add_explicit(&g->sum, value, memory_order_relaxed);
	atomic_fetch_add_explicit(&g->count, 1, memory_order_relaxed);
	raise(&g->below, (uint32_t)((int64_t)INT32_MAX - value));
	raise(&g->above, (uint32_t)((int64_t)value - INT32_MIN));
}

void
pt_agg_add_shared(const struct pt_agg_table *t, const uint32_t *keys, const int32_t *values,
	size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		add_row(t->slots, t->capacity - 1,
			(size_t)(pt_agg_hash_number(keys[i]) >> t->shift), keys[i], values[i]);
}

static struct pt_agg_number_group
settled(struct pt_agg_shared_group *g)
{
	const int64_t below = atomic_load_explicit(&g->below, memory_order_relaxed);
	const int64_t above = atomic_load_explicit(&g->above, memory_order_relaxed);

	return (struct pt_agg_number_group){
		.sum = atomic_load_explicit(&g->sum, memory_order_relaxed),
		.key = atomic_load_explicit(&g->name, memory_order_relaxed) - 1,
		.count = atomic_load_explicit(&g->count, memory_order_relaxed),
		.min = (int32_t)(INT32_MAX - below),
		.max = (int32_t)(above + INT32_MIN),
	};
}

size_t
pt_agg_settle(const struct pt_agg_table *t, size_t lo, size_t hi)
{
	union pt_agg_shared_slot *slots = t->slots;
	size_t used = 0;

	for (size_t i = lo; i < hi; i++) {
		slots[i].group = settled(&slots[i].shared);
		used += slots[i].group.count != 0;
	}
	return used;
}

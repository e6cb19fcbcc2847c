/* SPDX-License-Identifier: MIT */
/*
 * Tables with numbers as keys.
 *
 * A free slot holds neutral values, so that the first row of a group is added like any other: with
 * few rows to a group a processor cannot guess whether a key is new, and a wrong guess costs more than
 * the whole row.  Growth is looked at once for many rows.
 */
#include <stdint.h>

#include "workloads/lib/agg/table.h"

typedef struct pt_agg_number_group group;

static inline uint64_t
hash_of(const struct pt_agg_table *t, const struct pt_agg_number_group *g)
{
	(void)t;
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

static const group neutral = { .min = INT32_MAX, .max = INT32_MIN };

static inline void
make_free(struct pt_agg_table *t)
{
	group *slots = t->slots;

	for (size_t i = 0; i < t->capacity; i++)
		slots[i] = neutral;
}

#include "workloads/lib/agg/body.h"

enum {
	AHEAD = 16,       /* rows: the slot is fetched while so many others are worked on */
	CACHED = 1 << 20, /* bytes of a table that need no fetching ahead */
	SPARSE = 1 << 18, /* bytes of a table that may be nearly empty: then nothing collides */
};

bool
pt_agg_init_numbers(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups)
{
	if (!pt_agg_init(t, b, sizeof(group), skip, groups))
		return false;
	make_free(t);
	return true;
}

/* How many of `rows` may be added before the size is looked at again; 0: no memory.  Five eighths of
 * the slots are in use at most. */
static size_t
room(struct pt_agg_table *t, size_t rows)
{
	size_t sparse = t->capacity * sizeof(group) <= SPARSE ? t->capacity / 8 : t->capacity / 2;
	size_t some = t->capacity / 8;

	if (t->used > sparse && !grow(t) && t->used + some >= t->capacity)
		return 0;
	some = t->capacity / 8;
	return rows < some ? rows : some;
}

/* few: many rows to a group.  Its minimum and maximum then rarely change, and a branch saves stores. */
static inline bool
add_row(group *slots, size_t mask, size_t i, uint32_t key, int32_t value, bool few)
{
	group *g = &slots[i];
	bool is_new;

	while ((g->count != 0) & (g->key != key)) { /* & : one branch, not two */
		i = (i + 1) & mask;
		g = &slots[i];
	}
	is_new = g->count == 0;
	g->key = key;
	g->count++;
	g->sum += value;
	if (!few) {
		g->min = value < g->min ? value : g->min;
		g->max = value > g->max ? value : g->max;
		return is_new;
	}
	if (__builtin_expect(value < g->min, 0))
		g->min = value;
	if (__builtin_expect(value > g->max, 0))
		g->max = value;
	return is_new;
}

static size_t
add_some(const struct pt_agg_table *t, const uint32_t *keys, const int32_t *values, size_t rows)
{
	const unsigned shift = t->shift, skip = t->skip;
	const size_t mask = t->capacity - 1;
	group *slots = t->slots;
	size_t added = 0, i = 0;

	if (t->capacity * sizeof(group) > CACHED)
		for (; i + AHEAD < rows; i++) {
			__builtin_prefetch(&slots[pt_agg_hash_number(keys[i + AHEAD]) << skip >>
						   shift],
				1);
			added += add_row(slots, mask, pt_agg_hash_number(keys[i]) << skip >> shift,
				keys[i], values[i], true);
		}
	for (; i < rows; i++)
		added += add_row(slots, mask, pt_agg_hash_number(keys[i]) << skip >> shift, keys[i],
			values[i], true);
	return added;
}

bool
pt_agg_add_numbers(struct pt_agg_table *t, const uint32_t *keys, const int32_t *values, size_t rows)
{
	while (rows > 0) {
		size_t n = room(t, rows);

		if (n == 0)
			return false;
		t->used += add_some(t, keys, values, n);
		keys += n;
		values += n;
		rows -= n;
	}
	return true;
}

static size_t
build_some(const struct pt_agg_table *t, const struct pt_agg_row *row, size_t rows)
{
	const unsigned shift = t->shift, skip = t->skip;
	const size_t mask = t->capacity - 1;
	size_t added = 0;

	for (size_t i = 0; i < rows; i++)
		added += add_row(t->slots, mask, pt_agg_hash_number(row[i].key) << skip >> shift,
			row[i].key, row[i].value, false);
	return added;
}

bool
pt_agg_add_rows(struct pt_agg_table *t, const struct pt_agg_row *row, size_t rows)
{
	while (rows > 0) {
		size_t n = room(t, rows);

		if (n == 0)
			return false;
		t->used += build_some(t, row, n);
		row += n;
		rows -= n;
	}
	return true;
}

bool
pt_agg_merge_numbers(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p)
{
	return merge(to, from, bits, p);
}

/* No branch: which slots are in use cannot be guessed. */
void
pt_agg_drain(struct pt_agg_table *t, struct pt_agg_number_group *out)
{
	group *slots = t->slots;
	size_t n = 0;

	for (size_t i = 0; n < t->used; i++) {
		bool used = slots[i].count != 0;

		out[n] = slots[i];
		slots[i] = neutral;
		n += used;
	}
	t->used = 0;
}

bool
pt_agg_show_number(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g)
{
	const group *slot = (const group *)t->slots + i;

	*g = (struct pt_agg_group){ .sum = pt_wide(slot->sum),
		.min = slot->min,
		.max = slot->max,
		.count = slot->count,
		.number = slot->key };
	return slot->count != 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Hash tables of groups: open addressing with linear probing, half full at most, so that a look-up
 * is one or two cache lines.  There are three kinds, for numbers, for texts, and for names as keys
 * (name.h); their common code is body.h.
 *
 * The *home* of a key is given by the upper bits of its hash, so the groups of a table lie in the
 * order of their hashes (but for collisions).  A *part* is one of PT_AGG_PARTS equal ranges of
 * hashes; part p of tables of any size can be merged without looking at the rest of them, by as many
 * tasks at once as there are parts.  Tables that hold one part only skip its bits when they look for
 * the home.
 *
 * All tables of a run share a budget of memory, and the seed of their hashes.
 */
#ifndef PT_WORKLOADS_LIB_AGG_TABLE_H
#define PT_WORKLOADS_LIB_AGG_TABLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/block/block.h"
#include "workloads/lib/wide.h"

/* Bytes that must be readable behind a text, so that its last ones are loaded as a word. */
enum { PT_AGG_TEXT_PAD = 8 };

enum {
	PT_AGG_PART_BITS = 6,
	PT_AGG_PARTS = 1 << PT_AGG_PART_BITS,
};

struct pt_agg_budget {
	_Atomic uint64_t left; /* bytes */
	uint64_t seed;         /* of names */
};

struct pt_agg_block;

struct pt_agg_table {
	void *slots;           /* zeroed; a group with count 0 is a free slot */
	size_t capacity, used; /* slots, a power of two; groups */
	unsigned skip, shift;  /* home = hash << skip >> shift */
	struct pt_agg_budget *budget;
	struct pt_agg_block *blocks; /* of texts */
};

/* 24 bytes: more of them fit in a cache.  Of up to 2^32 - 1 rows. */
struct pt_agg_number_group {
	int64_t sum;
	uint32_t key, count;
	int32_t min, max;
};

/* A row on its way to its partition (radix.h). */
struct pt_agg_row {
	uint32_t key;
	int32_t value;
};

/* A group of any kind, to be shown. */
struct pt_agg_group {
	struct pt_wide sum;
	__int128 min, max;
	uint64_t count;
	const unsigned char *key; /* the table's; NULL: the key is the number */
	size_t len;
	uint32_t number;
};

/* The sum is sum_high * 2^128 + sum_low: 160 bits of a struct pt_wide are enough (hashagg_csv.h). */
struct pt_agg_text_group {
	unsigned __int128 sum_low;
	__int128 min, max;
	uint64_t count, hash;
	const unsigned char *key;
	uint32_t len;
	int32_t sum_high;
};

/* An empty table for about `groups` groups.  Functions that may need memory return false, or
 * NULL, when the budget or the memory is used up. */
bool pt_agg_init(struct pt_agg_table *t, struct pt_agg_budget *b, size_t group_bytes, unsigned skip,
	size_t groups);
/* The same for groups of numbers, whose free slots are not zero, and of texts. */
bool
pt_agg_init_numbers(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups);
bool
pt_agg_init_texts(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups);
void pt_agg_fini(struct pt_agg_table *t, size_t group_bytes);
/* A copy of a text that lives as long as the table; it is padded, too. */
const unsigned char *pt_agg_keep(struct pt_agg_table *t, const unsigned char *text, size_t len);

uint64_t pt_agg_hash_number(uint32_t key);
static inline uint64_t
pt_agg_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* The part that a hash is in. */
static inline unsigned
pt_agg_part_of(uint64_t hash)
{
	return (unsigned)(hash >> (64 - PT_AGG_PART_BITS));
}
/* The bytes of a text's last word, of up to eight, that belong to it. */
static inline uint64_t
pt_agg_text_end(const unsigned char *text, size_t len)
{
	return len ? pt_block_load8(text) & ~UINT64_C(0) >> (64 - 8 * len) : 0;
}

/* 8 bytes at a time by folded multiplication (the core of wyhash, Wang Yi); the seed keeps
 * prepared keys from colliding. */
static inline uint64_t
pt_agg_hash_text(const unsigned char *text, size_t len, uint64_t seed)
{
	uint64_t h = seed ^ len * UINT64_C(0xa0761d6478bd642f);

	for (; len > 8; text += 8, len -= 8)
		h = pt_agg_fold(h ^ pt_block_load8(text), UINT64_C(0xe7037ed1a0b428db));
	h = pt_agg_fold(h ^ pt_agg_text_end(text, len), UINT64_C(0x8ebc6af09c88c6e3));
	return pt_agg_fold(h, UINT64_C(0x589965cc75374cc3));
}

static inline bool
pt_agg_same_text(const unsigned char *a, const unsigned char *b, size_t len)
{
	for (; len > 8; a += 8, b += 8, len -= 8)
		if (pt_block_load8(a) != pt_block_load8(b))
			return false;
	return pt_agg_text_end(a, len) == pt_agg_text_end(b, len);
}

/* Adds rows to a table. */
bool pt_agg_add_numbers(struct pt_agg_table *t, const uint32_t *keys, const int32_t *values,
	size_t rows);
bool pt_agg_add_rows(struct pt_agg_table *t, const struct pt_agg_row *row, size_t rows);
bool pt_agg_add_text(struct pt_agg_table *t, const unsigned char *key, size_t len, uint64_t hash,
	__int128 value); /* len: at most UINT32_MAX */
/* Adds part p of `from`, of 2^bits parts; it must outlive `to` because texts are not copied. */
bool pt_agg_merge_numbers(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p);
bool pt_agg_merge_texts(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p);
/* Shows the group in slot i; false: there is none. */
bool pt_agg_show_number(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g);
bool pt_agg_show_text(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g);
/* Moves the groups to out[0 .. used), and leaves the table empty. */
void pt_agg_drain(struct pt_agg_table *t, struct pt_agg_number_group *out);

#endif

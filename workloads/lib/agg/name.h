/* SPDX-License-Identifier: MIT */
/*
 * Tables with *names* as keys: texts of which most have up to 32 bytes, which are in the group itself, in
 * words that are zero behind the name.  So a name is compared without a branch per byte, a group is one
 * cache line, and a look-up touches no other.  Values are 16 bits, as tenths of degrees.
 */
#ifndef PT_WORKLOADS_LIB_AGG_NAME_H
#define PT_WORKLOADS_LIB_AGG_NAME_H

#include "workloads/lib/agg/table.h"

enum { PT_AGG_NAME_WORDS = 4, PT_AGG_NAME_INSIDE = 8 * PT_AGG_NAME_WORDS };

struct pt_agg_name {
	uint64_t word[PT_AGG_NAME_WORDS];
	const unsigned char *text; /* the whole name, if it is longer than 32 bytes */
	uint32_t len;
};

struct pt_agg_name_group {
	uint64_t word[PT_AGG_NAME_WORDS];
	const unsigned char *text; /* as above; the table's */
	int64_t sum;
	uint64_t count;
	uint32_t len;
	int16_t min, max;
};

bool
pt_agg_init_names(struct pt_agg_table *t, struct pt_agg_budget *b, unsigned skip, size_t groups);
bool pt_agg_merge_names(struct pt_agg_table *to, const struct pt_agg_table *from, unsigned bits,
	unsigned p);
bool pt_agg_show_name(const struct pt_agg_table *t, size_t i, struct pt_agg_group *g);
/* Adds a value to the group of a name, which is new perhaps. */
bool pt_agg_add_name(struct pt_agg_table *t, const struct pt_agg_name *n, uint64_t hash, int value);
/* The name that a text of len bytes is, any bytes. */
struct pt_agg_name pt_agg_name(const unsigned char *text, size_t len);
uint64_t pt_agg_hash_long_name(const struct pt_agg_name *n, uint64_t seed);

/*
 * Names of up to 8 * words bytes, words being 2 or 4 and known to the compiler: most have up to 16
 * bytes, and are worth code of their own.  What it takes for a name of 16 bytes is the same with either.
 */

/* The name that begins at text, of which 32 bytes must be readable. */
static inline struct pt_agg_name
pt_agg_short_name(const unsigned char *text, unsigned len, unsigned words)
{
	static const unsigned char mask[2 * PT_AGG_NAME_INSIDE] = { 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct pt_agg_name n = { .len = len }; /* zero from the word number `words` on */

	for (unsigned i = 0; i < words; i++) {
		uint64_t word, keep;

		__builtin_memcpy(&word, text + 8 * i, 8);
		__builtin_memcpy(&keep, mask + PT_AGG_NAME_INSIDE - len + 8 * i, 8);
		n.word[i] = word & keep;
	}
	return n;
}

static inline uint64_t
pt_agg_hash_short_name(const struct pt_agg_name *n, uint64_t seed, unsigned words)
{
	uint64_t hash = pt_agg_fold(n->word[0] ^ seed, n->word[1] ^ UINT64_C(0xe7037ed1a0b428db));

	if (words > 2 && n->len > 16)
		hash ^= pt_agg_fold(n->word[2] ^ UINT64_C(0x8ebc6af09c88c6e3),
			n->word[3] ^ UINT64_C(0x589965cc75374cc3));
	return hash;
}

static inline uint64_t
pt_agg_hash_name(const struct pt_agg_name *n, uint64_t seed)
{
	return n->len <= PT_AGG_NAME_INSIDE ? pt_agg_hash_short_name(n, seed, PT_AGG_NAME_WORDS) :
					      pt_agg_hash_long_name(n, seed);
}

/* Adds a value to the group of a name; false: there is none yet. */
static inline bool
pt_agg_add_known_name(const struct pt_agg_table *t, const struct pt_agg_name *n, uint64_t hash,
	int value, unsigned words)
{
	struct pt_agg_name_group *slots = t->slots, *g;
	size_t i = (size_t)(hash << t->skip >> t->shift);

	for (;; i = (i + 1) & (t->capacity - 1)) {
		uint64_t other = n->len ^ slots[i].len;

		for (unsigned k = 0; k < words; k++)
			other |= n->word[k] ^ slots[i].word[k];
		if (__builtin_expect(other == 0, 1))
			break;
		if (slots[i].count == 0)
			return false;
	}
	g = &slots[i];
	g->sum += value;
	g->count++;
	if (__builtin_expect(value < g->min, 0))
		g->min = (int16_t)value;
	if (__builtin_expect(value > g->max, 0))
		g->max = (int16_t)value;
	return true;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Template: the kernel of one level, whose file includes the level's blocks before and defines KERNEL,
 * its name.
 *
 * A line is one chain of operations that wait for each other: where its name ends, how long its number
 * is, where the next line starts.  So the text is worked on at three places in turn, and the processor
 * overlaps the chains.  All that a good line has to have is tested in the same arithmetic, without a
 * branch per byte.
 *
 * A name may be found that has a newline in it, of a line without a semicolon: no such name is in a
 * table, so pt_1brc_line() gets the line.
 */
#ifndef PT_WORKLOADS_HASHAGG_HASHAGG_1BRC_BODY_H
#define PT_WORKLOADS_HASHAGG_HASHAGG_1BRC_BODY_H

#include "workloads/hashagg/hashagg_1brc.h"

enum { PLACES = 3, SHORT = 30 /* bytes of a name that half a block has for sure */ };

struct number {
	int tenths;
	unsigned len; /* with its newline */
	bool good;
};

/*
 * Of the eight bytes at a number, lowest first.  Of the characters that a number has, only point and sign
 * lack bit 4: so the point is found, and with it brought to byte 3, without the sign, a good number is
 * "dd.d\n" from byte 1 on, or " d.d\n" with nothing for the first digit.  What those bytes differ by from
 * zeros is what the digits are; in a bad one some byte differs by more.  (The point by bit 4, and the
 * product, are Q. A. Mai's, for the challenge.)
 */
static inline struct number
number(uint64_t text)
{
	const uint64_t places = ~text & 0x10101000;
	const unsigned point = (unsigned)__builtin_ctzll(places | UINT64_C(1) << 32); /* bit */
	const uint64_t sign = -(uint64_t)((text & 0xff) == '-');
	const uint64_t d = (text & ~(sign & 0xff)) << ((28 - point) & 63);
	const uint64_t zero =
		(point >> 3) + sign == 1 ? 0x3000 : 0; /* for a digit that is not there */
	const uint64_t x = (d | zero) ^ UINT64_C(0x0a302e303000);
	const uint64_t bad = (x | (x + UINT64_C(0x000600060600))) & UINT64_C(0xfff0fff0f0ff);
	/* 100, 10 and 1 times the digits meet at bit 32; what else there is stays out of ten bits. */
	const uint64_t v = (x & UINT64_C(0x0f000f0f00)) * 0x640a0001 >> 32 & 0x3ff;

	return (struct number){ .tenths = (int)((v ^ sign) - sign),
		.len = (point >> 3) + 3,
		.good = bad == 0 };
}

/* A copy of the worker's table, which is not one of many parts: the compiler then knows one shift less. */
static inline struct pt_agg_table
own_table(const struct pt_1brc_text *t)
{
	struct pt_agg_table table = *t->sink->table;

	table.skip = 0;
	return table;
}

/* Adds to the name's group; false: there is none yet. */
static inline __attribute__((always_inline)) bool
add(const struct pt_1brc_text *t, const struct pt_agg_table *table, const unsigned char *at,
	unsigned len, int value, unsigned words)
{
	const struct pt_agg_name name = pt_agg_short_name(at, len, words);
	const uint64_t hash = pt_agg_hash_short_name(&name, t->seed, words);

	return table ? pt_agg_add_known_name(table, &name, hash, value, words) :
		       pt_1brc_add_shared(t->sink, &name, hash, value);
}

/* Takes the line, or leaves that to pt_1brc_line().  table: as it is now, in registers; NULL: shared. */
static inline __attribute__((always_inline)) const unsigned char *
line(struct pt_1brc_text *t, vec semicolon, const unsigned char *at, struct pt_agg_table *table)
{
	const uint32_t semicolons = equal32(at, semicolon);
	const unsigned len = (unsigned)__builtin_ctz(semicolons | 1u << 31);

	if (__builtin_expect(len - 1 < SHORT, 1)) {
		const struct number n = number(pt_block_load8(at + len + 1));

		if (__builtin_expect(n.good, 1) &&
			(len <= 16 ? add(t, table, at, len, n.tenths, 2) :
				     add(t, table, at, len, n.tenths, PT_AGG_NAME_WORDS)))
			return at + len + 1 + n.len;
	}
	at = pt_1brc_line(t, at);
	if (table)
		*table = own_table(t);
	return at;
}

/* The start of the first line at `at` or behind; the line before ends there. */
static inline const unsigned char *
start(const struct pt_1brc_text *t, const unsigned char *at)
{
	const unsigned char *newline = memchr(at - 1, '\n', (size_t)(t->stop - at + 1));

	return newline ? newline + 1 : t->stop;
}

static inline __attribute__((always_inline)) void
lines(struct pt_1brc_text *t, struct pt_agg_table *table)
{
	const vec semicolon = splat(';');
	const size_t third = (size_t)(t->stop - t->at) / PLACES;
	const unsigned char *at[PLACES] = { t->at }, *stop[PLACES];
	uint64_t n = 0;

	for (size_t i = 1; i < PLACES; i++)
		stop[i - 1] = at[i] = third ? start(t, t->at + i * third) : t->stop;
	stop[PLACES - 1] = t->stop;
	for (; at[0] < stop[0] && at[1] < stop[1] && at[2] < stop[2]; n += PLACES)
		for (int i = 0; i < PLACES; i++)
			at[i] = line(t, semicolon, at[i], table);
	for (int i = 0; i < PLACES; i++)
		for (; at[i] < stop[i]; n++)
			at[i] = line(t, semicolon, at[i], table);
	t->sink->rows += n - t->empty;
}

void
KERNEL(struct pt_1brc_text *t)
{
	struct pt_agg_table table;

	if (t->sink->lock || t->sink->shards) {
		lines(t, NULL);
	} else {
		table = own_table(t);
		lines(t, &table);
	}
}

#endif

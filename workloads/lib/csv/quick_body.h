/* SPDX-License-Identifier: MIT */
/*
 * Template: quick rows of one level, whose file includes the level's blocks before and defines KERNEL, its
 * name.
 *
 * Each row is looked at from its own start, block by block: masks say where separators, newlines and
 * quotes are.  An odd number of quotes before a byte puts it inside of them; that the quotes themselves
 * stand where they may is tested by what stands beside them.  (Masks, and the sums of quotes, are G.
 * Langdale's and D. Lemire's for JSON.)
 */
#ifndef PT_WORKLOADS_LIB_CSV_QUICK_BODY_H
#define PT_WORKLOADS_LIB_CSV_QUICK_BODY_H

#include "workloads/lib/csv/quick.h"

enum { KEY_START, KEY_END, VALUE_START, VALUE_END, MARKS };

/* A row as far as it is seen. */
struct seen {
	const unsigned char *mark[MARKS]; /* separators beside the fields that are wanted */
	size_t rank[MARKS];               /* their numbers, from 0 */
	size_t separators;
	/* Of the byte before the block, in bit 0: a field may begin behind it; it closed a quote. */
	uint64_t begins, closed;
	uint64_t inside; /* all ones: the block begins inside of quotes */
	bool doubled;    /* there are doubled quotes */
};

/* The masks of a block. */
struct block {
	const unsigned char *at;
	uint64_t separators, newlines, quotes;
};

/* Bit i: the sum of bits 0 to i is odd. */
static inline uint64_t
odd(uint64_t x)
{
	for (int i = 1; i < 64; i *= 2)
		x ^= x << i;
	return x;
}

/* The number of the k-th bit of x, which has it. */
static inline unsigned
nth(uint64_t x, size_t k)
{
#ifdef __BMI2__
	return (unsigned)__builtin_ctzll(_pdep_u64(UINT64_C(1) << k, x));
#else
	for (; k > 0; k--)
		x &= x - 1;
	return (unsigned)__builtin_ctzll(x);
#endif
}

static inline unsigned
bits(uint64_t x)
{
#ifdef __POPCNT__
	return (unsigned)__builtin_popcountll(x);
#else
	unsigned n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
#endif
}

/* Whether what stands behind closing quotes is the CR of a CRLF. */
static inline bool
only_return(const struct block *b, uint64_t behind)
{
	const unsigned i = (unsigned)__builtin_ctzll(behind);

	return (behind & (behind - 1)) == 0 && b->at[i] == '\r' && b->at[i + 1] == '\n';
}

/* Takes separators and newlines inside of quotes away.  False: a quote is where it must not be. */
static inline bool
look_at_quotes(struct seen *s, struct block *b)
{
	const uint64_t inside = odd(b->quotes) ^ s->inside;
	const uint64_t opening = b->quotes & inside, closing = b->quotes & ~inside;
	const uint64_t after_quote = b->quotes << 1 | s->closed;
	uint64_t row, bad, behind;

	b->separators &= ~inside;
	b->newlines &= ~inside;
	row = b->newlines ^ (b->newlines - 1); /* up to the newline, or all */
	bad = opening & ~(b->separators << 1 | s->begins | after_quote);
	behind = (closing << 1 | s->closed) & ~(b->separators | b->newlines | b->quotes) & row;
	s->doubled |= (opening & after_quote & row) != 0;
	s->closed = closing >> 63;
	s->inside = -(inside >> 63);
	return (bad & row) == 0 && (behind == 0 || only_return(b, behind));
}

static inline struct pt_csv_field
field(const struct seen *s, const struct pt_csv_dialect *d, const unsigned char *at,
	const unsigned char *end)
{
	struct pt_csv_field f = { .at = at, .len = (size_t)(end - at) };

	if (*end == '\n' && f.len && end[-1] == '\r')
		f.len--;
	if (d->quotes && f.len && *at == '"') {
		f.at++;
		f.len -= 2;
		f.doubled = s->doubled && memchr(f.at, '"', f.len);
	}
	return f;
}

/* Notes the separators of a block that stand beside wanted fields. */
static inline void
note(struct seen *s, const struct block *b)
{
	const unsigned n = bits(b->separators);

	for (int m = 0; m < MARKS; m++)
		if (s->rank[m] - s->separators < n)
			s->mark[m] = b->at + nth(b->separators, s->rank[m] - s->separators);
	s->separators += n;
}

/* The row that ends with the newline at `end`; false: it is an empty line. */
static inline bool
finish(struct seen *s, const struct pt_csv_wanted *w, const unsigned char *text,
	const unsigned char *end, struct pt_csv_row *row)
{
	if (s->separators == 0 && (end == text || (end == text + 1 && *text == '\r')))
		return false;
	if (w->key == s->separators)
		s->mark[KEY_END] = end;
	if (w->value == s->separators)
		s->mark[VALUE_END] = end;
	*row = (struct pt_csv_row){ .columns = s->separators + 1, .end = end + 1 };
	if (w->key <= s->separators)
		row->key = field(s, w->dialect, s->mark[KEY_START] + 1, s->mark[KEY_END]);
	if (w->value <= s->separators)
		row->value = field(s, w->dialect, s->mark[VALUE_START] + 1, s->mark[VALUE_END]);
	return true;
}

bool
KERNEL(const unsigned char *text, const unsigned char *end, const struct pt_csv_wanted *w,
	struct pt_csv_row *row)
{
	const struct pt_csv_dialect *d = w->dialect;
	const vec separator = splat(d->separator), newline = splat('\n'), quote = splat('"');
	struct seen s = { .mark = { text - 1, NULL, text - 1, NULL },
		.rank = { w->key - 1, w->key, w->value - 1, w->value },
		.begins = 1 };

	if (text < end && *text == d->comment)
		return false;
	for (struct block b = { .at = text }; b.at < end; b.at += PT_BLOCK_BYTES) {
		b.separators = equal64(b.at, separator);
		b.newlines = equal64(b.at, newline);
		b.quotes = d->quotes ? equal64(b.at, quote) : 0;
		if ((b.quotes | s.inside | s.closed) != 0 && !look_at_quotes(&s, &b))
			return false;
		s.begins = b.separators >> 63;
		b.separators &= (b.newlines & -b.newlines) - 1;
		note(&s, &b);
		if (b.newlines) {
			const unsigned char *at = b.at + __builtin_ctzll(b.newlines);

			return at < end && finish(&s, w, text, at, row);
		}
	}
	return false;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Words of a text, and tables of how often each is there.
 *
 * A word is a run of letters: A to Z, of either case, and all bytes from 128 on, which in UTF-8 are
 * letters of other alphabets for the most part.  It is counted with A to Z as a to z.
 */
#ifndef PT_WORKLOADS_WORDCOUNT_WORDS_H
#define PT_WORKLOADS_WORDCOUNT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PT_WORD_PADDING = 128, /* bytes of zeros behind a text, which are read */
	PT_WORD_SHORT = 16,
};

/* What a word is compared by: all of a short one, lower case, filled up with zeros; two hashes of a
 * longer one. */
struct pt_word {
	uint64_t key[2], hash;
	const unsigned char *text; /* as it stands in the text */
	size_t len;
};

struct pt_word_count {
	uint64_t key[2];
	const unsigned char *text; /* of any place where it stands */
	uint32_t len;
	uint64_t count; /* 0: a free slot */
};

/* Open addressing, at most half full.  Zeros are an empty table without memory. */
struct pt_words {
	struct pt_word_count *slot;
	size_t capacity, used;
	uint64_t all; /* words counted */
};

void pt_words_free(struct pt_words *t);

/* Counts a word.  False: no memory. */
bool pt_words_add(struct pt_words *t, const struct pt_word *w, uint64_t count);
bool pt_words_merge(struct pt_words *to, const struct pt_words *from);

/* Counts the words that begin in [lo, hi).  False: no memory. */
bool pt_words_count(struct pt_words *t, const unsigned char *text, size_t lo, size_t hi);

/* The same, with a function for each word; it returns false to end it. */
typedef bool pt_word_fn(void *arg, const struct pt_word *w);
bool pt_words_each(const unsigned char *text, size_t lo, size_t hi, pt_word_fn *fn, void *arg);

/* Counted before b: more often, or first by the alphabet of bytes, in lower case. */
bool pt_word_before(const struct pt_word_count *a, const struct pt_word_count *b);

static inline unsigned char
pt_word_lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

#endif

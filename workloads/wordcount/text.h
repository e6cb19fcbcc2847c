/* SPDX-License-Identifier: MIT */
/* The text of wordcount, a file's or a made one; and what naive code counts in it. */
#ifndef PT_WORKLOADS_WORDCOUNT_TEXT_H
#define PT_WORKLOADS_WORDCOUNT_TEXT_H

#include "workloads/wordcount/words.h"

struct pt_error;
struct pt_setup;

struct pt_word_text {
	unsigned char *bytes; /* and PT_WORD_PADDING zeros */
	size_t size;
};

/* A text in which the word of rank r is about as frequent as 1/r, of `words` words. */
void pt_word_text_make(const struct pt_word_text *t, uint64_t words, uint64_t seed, int threads);

/* Reads a file.  0, or -1 with e filled; bytes then may have to be freed all the same. */
int pt_word_text_read(struct pt_word_text *t, const char *path, uint64_t memory_bytes,
	struct pt_error *e);
void pt_word_text_free(struct pt_word_text *t);

/* Counts by naive code: byte by byte, into lists of words. */
struct pt_word_naive;
struct pt_word_naive *pt_word_naive_count(const struct pt_word_text *t);
/* How often a word is there; each one is given once, the next time it is 0.  begin() gives all again. */
void pt_word_naive_begin(struct pt_word_naive *n);
uint64_t pt_word_naive_take(struct pt_word_naive *n, const unsigned char *text, size_t len);
uint64_t pt_word_naive_words(const struct pt_word_naive *n);
uint64_t pt_word_naive_different(const struct pt_word_naive *n);
void pt_word_naive_free(struct pt_word_naive *n);

#endif

/* SPDX-License-Identifier: MIT */
/* See text.h. */
#include "workloads/wordcount/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

#define PAGE 4096 /* made by itself, from its number */
#define WORD_MOST 32
#define LISTS 65536

/* ---- a made text ---- */

struct make {
	const struct pt_word_text *t;
	uint64_t words, seed;
};

/* Frequent words are short ones.  Few ranks have the same word. */
static size_t
spell(uint64_t rank, char *out)
{
	uint64_t x = pt_mix(rank);
	size_t len = 2 + x % 3;

	for (uint64_t r = rank; r > 3; r /= 5)
		len++;
	for (size_t i = 0; i < len; i++, x = pt_mix(x))
		out[i] = (char)('a' + (i % 2 ? "aeiouy"[x % 6] - 'a' : (int)(x % 26)));
	return len;
}

/* Zipf's law: the rank below which a share u of all words is. */
static uint64_t
rank_of(uint64_t random, uint64_t words)
{
	double u = (double)(random >> 11) * 0x1p-53;
	uint64_t rank = (uint64_t)exp(u * log((double)words + 1));

	return rank < 1 ? 1 : rank > words ? words : rank;
}

/* Sentences, the first letter of each a capital. */
static void
make_page(const struct make *m, uint64_t page)
{
	size_t at = page * PAGE, end = at + PAGE < m->t->size ? at + PAGE : m->t->size, len;
	uint64_t x = pt_mix(m->seed + page);
	unsigned char *to = m->t->bytes;
	bool first = true;
	char word[WORD_MOST];

	for (;; at += len + 1) {
		x = pt_mix(x);
		len = spell(rank_of(x, m->words), word);
		if (at + len + 2 >= end)
			break;
		memcpy(to + at, word, len);
		if (first)
			to[at] -= 32;
		first = x % 16 == 0;
		if (first)
			to[at + len++] = '.';
		to[at + len] = x % 11 == 0 ? '\n' : ' ';
	}
	memset(to + at, '\n', end - at);
}

static void
make_pages(uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t page = lo; page < hi; page++)
		make_page(arg, page);
}

void
pt_word_text_make(const struct pt_word_text *t, uint64_t words, uint64_t seed, int threads)
{
	struct make m = { t, words, seed };

	pt_spread(threads, (t->size + PAGE - 1) / PAGE, 16, make_pages, &m);
}

/* ---- a file ---- */

static int
check_memory(const struct pt_input *in, uint64_t memory_bytes, struct pt_error *e)
{
	char has[PT_NUM], may[PT_NUM];

	if (!memory_bytes || in->size <= memory_bytes)
		return 0;
	pt_format_bytes(has, in->size);
	pt_format_bytes(may, memory_bytes);
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' has %s, %s of memory may be used", in->name,
		has, may);
}

int
pt_word_text_read(struct pt_word_text *t, const char *path, uint64_t memory_bytes,
	struct pt_error *e)
{
	struct pt_input in;
	int error;

	if (pt_input_open(&in, path, e) != 0)
		return -1;
	error = check_memory(&in, memory_bytes, e);
	if (!error) {
		t->size = in.size;
		t->bytes = pt_buffer_alloc(t->size + PT_WORD_PADDING);
		error = t->bytes ? pt_input_read(&in, t->bytes, t->size, 0, e) :
				   pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot read '%s'", path);
	}
	pt_input_close(&in);
	return error;
}

void
pt_word_text_free(struct pt_word_text *t)
{
	pt_buffer_free(t->bytes, t->size + PT_WORD_PADDING);
}

/* ---- naive counts ---- */

struct node {
	struct node *next;
	uint64_t count, taken; /* the last round in which it was given */
	size_t len;
	unsigned char word[];
};

struct pt_word_naive {
	struct node *list[LISTS];
	uint64_t words, different, round;
};

static bool
is_letter(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 128;
}

/* The list of a word, FNV-1a, and the word in it. */
static struct node **
place_of(struct node **lists, const unsigned char *text, size_t len)
{
	uint32_t hash = 2166136261u;
	struct node **n;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ pt_word_lower(text[i])) * 16777619u;
	for (n = &lists[hash % LISTS]; *n; n = &(*n)->next) {
		size_t i = 0;

		while (i < len && (*n)->len == len && (*n)->word[i] == pt_word_lower(text[i]))
			i++;
		if (i == len && (*n)->len == len)
			break;
	}
	return n;
}

static bool
count_word(struct pt_word_naive *n, const unsigned char *text, size_t len)
{
	struct node **at = place_of(n->list, text, len);

	if (!*at) {
		*at = calloc(1, sizeof(**at) + len);
		if (!*at)
			return false;
		(*at)->len = len;
		for (size_t i = 0; i < len; i++)
			(*at)->word[i] = pt_word_lower(text[i]);
		n->different++;
	}
	(*at)->count++;
	n->words++;
	return true;
}

struct pt_word_naive *
pt_word_naive_count(const struct pt_word_text *t)
{
	struct pt_word_naive *n = calloc(1, sizeof(*n));
	size_t from, to = 0;

	while (n && to < t->size) {
		for (from = to; from < t->size && !is_letter(t->bytes[from]); from++)
			;
		for (to = from; to < t->size && is_letter(t->bytes[to]); to++)
			;
		if (to > from && !count_word(n, t->bytes + from, to - from)) {
			pt_word_naive_free(n);
			return NULL;
		}
	}
	return n;
}

void
pt_word_naive_begin(struct pt_word_naive *n)
{
	n->round++;
}

uint64_t
pt_word_naive_take(struct pt_word_naive *n, const unsigned char *text, size_t len)
{
	struct node *word = *place_of(n->list, text, len);

	if (!word || word->taken == n->round)
		return 0;
	word->taken = n->round;
	return word->count;
}

uint64_t
pt_word_naive_words(const struct pt_word_naive *n)
{
	return n->words;
}

uint64_t
pt_word_naive_different(const struct pt_word_naive *n)
{
	return n->different;
}

void
pt_word_naive_free(struct pt_word_naive *n)
{
	for (size_t i = 0; n && i < LISTS; i++)
		while (n->list[i]) {
			struct node *next = n->list[i]->next;

			free(n->list[i]);
			n->list[i] = next;
		}
	free(n);
}

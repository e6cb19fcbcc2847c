/* SPDX-License-Identifier: MIT */
/* Documents, chunks, vectors: see document.h. */
#include "config.h"

#include "workloads/ingest/document.h"

#include <math.h>
#include <string.h>

#define PAGE 4096u /* bytes that one number of the seed makes */
#define VOCABULARY 20000u
#define NEAR 64u /* how far a border may move to a blank */

/* ---- a made document: words of a vocabulary, the first ones often ---- */

static size_t
put_word(char *to, size_t room, uint64_t word)
{
	static const char syllable[] = "bacodefigolumanepirosatuvexyzoka";
	uint64_t x = pt_mix(word);
	size_t len = 2 + 2 * (x % 4), n = 0;

	for (x /= 4; n < len && n < room; n++, x /= 2)
		to[n] = syllable[(x % 16) * 2 + n % 2];
	return n;
}

/* A word rank by a power law, roughly. */
static uint64_t
draw_word(uint64_t random)
{
	uint64_t a = random % VOCABULARY, b = (random >> 32) % VOCABULARY;

	return a * b / VOCABULARY * (1 + (random >> 20) % 2) / 2;
}

static void
fill_page(char *to, size_t room, uint64_t seed)
{
	size_t n = 0;

	for (uint64_t k = 0; n < room; k++) {
		uint64_t random = pt_mix(seed + k);

		n += put_word(to + n, room - n, draw_word(random));
		if (n < room)
			to[n++] = random % 13 == 0 ? '\n' : random % 11 == 0 ? '.' : ' ';
	}
}

struct made {
	struct pt_document *d;
	uint64_t seed;
};

static void
fill_pages(uint64_t lo, uint64_t hi, void *arg)
{
	const struct made *m = arg;

	for (uint64_t page = lo; page < hi; page++) {
		uint64_t at = page * PAGE, room = m->d->len - at;

		fill_page(m->d->text + at, room < PAGE ? room : PAGE, pt_mix(m->seed + page));
	}
}

void
pt_document_make(struct pt_document *d, uint64_t seed, int threads)
{
	pt_spread(threads, (d->len + PAGE - 1) / PAGE, 64, fill_pages, &(struct made){ d, seed });
}

/* ---- chunks ---- */

uint64_t
pt_document_chunks(uint64_t len, uint64_t chunk, uint64_t overlap)
{
	uint64_t stride = chunk - overlap;

	if (len <= chunk)
		return len > 0;
	return 1 + (len - chunk) / stride + ((len - chunk) % stride != 0);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A border near `at`: behind a blank, else at least between two characters of UTF-8. */
static uint64_t
border(const struct pt_document *d, uint64_t at)
{
	uint64_t end = at + NEAR < d->len ? at + NEAR : d->len;

	if (at == 0 || at >= d->len)
		return at < d->len ? at : d->len;
	for (uint64_t i = at; i < end; i++)
		if (is_blank(d->text[i]))
			return i + 1;
	while (at < d->len && ((unsigned char)d->text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

struct pt_span
pt_document_span(const struct pt_document *d, uint64_t i)
{
	uint64_t at = i * (d->chunk - d->overlap);
	struct pt_span s = { border(d, at), border(d, at + d->chunk) };

	if (s.begin >= s.end) /* the last one may be shorter than a border moves */
		s.begin = at;
	return s;
}

/* ---- vectors ---- */

/* The letter in lower case, or the digit, or a byte of other scripts; 0: between words. */
static inline unsigned char
letter(char c)
{
	unsigned char u = (unsigned char)c;

	if (u >= 'A' && u <= 'Z')
		return u | 32;
	return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 128 ? u : 0;
}

static inline void
add_feature(int32_t *sum, uint64_t hash)
{
	uint64_t x = pt_mix(hash);

	sum[x % PT_DIMENSIONS] += x >> 63 ? 1 : -1;
}

static void
scale(const int32_t *sum, int16_t *vector)
{
	int64_t square = 0;
	double factor;

	for (int i = 0; i < PT_DIMENSIONS; i++)
		square += (int64_t)sum[i] * sum[i];
	factor = square > 0 ? PT_VECTOR_ONE / sqrt((double)square) : 0;
	for (int i = 0; i < PT_DIMENSIONS; i++)
		vector[i] = (int16_t)lrint(sum[i] * factor);
}

void
pt_embed(const char *text, size_t len, int16_t vector[PT_DIMENSIONS])
{
	int32_t sum[PT_DIMENSIONS] = { 0 };
	uint64_t word = 0, before = 0;

	for (size_t i = 0; i <= len; i++) {
		unsigned char c = i < len ? letter(text[i]) : 0;

		if (c) {
			word = (word + c) * 0x100000001b3u;
		} else if (word) {
			add_feature(sum, word);
			if (before)
				add_feature(sum, before * 31 + word);
			before = word;
			word = 0;
		}
	}
	scale(sum, vector);
}

int32_t
pt_dot(const int16_t *a, const int16_t *b)
{
	int32_t sum = 0;

	for (int i = 0; i < PT_DIMENSIONS; i++)
		sum += a[i] * b[i];
	return sum;
}

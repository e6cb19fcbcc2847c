/* SPDX-License-Identifier: MIT */
/*
 * 64 bytes at a time become 64 bits that say which are letters; words begin and end where these bits
 * change.  So there is no branch per byte, and words of up to 16 bytes are compared as two numbers.
 */
#include "config.h"

#include "workloads/wordcount/words.h"

#include <stdlib.h>
#include <string.h>

#ifdef PT_X86_64
#include <emmintrin.h>
#endif

#define BLOCK 64
#define LEAST_SLOTS 1024
#define BATCH 32
#define MULTIPLIER UINT64_C(0x9e3779b97f4a7c15)

/* ---- letters ---- */

#ifdef PT_X86_64

/* Bytes of c that are 'A' + i for an i below 26, as -1. */
static inline __m128i
letters_from(__m128i c, char first)
{
	__m128i i = _mm_sub_epi8(c, _mm_set1_epi8(first));

	return _mm_cmpeq_epi8(_mm_min_epu8(i, _mm_set1_epi8(25)), i);
}

static inline uint64_t
letters(const unsigned char *text)
{
	uint64_t bits = 0;

	for (int i = 0; i < BLOCK; i += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
		__m128i is = letters_from(_mm_or_si128(c, _mm_set1_epi8(32)), 'a');

		/* the top bit of c itself says that it is not ASCII */
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(is, c)) << i;
	}
	return bits;
}

/* 16 bytes in lower case, of which `len` count. */
static inline void
short_key(const unsigned char *text, size_t len, uint64_t key[2])
{
	static const unsigned char all[2 * PT_WORD_SHORT] = { 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255 };
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)text);
	__m128i keep = _mm_loadu_si128((const __m128i *)(const void *)(all + PT_WORD_SHORT - len));
	__m128i upper = _mm_and_si128(letters_from(c, 'A'), _mm_set1_epi8(32));

	_mm_storeu_si128((__m128i *)(void *)key, _mm_and_si128(_mm_or_si128(c, upper), keep));
}

#else

static inline uint64_t
letters(const unsigned char *text)
{
	uint64_t bits = 0;

	for (int i = 0; i < BLOCK; i++)
		bits |= (uint64_t)(text[i] >= 128 || (unsigned)(text[i] | 32) - 'a' < 26) << i;
	return bits;
}

static inline void
short_key(const unsigned char *text, size_t len, uint64_t key[2])
{
	unsigned char c[PT_WORD_SHORT] = { 0 };

	for (size_t i = 0; i < len; i++)
		c[i] = pt_word_lower(text[i]);
	memcpy(key, c, sizeof c);
}

#endif

static inline uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 x = (unsigned __int128)(a ^ MULTIPLIER) * (b ^ (MULTIPLIER << 1 | 1));

	return (uint64_t)x ^ (uint64_t)(x >> 64);
}

static void
long_key(const unsigned char *text, size_t len, uint64_t key[2])
{
	uint64_t a = len, b = ~len;

	for (size_t i = 0; i < len; i++) {
		a = mix(a, pt_word_lower(text[i]));
		b = b * MULTIPLIER + pt_word_lower(text[i]);
	}
	key[0] = a;
	key[1] = b;
}

static inline struct pt_word
word_at(const unsigned char *text, size_t len)
{
	struct pt_word w = { .text = text, .len = len };

	if (len <= PT_WORD_SHORT)
		short_key(text, len, w.key);
	else
		long_key(text, len, w.key);
	w.hash = mix(w.key[0], w.key[1]);
	return w;
}

/* ---- tables ---- */

static bool
same_text(const unsigned char *a, const unsigned char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (pt_word_lower(a[i]) != pt_word_lower(b[i]))
			return false;
	return true;
}

static inline struct pt_word_count *
find(const struct pt_words *t, const struct pt_word *w)
{
	size_t i = w->hash & (t->capacity - 1);

	for (;; i = (i + 1) & (t->capacity - 1)) {
		struct pt_word_count *s = &t->slot[i];

		if (!s->count)
			return s;
		if (s->key[0] == w->key[0] && s->key[1] == w->key[1] && s->len == w->len &&
			(w->len <= PT_WORD_SHORT || same_text(s->text, w->text, w->len)))
			return s;
	}
}

static struct pt_word
word_of(const struct pt_word_count *s)
{
	return (struct pt_word){ { s->key[0], s->key[1] }, mix(s->key[0], s->key[1]), s->text,
		s->len };
}

static bool
grow(struct pt_words *t)
{
	struct pt_words larger = *t;

	larger.capacity = t->capacity ? 2 * t->capacity : LEAST_SLOTS;
	larger.slot = calloc(larger.capacity, sizeof(*larger.slot));
	if (!larger.slot)
		return false;
	for (size_t i = 0; i < t->capacity; i++)
		if (t->slot[i].count) {
			struct pt_word w = word_of(&t->slot[i]);

			*find(&larger, &w) = t->slot[i];
		}
	free(t->slot);
	*t = larger;
	return true;
}

static inline bool
add(struct pt_words *t, const struct pt_word *w, uint64_t count)
{
	struct pt_word_count *s;

	if (2 * (t->used + 1) > t->capacity && !grow(t))
		return false;
	s = find(t, w);
	if (!s->count) {
		*s = (struct pt_word_count){ { w->key[0], w->key[1] }, w->text, (uint32_t)w->len,
			0 };
		t->used++;
	}
	s->count += count;
	t->all += count;
	return true;
}

bool
pt_words_add(struct pt_words *t, const struct pt_word *w, uint64_t count)
{
	return add(t, w, count);
}

bool
pt_words_merge(struct pt_words *to, const struct pt_words *from)
{
	for (size_t i = 0; i < from->capacity; i++)
		if (from->slot[i].count) {
			struct pt_word w = word_of(&from->slot[i]);

			if (!add(to, &w, from->slot[i].count))
				return false;
		}
	return true;
}

void
pt_words_free(struct pt_words *t)
{
	free(t->slot);
	*t = (struct pt_words){ .slot = NULL };
}

bool
pt_word_before(const struct pt_word_count *a, const struct pt_word_count *b)
{
	size_t len = a->len < b->len ? a->len : b->len;

	if (a->count != b->count)
		return a->count > b->count;
	for (size_t i = 0; i < len; i++)
		if (pt_word_lower(a->text[i]) != pt_word_lower(b->text[i]))
			return pt_word_lower(a->text[i]) < pt_word_lower(b->text[i]);
	return a->len < b->len;
}

/* ---- words ---- */

/* A word that began before lo is not ours: it has no start.  One that begins before hi is, to its
 * end. */
static inline __attribute__((always_inline)) bool
each(const unsigned char *text, size_t lo, size_t hi, pt_word_fn *fn, void *arg)
{
	uint64_t inside =
		lo > 0 && (text[lo - 1] >= 128 || (unsigned)(text[lo - 1] | 32) - 'a' < 26);
	size_t start = SIZE_MAX;

	for (size_t base = lo; base < hi || inside; base += BLOCK) {
		uint64_t is = letters(text + base), change = is ^ (is << 1 | inside);

		for (; change; change &= change - 1) {
			size_t at = base + (size_t)__builtin_ctzll(change);

			inside = !inside;
			if (inside) {
				if (at >= hi)
					return true;
				start = at;
			} else if (start != SIZE_MAX) {
				struct pt_word w = word_at(text + start, at - start);

				if (!fn(arg, &w))
					return false;
			}
		}
	}
	return true;
}

bool
pt_words_each(const unsigned char *text, size_t lo, size_t hi, pt_word_fn *fn, void *arg)
{
	return each(text, lo, hi, fn, arg);
}

/* Words wait a little for their slots, most of which are in no near cache. */
struct batch {
	struct pt_words *t;
	size_t len;
	struct pt_word word[BATCH];
};

static bool
flush(struct batch *b)
{
	for (size_t i = 0; i < b->len; i++)
		if (!add(b->t, &b->word[i], 1))
			return false;
	b->len = 0;
	return true;
}

static inline bool
add_soon(void *arg, const struct pt_word *w)
{
	struct batch *b = arg;

	if (b->len == BATCH && !flush(b))
		return false;
	__builtin_prefetch(&b->t->slot[w->hash & (b->t->capacity - 1)]);
	b->word[b->len++] = *w;
	return true;
}

bool
pt_words_count(struct pt_words *t, const unsigned char *text, size_t lo, size_t hi)
{
	struct batch b = { .t = t, .len = 0 };

	if (!t->capacity && !grow(t))
		return false;
	return each(text, lo, hi, add_soon, &b) && flush(&b);
}

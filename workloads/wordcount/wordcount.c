/* SPDX-License-Identifier: MIT */
/*
 * wordcount: how often each word is in a text.  Few words are a large part of every text, so whoever
 * counts into one table waits for the others at the same few places.  With a table per worker nobody
 * waits, and the tables are added up at the end.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/wordcount/text.h"
#include "workloads/wordcount/words.h"
#include "workloads/workload.h"

#define CHUNK 65536 /* bytes of an index of the loop */
#define SHARDS 64
#define TOP_MOST 100
#define KEYS_MOST 100000000

enum { LOCAL, SHARDED, MUTEX };

struct shard {
	pthread_mutex_t lock;
	struct pt_words words;
} __attribute__((aligned(64)));

struct wordcount {
	struct pt_word_text text;
	size_t chunk;
	unsigned variant;
	enum partop_policy policy;
	uint64_t top;
	struct pt_words words;       /* the result of the last run */
	struct shard *shard;         /* sharded: SHARDS of them, mutex: one */
	_Atomic bool no_memory;      /* relaxed: read behind the join */
	struct pt_word_naive *naive; /* NULL: not counted yet */
};

enum { SIZE, GRAIN, INPUT, KEYS, TOP };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "BYTES",
		.help = "size of the text that is made when there is no --input",
		.fallback = "400M", .min = 1, .max = UINT64_C(1) << 44,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "BYTES", .fallback = "64Ki",
		.help = "bytes of a piece of the loop", .min = 64, .max = UINT64_C(1) << 30,
	},
	[INPUT] = {
		.name = "input", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "count the words of FILE instead",
	},
	[KEYS] = {
		.name = "keys", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "100k",
		.help = "different words in a made text", .min = 1, .max = KEYS_MOST,
	},
	[TOP] = {
		.name = "top", .type = PT_OPT_U64, .value_name = "N", .fallback = "10",
		.help = "report the N most frequent words", .max = TOP_MOST,
	},
};

static const struct pt_variant variants[] = {
	[LOCAL] = { "local", "a table per worker, added up at the end" },
	[SHARDED] = { "sharded", "one table in 64 parts, each behind a mutex" },
	[MUTEX] = { "mutex", "one table behind one mutex, locked for each word" },
};

/* Size of the made text; the default gives way to a small memory. */
static uint64_t
text_bytes(const struct pt_setup *s)
{
	const struct pt_value *size = &s->values[SIZE];

	if (s->values[INPUT].given)
		return 0;
	if (!size->given && s->memory_bytes && size->u64 > s->memory_bytes / 4)
		return s->memory_bytes / 4;
	return size->u64;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return text_bytes(s);
}

static int
take_text(struct wordcount *m, const struct pt_setup *s, struct pt_error *e)
{
	if (s->values[INPUT].given && s->values[SIZE].given)
		return pt_fail(e, PT_EXIT_USAGE, "--size: an --input has its own size");
	if (s->values[INPUT].given && s->values[KEYS].given)
		return pt_fail(e, PT_EXIT_USAGE, "--keys is about a made text: not with --input");
	if (s->values[INPUT].given)
		return pt_word_text_read(&m->text, s->values[INPUT].text, s->memory_bytes, e);
	m->text.size = text_bytes(s);
	m->text.bytes = pt_buffer_alloc(m->text.size + PT_WORD_PADDING);
	if (!m->text.bytes)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %zu", m->text.size);
	pt_word_text_make(&m->text, s->values[KEYS].u64, s->seed, s->threads);
	return 0;
}

static unsigned
shards(const struct wordcount *m)
{
	return m->variant == SHARDED ? SHARDS : m->variant == MUTEX ? 1 : 0;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct wordcount *m = state;

	if (pt_buffer_check(s, text_bytes(s), needs_bytes(s), e) || take_text(m, s, e))
		return -1;
	m->chunk = s->values[GRAIN].u64 ? s->values[GRAIN].u64 : CHUNK;
	m->top = s->values[TOP].u64;
	m->variant = s->variant;
	m->policy = s->policy;
	m->shard = aligned_alloc(64, (shards(m) + 1) * sizeof(*m->shard));
	if (!m->shard)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the tables");
	for (unsigned i = 0; i < shards(m); i++)
		m->shard[i] = (struct shard){ .lock = PTHREAD_MUTEX_INITIALIZER };
	return 0;
}

static void
reset(void *state)
{
	struct wordcount *m = state;

	pt_words_free(&m->words);
	for (unsigned i = 0; i < shards(m); i++)
		pt_words_free(&m->shard[i].words);
	atomic_store_explicit(&m->no_memory, false, memory_order_relaxed);
}

static int
out_of_memory(struct pt_error *e)
{
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the tables");
}

static int
sequential(void *state, struct pt_error *e)
{
	struct wordcount *m = state;

	return pt_words_count(&m->words, m->text.bytes, 0, m->text.size) ? 0 : out_of_memory(e);
}

/* ---- parallel ---- */

struct call {
	struct wordcount *m;
	partop_local *tables;
};

static void
run_out(struct wordcount *m, partop_worker *w)
{
	atomic_store_explicit(&m->no_memory, true, memory_order_relaxed);
	partop_fail(w, 1);
}

/* A chunk of the loop are bytes of the text. */
static size_t
end_of(const struct wordcount *m, uint64_t chunk)
{
	return chunk * m->chunk < m->text.size ? chunk * m->chunk : m->text.size;
}

static void
count_local(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct call *c = arg;
	struct pt_words *words = partop_local_get(c->tables, w);

	if (!words || !pt_words_count(words, c->m->text.bytes, end_of(c->m, lo), end_of(c->m, hi)))
		run_out(c->m, w);
}

static bool
add_shared(void *arg, const struct pt_word *word)
{
	struct wordcount *m = arg;
	struct shard *s = &m->shard[(word->hash >> 32) % shards(m)];
	bool added;

	pthread_mutex_lock(&s->lock);
	added = pt_words_add(&s->words, word, 1);
	pthread_mutex_unlock(&s->lock);
	return added;
}

static void
count_shared(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct call *c = arg;

	if (!pt_words_each(c->m->text.bytes, end_of(c->m, lo), end_of(c->m, hi), add_shared, c->m))
		run_out(c->m, w);
}

static void
add_table(void *into, void *value, void *arg)
{
	struct wordcount *m = arg;
	struct pt_words *to = into, *from = value, hold = *to;

	if (from->used > to->used) { /* the larger one stays */
		*to = *from;
		*from = hold;
	}
	if (!pt_words_merge(to, from))
		atomic_store_explicit(&m->no_memory, true, memory_order_relaxed);
	pt_words_free(value);
}

static void
drop_table(void *value, void *arg)
{
	pt_words_free(value);
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	static const struct partop_local_type type = { sizeof(struct pt_words), NULL, add_table,
		drop_table };
	struct wordcount *m = state;
	struct call c = { .m = m };
	uint64_t chunks = m->text.size / m->chunk + (m->text.size % m->chunk != 0);

	if (partop_local_open(&c.tables, &type, m))
		return out_of_memory(e);
	partop_for(w, head, 0, chunks, m->variant == LOCAL ? count_local : count_shared, &c,
		&(struct partop_range_options){ .policy = m->policy, .label = "count" });
	partop_local_combine(c.tables, &m->words);
	partop_local_close(c.tables);
	for (unsigned i = 0; i < shards(m); i++)
		if (!pt_words_merge(&m->words, &m->shard[i].words))
			return out_of_memory(e);
	return atomic_load_explicit(&m->no_memory, memory_order_relaxed) ? out_of_memory(e) : 0;
}

/* ---- checking ---- */

static int
differs(const struct pt_word_count *s, uint64_t right, struct pt_error *e)
{
	int shown = s->len < 40 ? (int)s->len : 40;

	return pt_fail(e, PT_EXIT_FAILED, "'%.*s' is there %" PRIu64 " times, not %" PRIu64, shown,
		(const char *)s->text, right, s->count);
}

static int
verify(void *state, struct pt_error *e)
{
	struct wordcount *m = state;

	if (!m->naive)
		m->naive = pt_word_naive_count(&m->text);
	if (!m->naive)
		return pt_fail(e, PT_EXIT_FAILED, "no memory to verify");
	if (m->words.used != pt_word_naive_different(m->naive))
		return pt_fail(e, PT_EXIT_FAILED, "different words: %zu, should be %" PRIu64,
			m->words.used, pt_word_naive_different(m->naive));
	if (m->words.all != pt_word_naive_words(m->naive))
		return pt_fail(e, PT_EXIT_FAILED, "words: %" PRIu64 ", should be %" PRIu64,
			m->words.all, pt_word_naive_words(m->naive));
	pt_word_naive_begin(m->naive);
	for (size_t i = 0; i < m->words.capacity; i++) {
		const struct pt_word_count *s = &m->words.slot[i];
		uint64_t right = s->count ? pt_word_naive_take(m->naive, s->text, s->len) : 0;

		if (s->count != right)
			return differs(s, right, e);
	}
	return 0;
}

/* ---- result ---- */

/* The most frequent ones; returns how many. */
static size_t
find_top(const struct wordcount *m, const struct pt_word_count **top)
{
	size_t len = 0;

	for (size_t i = 0; i < m->words.capacity && m->top; i++) {
		const struct pt_word_count *s = &m->words.slot[i];
		size_t k;

		if (!s->count || (len == m->top && !pt_word_before(s, top[len - 1])))
			continue;
		if (len < m->top)
			len++;
		for (k = len - 1; k > 0 && pt_word_before(s, top[k - 1]); k--)
			top[k] = top[k - 1];
		top[k] = s;
	}
	return len;
}

static void
put_word(struct pt_result *r, size_t i, const struct pt_word_count *s)
{
	size_t len = s->len < PT_RESULT_TEXT_BYTES ? s->len : PT_RESULT_TEXT_BYTES;
	char path[48], word[PT_RESULT_TEXT_BYTES];

	for (size_t k = 0; k < len; k++)
		word[k] = (char)pt_word_lower(s->text[k]);
	snprintf(path, sizeof path, "top/%zu/word", i);
	pt_result_text(r, path, word, len);
	snprintf(path, sizeof path, "top/%zu/count", i);
	pt_result_u64(r, path, s->count);
}

static void
result(void *state, struct pt_result *r)
{
	const struct wordcount *m = state;
	const struct pt_word_count *top[TOP_MOST];
	size_t len = find_top(m, top);

	pt_result_u64(r, "bytes", m->text.size);
	pt_result_u64(r, "words", m->words.all);
	pt_result_u64(r, "different_words", m->words.used);
	for (size_t i = 0; i < len; i++)
		put_word(r, i, top[i]);
}

static void
teardown(void *state)
{
	struct wordcount *m = state;

	if (m->shard)
		reset(m);
	free(m->shard);
	pt_word_naive_free(m->naive);
	pt_word_text_free(&m->text);
}

static uint64_t
input_bytes(void *state)
{
	const struct wordcount *m = state;

	return m->text.size;
}

const struct pt_workload pt_workload_wordcount = {
	.name = "wordcount",
	.summary = "counts the words of a text",
	.teaches = "a few words are most of a text: a table per worker against a shared one",
	.knob = "--size 20M --variant mutex,local",
	.expect = "a mutex around each word takes 4 x as long as a table per worker, or more",
	.ratio = { 2, 200 },
	.work_unit = "bytes",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.state_bytes = sizeof(struct wordcount),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};

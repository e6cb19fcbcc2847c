/* SPDX-License-Identifier: MIT */
/* Chunks of a file in the 1BRC format, and its lines by the letter. */
#include "workloads/hashagg/hashagg_1brc.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/block/block.h"
#include "workloads/lib/input_file.h"

enum { BEYOND = 256 }; /* read behind a chunk; a good line has up to 108 bytes */

pt_1brc_kernel *
pt_1brc_kernel_of(enum pt_simd most)
{
#ifdef __x86_64__
	if (most == PT_SIMD_AVX512)
		return pt_1brc_avx512;
	if (most == PT_SIMD_AVX2)
		return pt_1brc_avx2;
	if (most == PT_SIMD_SSE2)
		return pt_1brc_sse2;
#endif
	return pt_1brc_portable;
}

/* ---- one line ---- */

struct fields {
	const unsigned char *name, *value;
	size_t name_len, value_len;
	int tenths;
};

/* A sign or none, one or two digits, a point, a digit. */
static bool
read_tenths(const unsigned char *p, size_t len, int *tenths)
{
	const bool negative = len && *p == '-';
	int v = 0;

	p += negative;
	len -= negative;
	if ((len != 3 && len != 4) || p[len - 2] != '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (i == len - 2)
			continue;
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (p[i] - '0');
	}
	*tenths = negative ? -v : v;
	return true;
}

/* The reason to reject the line, or PT_AGG_REASONS. */
static enum pt_agg_reason
take_apart(const unsigned char *at, size_t len, struct fields *f)
{
	const size_t most = PT_1BRC_NAME_BYTES + 1;
	const unsigned char *semicolon = memchr(at, ';', len < most ? len : most);

	*f = (struct fields){ .name = at, .value = at };
	if (!semicolon || semicolon == at)
		return PT_AGG_NO_NAME;
	f->name_len = (size_t)(semicolon - at);
	f->value = semicolon + 1;
	f->value_len = len - f->name_len - 1;
	return read_tenths(f->value, f->value_len, &f->tenths) ? PT_AGG_REASONS : PT_AGG_NO_TENTHS;
}

/* The lock of a name's group; NULL: there is none. */
static pthread_mutex_t *
lock_of(const struct pt_agg_sink *s, uint64_t hash)
{
	return s->shards ? &s->shards[pt_agg_part_of(hash)].lock : s->lock;
}

static struct pt_agg_table *
table_of(const struct pt_agg_sink *s, uint64_t hash)
{
	return s->table + (s->shards ? pt_agg_part_of(hash) : 0);
}

bool
pt_1brc_add_shared(const struct pt_agg_sink *s, const struct pt_agg_name *n, uint64_t hash,
	int value)
{
	pthread_mutex_t *lock = lock_of(s, hash);
	bool known;

	pthread_mutex_lock(lock);
	known = pt_agg_add_known_name(table_of(s, hash), n, hash, value, PT_AGG_NAME_WORDS);
	pthread_mutex_unlock(lock);
	return known;
}

static bool
add_line(const struct pt_agg_sink *s, uint64_t seed, const struct fields *f)
{
	const struct pt_agg_name n = pt_agg_name(f->name, f->name_len);
	const uint64_t hash = pt_agg_hash_name(&n, seed);
	pthread_mutex_t *lock = lock_of(s, hash);
	bool added;

	if (lock)
		pthread_mutex_lock(lock);
	added = pt_agg_add_name(table_of(s, hash), &n, hash, f->tenths);
	if (lock)
		pthread_mutex_unlock(lock);
	return added;
}

const unsigned char *
pt_1brc_line(struct pt_1brc_text *t, const unsigned char *at)
{
	/* Without a newline the line is too long, or the last of the file. */
	const unsigned char *newline = memchr(at, '\n', (size_t)(t->end - at));
	const unsigned char *end = newline ? newline : t->end;
	struct fields f;
	enum pt_agg_reason why;

	if (end > at && end[-1] == '\r')
		end--;
	if (end == at) {
		t->empty++;
	} else {
		why = take_apart(at, (size_t)(end - at), &f);
		if (why != PT_AGG_REASONS)
			pt_agg_reject(&t->sink->rejected,
				&(struct pt_agg_reject){ .reason = why,
					.at = t->end_at - (uint64_t)(t->end - at),
					.value = f.value,
					.value_len = f.value_len });
		else if (!add_line(t->sink, t->seed, &f))
			t->failed = true;
	}
	return newline ? newline + 1 : t->end;
}

/* ---- chunks ---- */

uint64_t
pt_1brc_chunks(const struct pt_1brc *f)
{
	return f->input->size / f->chunk_bytes + (f->input->size % f->chunk_bytes != 0);
}

/* Room for n bytes, and a block. */
static bool
make_room(struct pt_agg_buffer *b, size_t n)
{
	if (b->size < n + PT_BLOCK_BYTES) {
		free(b->bytes);
		b->bytes = malloc(n + PT_BLOCK_BYTES);
		b->size = b->bytes ? n + PT_BLOCK_BYTES : 0;
	}
	return b->bytes != NULL;
}

/* The lines that start in [lo, hi) of the file, whose bytes from `from` to behind hi are in the buffer. */
static bool
add_lines(const struct pt_1brc *f, struct pt_1brc_text *t, uint64_t from, uint64_t lo, uint64_t hi)
{
	const unsigned char *bytes = t->at;
	const unsigned char *newline = bytes - 1; /* before the file's first byte */

	t->end = bytes + (t->end_at - from);
	t->stop = bytes + (hi - from);
	if (lo > 0)
		newline = memchr(bytes, '\n', (size_t)(hi - lo));
	if (!newline)
		return true;
	t->at = newline + 1;
	f->kernel(t);
	return !t->failed;
}

enum pt_agg_read
pt_1brc_chunk(const struct pt_1brc *f, uint64_t chunk, struct pt_agg_buffer *b,
	struct pt_agg_sink *s, struct pt_error *e)
{
	const uint64_t size = f->input->size, lo = chunk * f->chunk_bytes, from = lo ? lo - 1 : 0;
	const uint64_t hi = size - lo > f->chunk_bytes ? lo + f->chunk_bytes : size;
	const uint64_t to = size - hi > BEYOND ? hi + BEYOND : size;
	struct pt_1brc_text t = { .end_at = to, .sink = s, .seed = f->seed };

	if (!make_room(b, (size_t)(to - from))) {
		pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to read '%s'", f->input->name);
		return PT_AGG_FAILED;
	}
	if (pt_input_read(f->input, b->bytes, (size_t)(to - from), from, e) != 0)
		return PT_AGG_FAILED;
	/* No newline: a kernel leaves a last line that lacks it to pt_1brc_line(). */
	memset(b->bytes + (to - from), 0, PT_BLOCK_BYTES);
	t.at = b->bytes;
	if (add_lines(f, &t, from, lo, hi))
		return PT_AGG_DONE;
	pt_fail(e, PT_EXIT_ENVIRONMENT, "hashagg: the groups of '%s' do not fit into memory",
		f->input->name);
	return PT_AGG_FAILED;
}

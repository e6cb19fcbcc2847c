/* SPDX-License-Identifier: MIT */
/* Reading rows through a window that slides over the file. */
#include "workloads/hashagg/hashagg_csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"

enum { BEYOND = 1024 }; /* read behind a chunk: where its last row usually ends */

/* The bytes [at, len) of the buffer are those before `next` in the file. */
struct window {
	const struct pt_agg_csv *csv;
	struct pt_agg_buffer *buffer;
	size_t at, len;
	uint64_t next;
};

uint64_t
pt_agg_csv_chunks(const struct pt_agg_csv *c)
{
	uint64_t bytes = c->file.input->size - c->file.data;

	return bytes / c->chunk_bytes + (bytes % c->chunk_bytes != 0);
}

static uint64_t
position(const struct window *w)
{
	return w->next - (w->len - w->at);
}

static enum pt_agg_read
fill(struct window *w, uint64_t want, struct pt_error *e)
{
	const uint64_t left = w->csv->file.input->size - w->next;
	const size_t have = w->len - w->at, n = (size_t)(want < left ? want : left);
	struct pt_agg_buffer *b = w->buffer;

	if (b->size < have + n) {
		unsigned char *bytes = malloc(have + n + PT_SCAN_PAD);

		if (!bytes) {
			pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to read '%s'",
				w->csv->file.input->name);
			return PT_AGG_FAILED;
		}
		if (have)
			memcpy(bytes, b->bytes + w->at, have);
		free(b->bytes);
		*b = (struct pt_agg_buffer){ .bytes = bytes, .size = have + n };
	} else {
		memmove(b->bytes, b->bytes + w->at, have);
	}
	w->at = 0;
	w->len = have + n;
	if (pt_input_read(w->csv->file.input, b->bytes + have, n, w->next, e) != 0)
		return PT_AGG_FAILED;
	w->next += n;
	return PT_AGG_DONE;
}

static enum pt_agg_reason
reason_of(enum pt_csv_number is)
{
	switch (is) {
	case PT_CSV_NO_NUMBER:
		return PT_AGG_NO_NUMBER;
	case PT_CSV_TOO_LARGE:
		return PT_AGG_TOO_LARGE;
	case PT_CSV_TOO_FINE:
		return PT_AGG_TOO_FINE;
	case PT_CSV_NUMBER:
		break;
	}
	return PT_AGG_RAGGED;
}

static void
reject(const struct window *w, const struct pt_csv_row *row, enum pt_csv_number is,
	struct pt_agg_sink *s)
{
	const enum pt_agg_reason reason = reason_of(is);

	pt_agg_reject(&s->rejected,
		&(struct pt_agg_reject){ .reason = reason,
			.at = position(w),
			.columns = row->columns,
			.value = row->value.at,
			.value_len = reason == PT_AGG_RAGGED ? 0 : row->value.len });
}

/* Behind a field there is the rest of the window, and a block. */
static inline enum pt_csv_number
number(const struct pt_csv_field *f, __int128 *value)
{
	if (pt_csv_quick_number(f->at, f->len, value))
		return PT_CSV_NUMBER;
	return pt_csv_number(f->at, f->len, value);
}

/* Adds a row to the sink.  Its key may be unquoted in place, in the window's buffer. */
static bool
add_row(struct window *w, const struct pt_csv_row *row, struct pt_agg_sink *s)
{
	unsigned char *key = w->buffer->bytes + (row->key.at - w->buffer->bytes);
	size_t len = row->key.len;
	enum pt_csv_number is = PT_CSV_NUMBER;
	__int128 value;
	uint64_t hash;
	pthread_mutex_t *lock;
	unsigned part;
	bool added;

	s->rows++;
	if (row->columns == w->csv->file.columns)
		is = number(&row->value, &value);
	if (row->columns != w->csv->file.columns || is != PT_CSV_NUMBER) {
		reject(w, row, is, s);
		return true;
	}
	if (row->key.doubled)
		len = pt_csv_unquote(&row->key, key);
	s->magnitude = pt_wide_add(s->magnitude, pt_wide(value < 0 ? -value : value));
	hash = pt_agg_hash_text(key, len, w->csv->seed);
	part = s->shards ? pt_agg_part_of(hash) : 0;
	lock = s->shards ? &s->shards[part].lock : s->lock;
	if (lock)
		pthread_mutex_lock(lock);
	added = pt_agg_add_text(&s->table[part], key, len, hash, value);
	if (lock)
		pthread_mutex_unlock(lock);
	return added;
}

/* More of a row that the window does not hold as a whole. */
static enum pt_agg_read
fill_row(struct window *w, struct pt_error *e)
{
	size_t have = w->len - w->at;

	return have > PT_CSV_ROW_BYTES ? PT_AGG_FAULT : fill(w, have + BEYOND, e);
}

/* The row at which the window is. */
static enum pt_csv
next_row(const struct window *w, struct pt_csv_row *row)
{
	const struct pt_csv_file *f = &w->csv->file;
	const unsigned char *text = w->buffer->bytes + w->at, *end = w->buffer->bytes + w->len;

	if (w->csv->quick && w->csv->quick(text, end, &f->wanted, row))
		return PT_CSV_ROW;
	return pt_csv_row(text, end, w->next == f->input->size, &f->wanted, row);
}

/* The rows that start before `hi`, of which the first starts where the window does. */
static enum pt_agg_read
add_rows(struct window *w, uint64_t hi, struct pt_agg_sink *s, struct pt_error *e)
{
	while (position(w) < hi) {
		struct pt_csv_row row;
		enum pt_csv is = next_row(w, &row);
		enum pt_agg_read more;

		if (is == PT_CSV_FAULT)
			return PT_AGG_FAULT;
		if (is == PT_CSV_CUT) {
			more = fill_row(w, e);
			if (more != PT_AGG_DONE)
				return more;
			continue;
		}
		if (is == PT_CSV_ROW && !add_row(w, &row, s)) {
			pt_fail(e, PT_EXIT_ENVIRONMENT,
				"hashagg: the groups of '%s' do not fit into memory",
				w->csv->file.input->name);
			return PT_AGG_FAILED;
		}
		w->at = (size_t)(row.end - w->buffer->bytes);
	}
	return PT_AGG_DONE;
}

void
pt_agg_csv_bounds(const struct pt_agg_csv *c, uint64_t chunk, uint64_t *lo, uint64_t *hi)
{
	const uint64_t size = c->file.input->size;

	*lo = c->file.data + chunk * c->chunk_bytes;
	*hi = size - *lo > c->chunk_bytes ? *lo + c->chunk_bytes : size;
}

bool
pt_agg_csv_needs_transitions(const struct pt_agg_csv *c)
{
	return c->file.dialect.quotes;
}

enum pt_agg_read
pt_agg_csv_transition(const struct pt_agg_csv *c, uint64_t from, uint64_t to,
	struct pt_agg_buffer *b, uint8_t *out, struct pt_error *e)
{
	struct window w = { .csv = c, .buffer = b, .next = from };

	if (fill(&w, to - from, e) != PT_AGG_DONE)
		return PT_AGG_FAILED;
	if (c->file.dialect.comment >= 0)
		*out = pt_csv_transition(&c->file.dialect, b->bytes, w.len);
	else
		*out = pt_csv_transition_of_quotes(c->kernel->occurrences(b->bytes, w.len, '"'));
	return PT_AGG_DONE;
}

/* Whether one of the bytes ends a row; it is at *i then.  *quoted: the place before them, and behind. */
static bool
ends_row(const unsigned char *text, size_t len, bool quotes, bool *quoted, size_t *i)
{
	for (*i = 0; *i < len; ++*i) {
		*quoted ^= quotes && text[*i] == '"';
		if (text[*i] == '\n' && !*quoted)
			return true;
	}
	return false;
}

enum pt_agg_read
pt_agg_csv_find(const struct pt_agg_csv *c, uint64_t chunk, enum pt_csv_place place,
	struct pt_agg_buffer *b, uint64_t *row, struct pt_error *e)
{
	const bool quotes = c->file.dialect.quotes && place != PT_CSV_IN_COMMENT;
	bool quoted = place == PT_CSV_IN_QUOTES;
	uint64_t lo, hi;
	size_t i;

	pt_agg_csv_bounds(c, chunk, &lo, &hi);
	*row = UINT64_MAX;
	for (uint64_t at = lo - 1, left; (left = hi - 1 - at) > 0;) {
		struct window w = { .csv = c, .buffer = b, .next = at };

		if (fill(&w, left < BEYOND ? left : BEYOND, e) != PT_AGG_DONE)
			return PT_AGG_FAILED;
		if (at < lo) /* the place is the one behind this byte */
			quoted ^= quotes && b->bytes[0] == '"';
		if (ends_row(b->bytes, w.len, quotes, &quoted, &i)) {
			*row = at + i + 1;
			return PT_AGG_DONE;
		}
		at = w.next;
	}
	return PT_AGG_DONE;
}

enum pt_agg_read
pt_agg_csv_chunk(const struct pt_agg_csv *c, uint64_t chunk, uint64_t *row, struct pt_agg_buffer *b,
	struct pt_agg_sink *s, struct pt_error *e)
{
	struct window w = { .csv = c, .buffer = b, .next = *row };
	uint64_t lo, hi;
	enum pt_agg_read is;

	pt_agg_csv_bounds(c, chunk, &lo, &hi);
	if (*row >= hi)
		return PT_AGG_DONE;
	is = fill(&w, hi - *row + BEYOND, e);
	if (is == PT_AGG_DONE)
		is = add_rows(&w, hi, s, e);
	*row = position(&w);
	return is;
}

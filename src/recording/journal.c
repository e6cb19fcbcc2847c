/* SPDX-License-Identifier: MIT */
/*
 * The journal: labels, metadata and phases, as entries in chunks linked by `next`.  Entries are
 * rare, so a mutex serves; the release store of content_bits commits one.  Those that do not fit
 * are counted.
 */
#include "recording/writer_internal.h"

#include <stdio.h>
#include <string.h>

static void
fill_head(struct pt_rec_writer *w, struct pt_rec_chunk *c, uint64_t seq)
{
	c->magic = PT_REC_CTF_MAGIC;
	c->stream = PT_REC_STREAM_JOURNAL;
	c->ts_begin = c->ts_end = pt_rec_ticks();
	c->packet_bits = (uint64_t)w->chunk_bytes * 8;
	c->worker = UINT32_MAX;
	c->seq = seq;
	c->next = 0;
	atomic_store_explicit(&c->content_bits, sizeof(*c) * 8, memory_order_release);
}

static void
use_chunk(struct pt_rec_writer *w, struct pt_rec_chunk *c)
{
	w->journal = c;
	w->journal_used = sizeof(*c);
}

/* Chunk 0 is the journal's, with space already. */
int
pt_rec_journal_begin(struct pt_rec_writer *w)
{
	struct pt_rec_chunk *c = pt_rec_chunk_at(w, 0);
	int e = pt_rec_give_space(w->fd, w->chunk_off, w->chunk_bytes);

	if (e != 0)
		return e;
	atomic_store(&w->space, 1);
	atomic_store(&w->next, 1);
	pt_rec_mirror(&w->head->chunks, 1);
	fill_head(w, c, 0);
	use_chunk(w, c);
	pt_rec_entry(w, PT_REC_ENTRY_HEADER, 0, w->head, offsetof(struct pt_rec_header, life));
	return 0;
}

/* The journal's own chunk rollover. */
static bool
rollover(struct pt_rec_writer *w)
{
	if (w->journal_seq >= PT_REC_JOURNAL_ROOM)
		return false;
	uint64_t n = pt_rec_take(w, 1, w->journal_chunks);

	if (n == 0)
		return false;
	struct pt_rec_chunk *c = pt_rec_chunk_at(w, n);

	fill_head(w, c, ++w->journal_seq);
	pt_rec_fence(memory_order_release); /* the chunk is valid before a reader finds its link */
	w->journal->next = (uint32_t)n;
	use_chunk(w, c);
	return true;
}

static size_t
padded(size_t len)
{
	return (sizeof(struct pt_rec_entry) + len + 7) & ~(size_t)7;
}

/* Room for `whole` bytes in the journal's chunk. */
static bool
room(struct pt_rec_writer *w, size_t whole)
{
	if (whole > w->chunk_bytes - sizeof(struct pt_rec_chunk))
		return false;
	return w->journal_used + whole <= w->chunk_bytes || rollover(w);
}

/* The caller holds `entries`.  The head.len bytes are a, then b. */
static void
entry_locked(struct pt_rec_writer *w, struct pt_rec_entry head, const void *a, const void *b,
	size_t a_len)
{
	size_t whole = padded(head.len);

	if (atomic_load(&w->stopped) || w->fd < 0)
		return;
	if (!room(w, whole)) {
		atomic_fetch_add(&w->head->journal_lost, 1);
		return;
	}
	uint8_t *at = (uint8_t *)w->journal + w->journal_used;

	memcpy(at, &head, sizeof(head));
	memcpy(at + sizeof(head), a, a_len);
	if (head.len > a_len)
		memcpy(at + sizeof(head) + a_len, b, head.len - a_len);
	w->journal_used += (uint32_t)whole;
	atomic_store_explicit(&w->journal->content_bits, (uint64_t)w->journal_used * 8,
		memory_order_release);
}

double
pt_rec_journal_used(struct pt_rec_writer *w)
{
	uint64_t beyond = w->journal_chunks > w->cap_chunks ? w->journal_chunks - w->cap_chunks : 0;
	uint64_t room = beyond < PT_REC_JOURNAL_ROOM ? beyond : PT_REC_JOURNAL_ROOM;

	pthread_mutex_lock(&w->entries);
	double used = w->journal_seq + (double)w->journal_used / w->chunk_bytes;
	pthread_mutex_unlock(&w->entries);
	return room > 0 && used < (double)room ? used / (double)room : 1;
}

void
pt_rec_entry(struct pt_rec_writer *w, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes,
	size_t len)
{
	struct pt_rec_entry head = { .kind = (uint16_t)kind, .len = (uint16_t)len, .id = id };

	if (len > UINT16_MAX) {
		atomic_fetch_add(&w->head->journal_lost, 1);
		return;
	}
	pthread_mutex_lock(&w->entries);
	entry_locked(w, head, bytes, NULL, len);
	pthread_mutex_unlock(&w->entries);
}

/* Names an event that readers of older versions do not know. */
void
pt_rec_entry_type(struct pt_rec_writer *w, enum pt_rec_type id)
{
	char text[128];
	int n = 0;

	switch (id) {
#define PT_X(name, number, word, c, a, b) \
	case PT_REC_EV_##name: \
		n = snprintf(text, sizeof(text), "%d %s %s %s %s %s", number, word, c, a, b, \
			id & PT_REC_WIDE ? "payload" : "-"); \
		break;
		PT_EVENTS(PT_X)
#undef PT_X
	}
	if (n > 0)
		pt_rec_entry(w, PT_REC_ENTRY_TYPE, id, text, (size_t)n);
}

/* A label that is too long is cut: its beginning is better than no label. */
uint32_t
pt_rec_label(struct pt_rec_writer *w, const char *text)
{
	size_t len = strnlen(text, PT_REC_LABEL_BYTES);
	uint32_t id = 0;

	pthread_mutex_lock(&w->entries);
	if (w->labels < PT_REC_LABELS_MAX) {
		struct pt_rec_entry head = { .kind = PT_REC_ENTRY_LABEL, .len = (uint16_t)len };

		head.id = id = ++w->labels;
		entry_locked(w, head, text, NULL, len);
	} else {
		atomic_fetch_add(&w->head->journal_lost, 1);
	}
	pthread_mutex_unlock(&w->entries);
	return id;
}

void
pt_rec_meta(struct pt_rec_writer *w, const char *key, const char *value)
{
	size_t k = strlen(key) + 1, v = strlen(value);
	struct pt_rec_entry head = { .kind = PT_REC_ENTRY_META, .len = (uint16_t)(k + v) };

	if (k > PT_REC_META_BYTES || v > PT_REC_META_BYTES - k) {
		atomic_fetch_add(&w->head->journal_lost, 1);
		return;
	}
	pthread_mutex_lock(&w->entries);
	entry_locked(w, head, key, value, k);
	pthread_mutex_unlock(&w->entries);
}

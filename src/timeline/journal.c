/* SPDX-License-Identifier: MIT */
/*
 * What the journal of a recording has said so far.  See journal.h.
 *
 * The number of keys is bounded by the size of the journal only, so they are found by hash: a
 * hostile journal must not cost more than its length.
 */
#include "timeline/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parse.h"
#include "base/array.h"
#include "recording/names.h"

#define METAS_MAX (UINT32_C(1) << 22)
#define TYPE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define TYPE_LENGTH 64

void
pt_journal_fini(struct pt_journal *n)
{
	for (size_t i = 0; i < n->label_cap; i++)
		free(n->label[i]);
	for (size_t i = 0; i < n->meta_len; i++) {
		free(n->meta[i].key);
		free(n->meta[i].value);
	}
	for (size_t i = 0; i < sizeof(n->type) / sizeof(*n->type); i++)
		free(n->type[i]);
	free(n->label);
	free(n->meta);
	free(n->bucket);
	pt_phases_fini(&n->phases);
	*n = (struct pt_journal){ 0 };
}

/* FNV-1a, with its high bits folded in. */
static size_t
hash(const char *key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 29);
}

/* The bucket of a key, or the empty one where it belongs.  There is always an empty one. */
static uint32_t *
find(const struct pt_journal *n, const char *key)
{
	size_t i = hash(key) & (n->buckets - 1);

	while (n->bucket[i] && strcmp(n->meta[n->bucket[i] - 1].key, key) != 0)
		i = (i + 1) & (n->buckets - 1);
	return &n->bucket[i];
}

static void
rehash(struct pt_journal *n)
{
	n->buckets = n->buckets ? n->buckets * 2 : 64;
	free(n->bucket);
	n->bucket = pt_xcalloc(n->buckets, sizeof(*n->bucket));
	for (size_t i = 0; i < n->meta_len; i++)
		*find(n, n->meta[i].key) = (uint32_t)i + 1;
}

static void
take_meta(struct pt_journal *n, const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\0', len);

	if (!end || end == bytes || n->meta_len == METAS_MAX) {
		n->ignored++;
		return;
	}
	size_t key_len = (size_t)(end - bytes), value_len = len - key_len - 1;
	char *key = pt_xmemdup(bytes, key_len), *value = pt_xmemdup(end + 1, value_len);

	if (n->meta_len * 2 >= n->buckets)
		rehash(n);
	uint32_t *at = find(n, key);

	if (*at) {
		free(key);
		free(n->meta[*at - 1].value);
		n->meta[*at - 1].value = value;
		return;
	}
	n->meta = pt_array_room(n->meta, &n->meta_cap, n->meta_len + 1, sizeof(*n->meta));
	n->meta[n->meta_len++] = (struct pt_text_pair){ .key = key, .value = value };
	*at = (uint32_t)n->meta_len;
}

static void
take_label(struct pt_journal *n, uint32_t id, const char *bytes, size_t len)
{
	if (id == 0 || id > PT_REC_LABELS_MAX || len > PT_REC_LABEL_BYTES) {
		n->ignored++;
		return;
	}
	n->label = pt_array_room(n->label, &n->label_cap, id + 1, sizeof(*n->label));
	free(n->label[id]);
	n->label[id] = pt_xmemdup(bytes, len);
}

/* "id name ...": the name is letters, digits and '_', so that it can be printed anywhere. */
static bool
take_type(struct pt_journal *n, uint32_t id, const char *bytes, size_t len)
{
	const char *name = memchr(bytes, ' ', len), *end = bytes + len, *at;

	if (id >= sizeof(n->type) / sizeof(*n->type) || !name)
		return false;
	for (at = ++name; at < end && strchr(TYPE_LETTERS, *at) && *at; at++)
		;
	if (at == name || (at < end && *at != ' ') || at - name > TYPE_LENGTH)
		return false;
	free(n->type[id]);
	n->type[id] = pt_xmemdup(name, (size_t)(at - name));
	return true;
}

void
pt_journal_take(void *journal, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct pt_journal *n = journal;
	bool ok = true;

	n->changed = true;
	switch (kind) {
	case PT_REC_ENTRY_LABEL: take_label(n, id, bytes, len); break;
	case PT_REC_ENTRY_META: take_meta(n, bytes, len); break;
	case PT_REC_ENTRY_PHASE: ok = pt_phases_take_phase(&n->phases, id, bytes, len); break;
	case PT_REC_ENTRY_WORKER: ok = pt_phases_take_worker(&n->phases, id, bytes, len); break;
	case PT_REC_ENTRY_ROW: ok = pt_phases_take_row(&n->phases, id, bytes, len); break;
	case PT_REC_ENTRY_TYPE: ok = take_type(n, id, bytes, len); break;
	case PT_REC_ENTRY_HEADER:
	default: break;
	}
	if (!ok)
		n->ignored++;
}

void
pt_journal_read(struct pt_journal *n, struct pt_rec_reader *r)
{
	pt_rec_entries(r, &n->place, pt_journal_take, n);
}

const char *
pt_journal_label(const struct pt_journal *n, uint32_t id)
{
	return id < n->label_cap && n->label[id] ? n->label[id] : "";
}

const char *
pt_journal_event(const struct pt_journal *n, uint8_t type)
{
	const char *known = pt_rec_event_name(type);

	return known ? known : n->type[type] ? n->type[type] : "unknown";
}

const char *
pt_journal_meta(const struct pt_journal *n, const char *key)
{
	uint32_t at = n->buckets ? *find(n, key) : 0;

	return at ? n->meta[at - 1].value : NULL;
}

bool
pt_journal_u64(const struct pt_journal *n, const char *key, uint64_t *v)
{
	const char *text = pt_journal_meta(n, key);

	return text && pt_parse_u64(text, v) == PT_PARSE_OK;
}

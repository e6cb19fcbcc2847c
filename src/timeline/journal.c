/* SPDX-License-Identifier: MIT */
/*
 * What the journal of a recording has said so far.  See journal.h.
 *
 * The number of keys is bounded by the size of the journal only, so they are found by hash: a
 * hostile journal must not take quadratic time.
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
pt_journal_fini(struct pt_journal *j)
{
	for (size_t i = 0; i < j->label_cap; i++)
		free(j->label[i]);
	for (size_t i = 0; i < j->meta_len; i++) {
		free(j->meta[i].key);
		free(j->meta[i].value);
	}
	for (size_t i = 0; i < sizeof(j->type) / sizeof(*j->type); i++)
		free(j->type[i]);
	free(j->label);
	free(j->meta);
	free(j->bucket);
	pt_phases_fini(&j->phases);
	*j = (struct pt_journal){ 0 };
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
find(const struct pt_journal *j, const char *key)
{
	size_t i = hash(key) & (j->buckets - 1);

	while (j->bucket[i] && strcmp(j->meta[j->bucket[i] - 1].key, key) != 0)
		i = (i + 1) & (j->buckets - 1);
	return &j->bucket[i];
}

static void
rehash(struct pt_journal *j)
{
	j->buckets = j->buckets ? j->buckets * 2 : 64;
	free(j->bucket);
	j->bucket = pt_xcalloc(j->buckets, sizeof(*j->bucket));
	for (size_t i = 0; i < j->meta_len; i++)
		*find(j, j->meta[i].key) = (uint32_t)i + 1;
}

static void
take_meta(struct pt_journal *j, const char *bytes, size_t len)
{
	const char *end = memchr(bytes, '\0', len);

	if (!end || end == bytes || j->meta_len == METAS_MAX) {
		j->ignored++;
		return;
	}
	size_t key_len = (size_t)(end - bytes), value_len = len - key_len - 1;
	char *key = pt_xmemdup(bytes, key_len), *value = pt_xmemdup(end + 1, value_len);

	if (j->meta_len * 2 >= j->buckets)
		rehash(j);
	uint32_t *at = find(j, key);

	if (*at) {
		free(key);
		free(j->meta[*at - 1].value);
		j->meta[*at - 1].value = value;
		return;
	}
	j->meta = pt_array_room(j->meta, &j->meta_cap, j->meta_len + 1, sizeof(*j->meta));
	j->meta[j->meta_len++] = (struct pt_text_pair){ .key = key, .value = value };
	*at = (uint32_t)j->meta_len;
}

static void
take_label(struct pt_journal *j, uint32_t id, const char *bytes, size_t len)
{
	if (id == 0 || id > PT_REC_LABELS_MAX || len > PT_REC_LABEL_BYTES) {
		j->ignored++;
		return;
	}
	j->label = pt_array_room(j->label, &j->label_cap, id + 1, sizeof(*j->label));
	free(j->label[id]);
	j->label[id] = pt_xmemdup(bytes, len);
}

/* "id name ...": the name is letters, digits and '_', so that it can be printed anywhere. */
static bool
take_type(struct pt_journal *j, uint32_t id, const char *bytes, size_t len)
{
	const char *name = memchr(bytes, ' ', len), *end = bytes + len, *at;

	if (id >= sizeof(j->type) / sizeof(*j->type) || !name)
		return false;
	for (at = ++name; at < end && strchr(TYPE_LETTERS, *at) && *at; at++)
		;
	if (at == name || (at < end && *at != ' ') || at - name > TYPE_LENGTH)
		return false;
	free(j->type[id]);
	j->type[id] = pt_xmemdup(name, (size_t)(at - name));
	return true;
}

void
pt_journal_take(void *journal, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes,
	size_t len)
{
	struct pt_journal *j = journal;
	bool ok = true;

	j->changed = true;
	switch (kind) {
	case PT_REC_ENTRY_LABEL:
		take_label(j, id, bytes, len);
		break;
	case PT_REC_ENTRY_META:
		take_meta(j, bytes, len);
		break;
	case PT_REC_ENTRY_PHASE:
		ok = pt_phases_take_phase(&j->phases, id, bytes, len);
		break;
	case PT_REC_ENTRY_WORKER:
		ok = pt_phases_take_worker(&j->phases, id, bytes, len);
		break;
	case PT_REC_ENTRY_ROW:
		ok = pt_phases_take_row(&j->phases, id, bytes, len);
		break;
	case PT_REC_ENTRY_TYPE:
		ok = take_type(j, id, bytes, len);
		break;
	case PT_REC_ENTRY_HEADER:
	default:
		break;
	}
	if (!ok)
		j->ignored++;
}

void
pt_journal_read(struct pt_journal *j, struct pt_rec_reader *r)
{
	pt_rec_entries(r, &j->place, pt_journal_take, j);
}

const char *
pt_journal_label(const struct pt_journal *j, uint32_t id)
{
	return id < j->label_cap && j->label[id] ? j->label[id] : "";
}

const char *
pt_journal_event(const struct pt_journal *j, uint8_t type)
{
	const char *known = pt_rec_event_name(type);

	return known ? known : j->type[type] ? j->type[type] : "unknown";
}

const char *
pt_journal_meta(const struct pt_journal *j, const char *key)
{
	uint32_t at = j->buckets ? *find(j, key) : 0;

	return at ? j->meta[at - 1].value : NULL;
}

bool
pt_journal_u64(const struct pt_journal *j, const char *key, uint64_t *v)
{
	const char *text = pt_journal_meta(j, key);

	return text && pt_parse_u64(text, v) == PT_PARSE_OK;
}

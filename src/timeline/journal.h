/* SPDX-License-Identifier: MIT */
/*
 * What the journal of a recording has said so far: labels, metadata and phases.
 *
 * Metadata keeps the order in which keys first came; a later value of a key replaces the earlier.
 * All bytes are foreign; keys and values are terminated here and may not contain NUL.
 */
#ifndef PT_TIMELINE_JOURNAL_H
#define PT_TIMELINE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timeline/phases.h"
#include "recording/reader.h"

struct pt_text_pair {
	char *key, *value; /* as in the recording: value bytes are foreign */
};

struct pt_journal {
	struct pt_rec_entry_place place;
	char **label; /* by id; NULL unknown */
	size_t label_cap;
	char *type[256]; /* names of events that this version does not know */
	struct pt_text_pair *meta;
	size_t meta_len, meta_cap;
	uint32_t *bucket; /* open addressing: index into meta + 1 */
	size_t buckets;   /* a power of two */
	struct pt_phases phases;
	uint64_t ignored; /* entries that made no sense */
	bool changed;     /* since the caller last cleared it */
};

void pt_journal_fini(struct pt_journal *j); /* a zeroed struct is empty */

/* Reads what was added to the journal since the last call. */
void pt_journal_read(struct pt_journal *j, struct pt_rec_reader *r);

/* Takes one entry; a pt_rec_entry_fn. */
void pt_journal_take(void *journal, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes,
	size_t len);

/* "" when there is none. */
const char *pt_journal_label(const struct pt_journal *j, uint32_t id);

/* Name of an event, from this version or from the recording; else "unknown".  Safe to print. */
const char *pt_journal_event(const struct pt_journal *j, uint8_t type);

/* NULL when there is none. */
const char *pt_journal_meta(const struct pt_journal *j, const char *key);

/* A number; false when the key is missing or its value is not one. */
bool pt_journal_u64(const struct pt_journal *j, const char *key, uint64_t *v);

#endif

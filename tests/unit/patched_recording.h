/* SPDX-License-Identifier: MIT */
/* Changes in the file of a made recording: pages, entries, chunks, events. */
#ifndef PT_TESTS_UNIT_PATCHED_RECORDING_H
#define PT_TESTS_UNIT_PATCHED_RECORDING_H

#include "tests/unit/cm.h"

#include <string.h>
#include <unistd.h>

#include "recording/writer_internal.h"
#include "tests/unit/made_recording.h"

static inline void
patch(const struct made *m, uint64_t off, const void *bytes, size_t len)
{
	assert_int_equal(pwrite(m->fd, bytes, len, (off_t)off), len);
}

static inline void
patch_u64(const struct made *m, uint64_t off, uint64_t value)
{
	patch(m, off, &value, sizeof(value));
}

/* ---- pages, entries, chunks ---- */

/* Where the bytes of the newest entry of a kind are. */
static inline uint64_t
find_note(const struct made *m, enum pt_rec_entry_kind kind)
{
	uint64_t at = PT_REC_HEAD_ALIGN + sizeof(struct pt_rec_chunk), found = 0;
	struct pt_rec_entry n;

	while (pread(m->fd, &n, sizeof(n), (off_t)at) == (ssize_t)sizeof(n) && n.kind != 0 &&
		at < PT_REC_HEAD_ALIGN + PT_REC_CHUNK_MIN) {
		if (n.kind == kind)
			found = at + sizeof(n);
		at += (sizeof(n) + n.len + 7) & ~7u;
	}
	assert_true(found != 0);
	return found;
}

static inline uint64_t
chunk_off(uint64_t number)
{
	return PT_REC_HEAD_ALIGN + number * PT_REC_CHUNK_MIN;
}

/* From here on the heads count, not their copies in the index. */
static inline void
drop_index(const struct made *m)
{
	patch_u64(m, offsetof(struct pt_rec_header, index), 0);
}

/* The number of a worker's chunk. */
static inline uint64_t
find_chunk(const struct made *m, uint32_t worker, uint64_t seq)
{
	struct pt_rec_chunk c;
	uint64_t n = 1;

	for (;; n++) {
		assert_int_equal(pread(m->fd, &c, sizeof(c), (off_t)chunk_off(n)), sizeof(c));
		if (c.stream == PT_REC_STREAM_EVENTS && c.worker == worker && c.seq == seq)
			return n;
	}
}

/* An event of worker 0, in its chunk `seq`. */
static inline uint64_t
event_off(const struct made *m, uint64_t seq, unsigned slot)
{
	return chunk_off(find_chunk(m, 0, seq)) + sizeof(struct pt_rec_chunk) +
		slot * sizeof(struct pt_rec_event);
}

/* The first event of a type in worker 0's second chunk becomes another one, at the same time. */
static inline void
change_event(const struct made *m, uint8_t type, struct pt_rec_event to)
{
	struct pt_rec_event e;
	unsigned i = 0;

	do
		assert_int_equal(pread(m->fd, &e, sizeof(e), (off_t)event_off(m, 1, i++)),
			sizeof(e));
	while (e.type != type);
	to.ts = to.ts ? to.ts : e.ts;
	patch(m, event_off(m, 1, i - 1), &to, sizeof(to));
}

#endif

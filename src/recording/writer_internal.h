/* SPDX-License-Identifier: MIT */
/*
 * Inside of the writer.  The file's copies of these numbers are mirrors for readers.
 *
 *	number	of a chunk; handed out once (a ring's are handed out together and reused by it)
 *	space	what the file system has promised: nothing is stored where there is none
 *
 * Locks: grow (the file's length), entries (the journal), phases; never two at a time, but entries
 * and grow, in this order.
 */
#ifndef PT_RECORDING_WRITER_INTERNAL_H
#define PT_RECORDING_WRITER_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"
#include "recording/writer.h"

#define PT_REC_JOURNAL_ROOM 512 /* chunks of journal beyond the events' cap */
#define PT_REC_CAP_BYTES (UINT64_C(1) << 30)

struct pt_rec_phase_open;

struct pt_rec_writer {
	int fd;       /* -1: private memory */
	uint8_t *map; /* far past the end of the file, once */
	size_t map_bytes;
	struct pt_rec_header *head;
	uint32_t slots, chunk_bytes, worker_bytes, ring;
	uint64_t chunk_off;
	/* chunks of events have numbers below the first, of the journal below the second, of the index
	 * below the third: a recording full of events still takes what the run came to */
	uint64_t cap_chunks, journal_chunks, map_chunks;
	enum pt_rec_level level;
	_Atomic uint64_t next;     /* numbers handed out */
	_Atomic uint64_t space;    /* growing: chunks below this have space */
	_Atomic uint64_t in_rings; /* chunks that belong to rings */
	_Atomic bool stopped;      /* closed, or the child of a fork */
	bool child;
	pthread_mutex_t grow, entries, phases;

	struct pt_rec_chunk *journal;
	uint32_t journal_used, labels;
	uint64_t journal_seq;

	struct pt_rec_pen *pens; /* slots of them, zeroed on first touch */
	size_t pens_bytes;
	_Atomic uint32_t pens_len;

	struct pt_rec_phase_open *open_phases;
	uint32_t phase_ids;

	struct pt_rec_samples *samples; /* the service thread's */
	bool has_service;
	pthread_t service;
	_Atomic uint32_t bell, asleep;
	_Atomic bool quit;

	struct pt_rec_writer *kept; /* closed before this one, with pens still open */
};

static inline struct pt_rec_chunk *
pt_rec_chunk_at(const struct pt_rec_writer *w, uint64_t number)
{
	return (struct pt_rec_chunk *)(void *)(w->map + w->chunk_off + number * w->chunk_bytes);
}

static inline struct pt_rec_worker *
pt_rec_page_at(const struct pt_rec_writer *w, uint32_t slot)
{
	return (struct pt_rec_worker *)(void *)(w->map + PT_REC_PAGE +
		(size_t)w->worker_bytes * slot);
}

/* Raises a mirror in the header; racing stores never lower it. */
static inline void
pt_rec_mirror(_Atomic uint64_t *word, uint64_t value)
{
	uint64_t was = atomic_load(word);

	while (was < value && !atomic_compare_exchange_weak(word, &was, value))
		;
}

static inline enum pt_counter
pt_rec_delay_counter(uint32_t state)
{
	switch (state) {
	case PT_REC_WORK:
		return PT_COUNTER_DELAY_WORK_NS;
	case PT_REC_SEARCH:
		return PT_COUNTER_DELAY_SEARCH_NS;
	case PT_REC_WAIT:
		return PT_COUNTER_DELAY_WAIT_NS;
	default:
		return PT_COUNTER_DELAY_OTHER_NS;
	}
}

/* book.c: what the kernel says from here on is the pen's; by its thread */
void pt_rec_book_begin(struct pt_rec_pen *p);

/* grow.c */
int pt_rec_give_space(int fd, uint64_t off, uint64_t bytes);                   /* 0 or -errno */
uint64_t pt_rec_take(struct pt_rec_writer *w, uint32_t count, uint64_t limit); /* 0 none */
uint64_t pt_rec_take_ring(struct pt_rec_writer *w, uint32_t count, uint32_t given);
bool pt_rec_give_chunk(struct pt_rec_writer *w, uint64_t number, uint32_t count);

/* service.c */
void pt_rec_service_start(struct pt_rec_writer *w);
void pt_rec_service_stop(struct pt_rec_writer *w);
void pt_rec_service_ring(struct pt_rec_writer *w);

/* journal.c; bytes need not stay */
int pt_rec_journal_begin(struct pt_rec_writer *w);
void pt_rec_entry(struct pt_rec_writer *w, enum pt_rec_entry_kind kind, uint32_t id,
	const void *bytes, size_t len);
void pt_rec_entry_type(struct pt_rec_writer *w, enum pt_rec_type id);

/* create.c */
void pt_rec_read_clocks(struct pt_rec_clocks *c);
void pt_rec_free(struct pt_rec_writer *w);

/* patch.c */
void pt_rec_patch_forget(struct pt_rec_writer *w);

/* phase.c */
void pt_rec_phases_free(struct pt_rec_writer *w);

/* samples.c, by the service thread: writes a sample if it is due; returns the time to the next one.
 * The other frees what it has. */
uint64_t pt_rec_samples_take(struct pt_rec_writer *w, uint64_t now_ns);
void pt_rec_samples_end(struct pt_rec_writer *w);

#endif

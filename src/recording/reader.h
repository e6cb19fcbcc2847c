/* SPDX-License-Identifier: MIT */
/*
 * Reading a recording: live, finished, abandoned, growing, recycling, damaged.
 *
 * Everything in the file is hostile.  Only the head (header and worker pages) of a file that is
 * still written is mapped, and read word by word; chunks are copied by pread and checked in the
 * copy.  Sizes that come from the file are bounded by the file's size.  One thread per reader.
 *
 *	snapshot	a consistent copy of one worker's page
 *	index		the heads of all chunks
 *	follow		a live reader's place in one worker's events
 *	scan, merge	all events of one worker in order; of all workers by time
 */
#ifndef PT_RECORDING_READER_H
#define PT_RECORDING_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"

struct pt_rec_reader {
	int fd;
	struct pt_rec_header head; /* private copy as of opening, validated */
	const uint8_t *map;        /* moving: [0, chunk_off) */
	size_t map_bytes;
	uint64_t file_size, chunks; /* as of opening or of the last pt_rec_refresh */
	uint64_t chunks_max;        /* finished: later ones are not read; else UINT64_MAX */
	uint32_t slots;             /* worker pages in the file */
	uint32_t victims;           /* longest row of the steal matrix */
	bool salvaged;
	bool moving;                /* its process may write on while it is read */
	struct pt_rec_chunk *index; /* chunks heads; content_bits 0: unusable */
	uint64_t index_len;
	uint64_t preads, bytes; /* what reading has cost so far */
	int read_error;         /* errno of the last read that failed; 0 */
	char error[160];        /* why a call failed */
	char warning[160];      /* what is not as it should be, "": all is well */
};

/* The live words of the header. */
struct pt_rec_status {
	uint32_t life, exit_status; /* enum pt_rec_life */
	uint32_t level, policy;
	uint32_t workers, refused; /* workers: slots in use or used are 0..workers-1 */
	uint64_t chunks, chunk_cap, journal_lost, control_ack, control_mode, faults;
	struct pt_rec_clocks end; /* zero unless ENDED */
};

struct pt_rec_snapshot {
	uint32_t life; /* enum pt_rec_worker_life */
	uint32_t pool, index, tid, cpu, node, name;
	uint32_t state, label, depth;
	uint64_t position, chunk_seq, dropped, begun, since;
	uint64_t written; /* events in the chunks it has left, without clock and gap */
	uint64_t first_chunk, ring;
	uint64_t spent[PT_REC_STATES]; /* ticks before since; sum = since - begun */
	uint64_t counter[PT_REC_COUNTERS];
	bool torn; /* state, since and spent may disagree */
};

/*
 * 0; -EAGAIN: live and not begun yet, try again later; else -errno with r->error.
 * A failed reader needs no pt_rec_shut.  A live reader maps the file; once the process is known
 * to be gone, open the file again as a finished one.
 */
int pt_rec_open(struct pt_rec_reader *r, const char *path, bool live);
int pt_rec_open_fd(struct pt_rec_reader *r, int fd, bool live); /* fd stays the caller's */
void pt_rec_shut(struct pt_rec_reader *r);

/* Asks for the file's size again. */
int pt_rec_refresh(struct pt_rec_reader *r);

/* These return 0, or -1 with r->error: no such worker, or the file was cut short meanwhile. */
int pt_rec_status(struct pt_rec_reader *r, struct pt_rec_status *s);
int pt_rec_snapshot(struct pt_rec_reader *r, uint32_t worker, struct pt_rec_snapshot *s);
int pt_rec_row(struct pt_rec_reader *r, uint32_t worker, uint64_t *row, uint32_t n);

/* Does the process that wrote it still exist?  1 yes, 0 no, -1 unknown (another pid namespace). */
int pt_rec_writer_lives(const struct pt_rec_reader *r);

/* Fills r->index.  0 or -errno. */
int pt_rec_build_index(struct pt_rec_reader *r);

/* Loads chunk n into buf (head.chunk_size bytes).  Returns its valid bytes, head included, or 0. */
size_t pt_rec_load(struct pt_rec_reader *r, uint64_t n, void *buf);

/* ---- following a live recording ---- */

struct pt_rec_follow { /* zeroed at the start */
	uint64_t seq;
	uint32_t chunk, off;
	uint64_t lost; /* slots overwritten before they were read */
	bool started;
};

/*
 * New events of a worker since the last call, into out (head.chunk_size bytes).  Returns slots,
 * at most one chunk; 0 when caught up.  Call it again until then, but not more than
 * PT_REC_POLLS times in a row.
 */
#define PT_REC_POLLS 4096
size_t pt_rec_poll(struct pt_rec_reader *r, uint32_t worker, struct pt_rec_follow *f,
	struct pt_rec_event *out);

/* Slots of the event at e: 1, 2, or 0 when it does not fit before end. */
static inline size_t
pt_rec_slots(const struct pt_rec_event *e, const struct pt_rec_event *end)
{
	if (e >= end)
		return 0;
	size_t n = 1 + (e->type >> 7);

	return (size_t)(end - e) >= n ? n : 0;
}

struct pt_rec_heads { /* a place among the chunks of a worker; zeroed at the start */
	uint64_t seq;
	uint32_t chunk;
};

enum pt_rec_head_found {
	PT_REC_HEAD_NONE, /* nothing new, or being recycled: look again later */
	PT_REC_HEAD_LEFT, /* the worker has left it; the place has moved on */
	PT_REC_HEAD_OPEN, /* it is in it; the place stays */
	PT_REC_HEAD_LAST, /* it has left it and found no room for another; the place stays */
};

/*
 * The head of a live worker's chunk at the place, into *c, and the number of the chunk.  s: its page,
 * as it was just now.  In a ring, chunks that were overwritten before they were seen are passed over.
 */
enum pt_rec_head_found
pt_rec_next_head(struct pt_rec_reader *r, uint32_t worker, const struct pt_rec_snapshot *s,
	struct pt_rec_heads *h, struct pt_rec_chunk *c, uint32_t *number);

/* ---- samples of the workers' pages ---- */

struct pt_rec_sampled {
	uint64_t ticks, counter[PT_REC_COUNTERS];
	uint32_t slot, cpu;
};
typedef void pt_rec_sampled_fn(void *arg, const struct pt_rec_sampled *s);

/* Calls fn for every sample in a chunk of samples, of which `used` bytes were loaded.  by_slot: room
 * for `slots` of them, which it works in.  What is cut or makes no sense ends it.  Returns how many. */
size_t pt_rec_samples(const void *chunk, size_t used, struct pt_rec_sampled *by_slot,
	uint32_t slots, pt_rec_sampled_fn *fn, void *arg);

/* ---- the journal ---- */

struct pt_rec_entry_place { /* zeroed at the start */
	uint64_t chunk, steps;
	uint32_t off;
};

/* bytes are valid during the call; any bytes, not terminated. */
/* clang-format off */
typedef void pt_rec_entry_fn(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes,
	size_t len);
/* clang-format on */

/* Calls fn for every entry after `place` and moves it on.  Returns their number. */
size_t pt_rec_entries(struct pt_rec_reader *r, struct pt_rec_entry_place *place,
	pt_rec_entry_fn *fn, void *arg);

/* ---- all events of a finished recording (call pt_rec_build_index first) ---- */

struct pt_rec_scan {
	struct pt_rec_reader *r;
	uint64_t *chunks; /* of this worker, in order */
	size_t len, at;
	uint8_t *buf;
	struct pt_rec_event *e, *end;
	uint64_t last;     /* time never goes backwards: it is clamped */
	uint64_t disorder; /* how often it had to be */
};

int pt_rec_scan_begin(struct pt_rec_scan *s, struct pt_rec_reader *r, uint32_t worker);
/* NULL at the end.  Valid until the next call; a wide event is followed by its payload. */
const struct pt_rec_event *pt_rec_scan_next(struct pt_rec_scan *s);
void pt_rec_scan_end(struct pt_rec_scan *s);

struct pt_rec_merge {
	struct pt_rec_scan *scan; /* one per worker */
	uint32_t *heap, heap_len, workers;
	const struct pt_rec_event **top; /* next event of each worker */
	bool begun;
};

int pt_rec_merge_begin(struct pt_rec_merge *m, struct pt_rec_reader *r);
/* The oldest event of all workers (at equal times the lower worker first); NULL at the end. */
const struct pt_rec_event *pt_rec_merge_next(struct pt_rec_merge *m, uint32_t *worker);
void pt_rec_merge_end(struct pt_rec_merge *m);

/* ---- time ---- */

/* Nanoseconds from the recording's begin to `ticks`; 0 for earlier ones. */
uint64_t pt_rec_ns(const struct pt_rec_reader *r, uint64_t ticks);

#endif

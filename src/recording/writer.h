/* SPDX-License-Identifier: MIT */
/*
 * Writing a recording: one writer per process, one pen per worker.
 *
 * A pen and the page it points to belong to one thread at a time; no other thread writes them.
 * The inline functions below are the hot path: no lock, no call, no allocation.  The others may be
 * called by any thread unless they say otherwise.  No function here prints or exits; what could
 * not be written is counted in the recording.
 *
 * What steers the writer (chunk numbers, sizes, places) is never read back from the file: a
 * process of the same user may scribble over it.
 */
#ifndef PT_RECORDING_WRITER_H
#define PT_RECORDING_WRITER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "os/clock.h"
#include "recording/lap.h"
#include "recording/layout.h"

struct pt_rec_writer;

#define PT_REC_SPARES 4

/* Private memory of one worker. */
struct pt_rec_pen {
	/* hot */
	struct pt_rec_event *cur, *end; /* free slots of the chunk in use */
	uint64_t position;              /* last published value */
	struct pt_rec_worker *page;
	_Atomic uint64_t *stolen_from; /* the page's row */
	uint32_t victims;              /* length of the row */
	uint32_t slot;                 /* PT_REC_NO_SLOT: an unrecorded pen */
	enum pt_rec_level level;
	uint32_t number;            /* of the chunk in use */
	struct pt_rec_chunk *chunk; /* in use, NULL none */
	struct pt_rec_chunk *last;  /* the one before */
	uint64_t seq;               /* chunks begun */
	uint64_t gap;               /* events lost since the last one written */
	uint64_t first;             /* ring: its first chunk */
	uint32_t ring;              /* ring: its chunks, 0 growing */
	uint32_t given;             /* ring: chunks of it that have space */
	uint64_t wide, wide_before; /* events of two slots: ever, and before this chunk */
	uint32_t marks;             /* clock and gap events in this chunk */
	_Atomic uint32_t ready, closed;
	struct pt_rec_writer *writer;
	_Atomic uint32_t spare[PT_REC_SPARES]; /* chunks made ready by the service thread */
	uint64_t slow;                         /* rollovers that found none */
	_Atomic uint32_t owner;                /* tid of the thread it belongs to */
	/* what the kernel said when it was last booked to counters, under a seqlock of its own */
	_Atomic uint32_t booking;
	_Atomic uint64_t booked_cpu_ns, booked_delay_ns;
	/* the same, read by the owner alone */
	uint64_t booked_sleeps, booked_parks, booked_spent[PT_REC_STATES], booked_at;
	/* of threads that acted for its own since then; is one doing so? */
	uint64_t lent_cpu_ns, lent_sleeps, lent_times;
	bool is_lent;
} __attribute__((aligned(128)));

struct pt_rec_options {
	int fd;               /* >= 0: an empty regular file, read-write, or a recording that this
				 * process has claimed (handover.h); stays the caller's */
	const char *path;     /* with fd < 0: is created, must not exist; NULL: private memory */
	uint32_t slots;       /* 0: PT_REC_SLOTS */
	uint32_t chunk_bytes; /* a power of two; 0: PT_REC_CHUNK */
	uint32_t ring_chunks; /* per worker, at least 2; 0: grow up to cap_bytes */
	uint64_t cap_bytes;   /* of all chunks of events; 0: 1 GiB growing, what slots rings need */
	bool service;         /* growing: a thread that makes chunks ready ahead of the workers */
	enum pt_rec_level level;
};

/* Of each worker from level tasks on, when the recording is not kept: events come faster then. */
#define PT_REC_RING_CHUNKS_TASKS 32

/* Chunks of the ring of each of `workers` workers that share cap_bytes (0: 1 GiB); at least 2. */
uint32_t pt_rec_ring_chunks(uint64_t cap_bytes, uint32_t workers);

/* 0 or -errno.  With fd -1 and no path: counters and states in private memory, no events. */
int pt_rec_create(struct pt_rec_writer **out, const struct pt_rec_options *o);

/*
 * Ends the recording: index, clocks, life ENDED.  All pens should be closed; while some are not
 * (threads still exist at exit), they go on counting into memory that is then never freed.
 */
void pt_rec_close(struct pt_rec_writer *w);

/* In the child of a fork (pthread_atfork): the child stops writing, the parent goes on. */
void pt_rec_fork_child(struct pt_rec_writer *w);

/*
 * From here on the process survives when another one cuts the file short: takes SIGBUS, unless the
 * file is sealed against shrinking, and passes on what is not about the recording.  Until the
 * writer is closed; one writer at a time.
 */
void pt_rec_survive_cuts(struct pt_rec_writer *w);

/*
 * By each thread that writes: unblocks that signal where it is taken, since a thread that blocks
 * it would be killed by it.  True: it was blocked before, and is to be blocked again.
 */
bool pt_rec_unblock_cuts(void);

/* Whether the file was cut short: what its pages said is lost.  Any thread. */
bool pt_rec_was_cut(const struct pt_rec_writer *w);
void pt_rec_block_cuts(bool again);

/* Worker number `index` of pool `pool`.  NULL: no slot left, counted as refused. */
struct pt_rec_pen *
pt_rec_pen_open(struct pt_rec_writer *w, const char *name, uint32_t pool, uint32_t index);

/* A pen with a page that is in no recording; w may be NULL.  NULL: no memory. */
struct pt_rec_pen *pt_rec_pen_open_blind(struct pt_rec_writer *w);

/* By the thread that will use the pen, whenever the pen passes to another thread. */
void pt_rec_pen_adopt(struct pt_rec_pen *p);

/* By a thread that was made for the pen, after adopting it: what it has waited for its first CPU is
 * the pen's, too. */
void pt_rec_book_from_birth(struct pt_rec_pen *p);

/*
 * The pen is lent to a thread that its own thread makes, waits for and is the only one to: it writes
 * as the pen's thread.  Bookings are put off as long: a thread cannot tell what another has used, and
 * for a new one schedstat costs more than making it.  At its end it gives the pen back, and with it what
 * it has used, which the next booking has.  keep: there is no such thread after all.
 */
void pt_rec_pen_lend(struct pt_rec_pen *p);
void pt_rec_pen_give_back(struct pt_rec_pen *p);
void pt_rec_pen_keep(struct pt_rec_pen *p);

/* By the pen's thread, or after it has gone.  Do not use the pen any more. */
void pt_rec_pen_close(struct pt_rec_pen *p);

/*
 * Books what the kernel says of the time since the last booking (or adoption): CPU time to CPU_NS,
 * run delay to the DELAY counter of the state `left`, and time in WORK that is neither to
 * BLOCKED_NS.  By the pen's thread; system calls, so only at the end of long intervals, and from
 * time to time (booked_at: its ticks) where all are short.
 */
void pt_rec_book(struct pt_rec_pen *p, enum pt_rec_state left);

/*
 * The same for a booking that was put off when the worker woke, because reading schedstat takes
 * longer than waking.  The wake took wake_ns from its sender to the woken worker: so much of the
 * delay at most is of PARK, the rest of what it has done since.
 */
void pt_rec_book_woken(struct pt_rec_pen *p, enum pt_rec_state left, uint64_t wake_ns);

/* Registers a text; ids count from 1, 0 when there are no more. */
uint32_t pt_rec_label(struct pt_rec_writer *w, const char *text);
void pt_rec_meta(struct pt_rec_writer *w, const char *key, const char *value);

/*
 * Marks a phase over the workers in slots [first_slot, first_slot + workers).  Returns its id,
 * from 1.  The end writes what each worker did in it.  Phases may overlap.
 */
uint32_t pt_rec_phase_begin(struct pt_rec_writer *w, enum pt_rec_phase_kind kind, uint32_t index,
	uint32_t first_slot, uint32_t workers);
void pt_rec_phase_end(struct pt_rec_writer *w, uint32_t id, uint64_t elapsed_ns, int32_t status);

/* How much of the room for labels, metadata and phases is used: 0 to 1.  From any thread. */
double pt_rec_journal_used(struct pt_rec_writer *w);

/*
 * By the parent, with a descriptor of the recording open for writing, after waitpid(): the
 * process `pid` is gone.  If it is the one that recorded, the recording then says how it ended;
 * a recording that was not closed becomes STOPPED when its process is not there any more.
 * 0 or -errno.
 */
int pt_rec_stopped(int fd, pid_t pid, int wait_status);

/* Cold part of pt_rec_room: the next chunk. */
bool pt_rec_rollover(struct pt_rec_pen *p, unsigned slots);

/* ---- hot path, by the pen's thread ---- */

static inline uint64_t
pt_rec_ticks(void)
{
	return pt_ticks();
}

/*
 * Room first, then the clock: a time stamp taken before the rollover would be older than the head
 * of the chunk it lands in.
 */
static inline bool
pt_rec_room(struct pt_rec_pen *p, unsigned slots)
{
	return __builtin_expect(p->end - p->cur >= (ptrdiff_t)slots, 1) ||
		pt_rec_rollover(p, slots);
}

/* Events in the page cache are read by pread: plain stores, committed by the release below. */
static inline void
pt_rec_put(struct pt_rec_pen *p, uint64_t ts, uint8_t type, uint8_t c, uint16_t a, uint32_t b)
{
	/* two stores, whatever the compiler makes of small fields */
	const uint64_t slot[2] = { ts,
		type | (uint64_t)c << 8 | (uint64_t)a << 16 | (uint64_t)b << 32 };

	__builtin_memcpy((void *)p->cur, &slot[0], 8);
	__builtin_memcpy((uint8_t *)p->cur + 8, &slot[1], 8);
	p->cur++;
	p->position += sizeof(struct pt_rec_event);
	/* pairs with the acquire of position in readers */
	pt_lap_commit(&p->page->position, p->position);
}

static inline void
pt_rec_emit(struct pt_rec_pen *p, uint8_t type, uint8_t c, uint16_t a, uint32_t b)
{
	if (pt_rec_room(p, 1))
		pt_rec_put(p, pt_rec_ticks(), type, c, a, b);
}

/* e has ts, type, c, a, b; payload is 16 bytes. */
static inline void
pt_rec_put_wide(struct pt_rec_pen *p, struct pt_rec_event e, const void *payload)
{
	p->cur[0] = e;
	__builtin_memcpy(&p->cur[1], payload, sizeof(struct pt_rec_event));
	p->cur += 2;
	p->wide++;
	p->position += 2 * sizeof(struct pt_rec_event);
	/* pairs with the acquire of position in readers */
	pt_lap_commit(&p->page->position, p->position);
}

static inline void
pt_rec_emit_wide(struct pt_rec_pen *p, struct pt_rec_event e, const void *payload)
{
	if (pt_rec_room(p, 2)) {
		e.ts = pt_rec_ticks();
		pt_rec_put_wide(p, e, payload);
	}
}

static inline void
pt_rec_add(_Atomic uint64_t *word, uint64_t n)
{
	atomic_store_explicit(word, atomic_load_explicit(word, memory_order_relaxed) + n,
		memory_order_relaxed);
}

static inline void
pt_rec_count(struct pt_rec_pen *p, enum pt_counter counter, uint64_t n)
{
	pt_rec_add(&p->page->counter[counter], n);
}

/* Of a gauge: raises it to value. */
static inline void
pt_rec_raise(struct pt_rec_pen *p, enum pt_counter gauge, uint64_t value)
{
	if (atomic_load_explicit(&p->page->counter[gauge], memory_order_relaxed) < value)
		atomic_store_explicit(&p->page->counter[gauge], value, memory_order_relaxed);
}

/* One task taken from the worker in recording slot `victim`: row of the matrix and STOLEN. */
static inline void
pt_rec_count_steal(struct pt_rec_pen *p, uint32_t victim)
{
	pt_rec_count(p, PT_COUNTER_STOLEN, 1);
	if (victim < p->victims)
		pt_rec_add(&p->stolen_from[victim], 1);
}

/* A state edge.  `label`: of the task or loop that it is about, 0: none. */
static inline void
pt_rec_enter(struct pt_rec_pen *p, enum pt_rec_state to, uint16_t label, uint32_t depth)
{
	struct pt_rec_worker *g = p->page;
	bool room = p->level >= PT_REC_LEVEL_STEALS && pt_rec_room(p, 1);
	uint64_t now = pt_rec_ticks();
	uint32_t seq = atomic_load_explicit(&g->seq, memory_order_relaxed);
	uint32_t was = atomic_load_explicit(&g->state, memory_order_relaxed) & (PT_REC_STATES - 1);
	uint64_t since = atomic_load_explicit(&g->since, memory_order_relaxed);

	/* seqlock: odd while it changes; the fence keeps the stores below after the odd value */
	atomic_store_explicit(&g->seq, seq + 1, memory_order_relaxed);
	pt_rec_fence(memory_order_release);
	pt_rec_add(&g->spent[was], now - since);
	atomic_store_explicit(&g->state, to | (uint32_t)label << 16, memory_order_relaxed);
	atomic_store_explicit(&g->since, now, memory_order_relaxed);
	atomic_store_explicit(&g->depth, depth, memory_order_relaxed);
	atomic_store_explicit(&g->seq, seq + 2, memory_order_release);
	if (room)
		pt_rec_put(p, now, PT_REC_EV_STATE, (uint8_t)to, label, depth);
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The recording: layout of the file and of the memory shared with live readers (format 1.2).
 *
 * One file is the live view, the trace and the post-mortem.  All fields are little endian and
 * naturally aligned; there are no pointers.  doc/trace-format.md is the same in words.
 *
 *	0		header		one page
 *	worker_off	worker pages	worker_size * worker_slots
 *	chunk_off	chunks		chunk_size each, to the end of the file
 *
 * A chunk is one CTF 1.8 packet.  Chunk 0 is the journal (labels, metadata, phases); every other
 * chunk holds events of one worker, more journal, samples of the workers' pages, or the index that a
 * clean end writes.
 *
 * Everything here is an ABI: a field or id never changes its meaning, new meaning is a new id.
 */
#ifndef PT_RECORDING_LAYOUT_H
#define PT_RECORDING_LAYOUT_H

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "recordings are little endian"
#endif

#define PT_REC_MAGIC		UINT64_C(0x0a1a0a0d52545089)	/* "\x89PTR\r\n^Z\n" */
#define PT_REC_CONTROL_MAGIC	UINT64_C(0x314c5443454352)
#define PT_REC_CTF_MAGIC	UINT32_C(0xc1fc1fc1)
#define PT_REC_ENDIAN		UINT32_C(0x01020304)
#define PT_REC_MAJOR		1
#define PT_REC_MINOR		2
#define PT_REC_PAGE		4096u
#define PT_REC_HEAD_ALIGN	65536u		/* chunk_off is a multiple of this */
#define PT_REC_CHUNK_MIN	4096u		/* for tests: rollovers become frequent */
#define PT_REC_CHUNK		65536u
#define PT_REC_CHUNK_MAX	(1u << 20)
#define PT_REC_SLOTS_MAX	4096u
#define PT_REC_SLOTS		1024u		/* default */
#define PT_REC_RING_MAX		65536u
#define PT_REC_COUNTERS		32
#define PT_REC_STATES		8
#define PT_REC_ROW_OFF		512		/* of the steal row in a worker page; to its end */
#define PT_REC_VICTIMS		((PT_REC_PAGE - PT_REC_ROW_OFF) / 8)	/* of a page of 4096 */
#define PT_REC_LABELS_MAX	65535u
#define PT_REC_LABEL_BYTES	1024u
#define PT_REC_META_BYTES	16384u		/* key, its NUL and value */
#define PT_REC_NO_SLOT		UINT32_MAX

enum pt_rec_life {
	PT_REC_CREATING,
	PT_REC_LIVE,
	PT_REC_ENDED,		/* closed by its writer */
	PT_REC_STOPPED,		/* the parent says: the process ended without closing */
};

/* Every thread is in one of these; X(NAME, "name", what it means). */
#define PT_STATES(X) \
	X(OUT, "out", "outside of the pool") \
	X(WORK, "work", "in tasks") \
	X(SEARCH, "search", "looking for work") \
	X(PARK, "park", "asleep, nothing to do") \
	X(WAIT, "wait", "at a join whose child a thief has") \
	X(RUNTIME, "runtime", "inside the runtime") \
	X(PAUSED, "paused", "held by a viewer") \
	X(BLOCKED, "blocked", "in the system, by the program's own doing")

enum pt_rec_state {
#define PT_X(name, text, what) PT_REC_##name,
	PT_STATES(PT_X)
#undef PT_X
};

/*
 * Counters of a worker: monotone, stored by the owner only.  The one table of them: a new counter
 * is a line here, since all code that shows counters loops over it.
 * X(NAME, "name", is a gauge, "unit", "help").
 * A gauge is a maximum: a phase reports its value, not a difference; of several workers the largest
 * counts, not the sum.
 * Tasks of a worker = spawned - joined + steals - cancelled + chunks.
 * Its stealable tasks = published - retracted - sum of stolen_from[it] over all thieves.
 * From 1.2 on: blocked_ns (if PT_REC_HAVE_BLOCKED), and the runs, counted by worker 0.
 */
#define PT_COUNTERS(X) \
	X(SPAWNED, "spawned", 0, "", "tasks it spawned") \
	X(STOLEN, "steals", 0, "", "tasks it took from others") \
	X(LEAPS, "leaps", 0, "", "of these, from the thief of what it waits for") \
	X(TRIES, "steal_attempts", 0, "", "attempts to steal, successful or not") \
	X(LOST, "lost_races", 0, "", "attempts that found a task, but another worker was faster") \
	X(REQUESTS, "requests", 0, "", "times it asked a worker with private tasks for some") \
	X(SLOW_SPAWN, "slow_spawn", 0, "", "spawns that were asked for something") \
	X(SLOW_SYNC, "slow_sync", 0, "", "syncs that were asked for something") \
	X(PUBLISHED, "published", 0, "", "tasks it made stealable") \
	X(RETRACTED, "retracted", 0, "", "of these, those that it made private again") \
	X(JOINED, "joined", 0, "", "own tasks that were stolen, as found at their sync") \
	X(OVERFLOW, "overflow", 0, "", "spawns run in place, since no slot was free") \
	X(CANCELLED, "cancelled", 0, "", "tasks dropped before they ran") \
	X(SPLITS, "splits", 0, "", "ranges split because another worker asked for work") \
	X(CHUNKS, "chunks", 0, "", "chunks of ranges it ran") \
	X(PARKS, "parks", 0, "", "times it went to sleep") \
	X(WAKES, "wakes", 0, "", "other workers it woke") \
	X(NEST_MAX, "nest_max", 1, "", "deepest nesting of stolen tasks") \
	X(CPU_NS, "cpu_ns", 0, "ns", "on a CPU") \
	X(DELAY_WORK_NS, "delay_work_ns", 0, "ns", "runnable but not running, in tasks") \
	X(DELAY_SEARCH_NS, "delay_search_ns", 0, "ns", "the same, looking for work") \
	X(DELAY_WAIT_NS, "delay_wait_ns", 0, "ns", "the same, at a join") \
	X(DELAY_OTHER_NS, "delay_other_ns", 0, "ns", "the same, otherwise (in runs: asleep)") \
	X(STACK_MAX_BYTES, "stack_max_bytes", 1, "bytes", "C stack, as deep as was seen") \
	X(SLOTS_MAX, "slots_max", 1, "", "most task slots in use, as of its last rest") \
	X(BLOCKED_NS, "blocked_ns", 0, "ns", "in tasks, neither on a CPU nor runnable") \
	X(RUNS, "runs", 0, "", "runs of its pool, begun and ended") \
	X(RUN_NS, "run_ns", 0, "ns", "their lengths together") \
	X(RUN_MAX_NS, "run_max_ns", 1, "ns", "the longest of them") \
	X(THREADS, "threads", 0, "", "threads made for a chunk each")

enum pt_counter {
#define PT_X(name, text, gauge, unit, help) PT_COUNTER_##name,
	PT_COUNTERS(PT_X)
#undef PT_X
	PT_COUNTERS_USED,
};

enum pt_rec_clock { PT_REC_CLOCK_MONOTONIC, PT_REC_CLOCK_TSC, PT_REC_CLOCK_CNTVCT };
enum pt_rec_policy { PT_REC_STOP, PT_REC_OVERWRITE };
enum pt_rec_level { PT_REC_LEVEL_COUNTERS, PT_REC_LEVEL_STEALS, PT_REC_LEVEL_TASKS,
	PT_REC_LEVEL_FULL };
enum pt_rec_stream { PT_REC_STREAM_EVENTS, PT_REC_STREAM_JOURNAL, PT_REC_STREAM_INDEX,
	PT_REC_STREAM_SAMPLES };
enum pt_rec_worker_life { PT_REC_SLOT_FREE, PT_REC_SLOT_USED, PT_REC_SLOT_GONE };
/* Bits of header.have. */
enum pt_rec_have { PT_REC_HAVE_BLOCKED = 1 /* BLOCKED_NS is counted: the kernel tells enough */ };
enum pt_rec_fault { PT_REC_FAULT_SPACE = 1, PT_REC_FAULT_CUT = 2 };	/* bits of header.faults */

/* All clocks read at one instant. */
struct pt_rec_clocks {
	uint64_t ticks, monotonic_ns, realtime_ns, boottime_ns;
};

struct pt_rec_header {
	/* written once, before life becomes LIVE; covered by crc */
	uint64_t magic;
	uint32_t endian;
	uint16_t major, minor;
	uint32_t header_size, worker_size;
	uint32_t worker_slots, chunk_size;
	uint64_t worker_off, chunk_off;
	uint64_t need;		/* features: a reader that lacks one refuses */
	uint64_t have;		/* features: a reader that lacks one goes on */
	uint8_t uuid[16], boot_id[16];
	uint32_t pid, clock;	/* enum pt_rec_clock */
	uint64_t pid_start;	/* field 22 of /proc/PID/stat */
	uint64_t pid_ns;	/* inode of /proc/PID/ns/pid */
	uint64_t clock_hz;
	struct pt_rec_clocks begin;
	uint32_t control_fd;	/* of the control memfd in pid, ~0 none */
	uint32_t spare0;
	uint64_t spare1[10];
	uint32_t spare2;
	uint32_t crc;		/* CRC-32C of the 252 bytes before */

	/* live: words written by the runtime's process, each atomic on its own */
	_Atomic uint32_t life;		/* enum pt_rec_life */
	_Atomic uint32_t exit_status;	/* as of waitpid(), by the parent */
	_Atomic uint32_t level, policy;
	_Atomic uint64_t chunks;	/* chunk numbers handed out; never falls */
	_Atomic uint64_t chunk_cap;
	_Atomic uint64_t index;		/* number of the first index chunk, 0 none */
	_Atomic uint64_t index_len;	/* heads in it */
	_Atomic uint32_t workers;	/* slots ever taken: 0..workers-1 */
	_Atomic uint32_t refused;	/* threads that got no slot */
	_Atomic uint64_t journal_lost;	/* entries that did not fit */
	_Atomic uint64_t control_ack;	/* last command obeyed; bit 63: its lease ran out */
	_Atomic uint64_t control_mode;
	_Atomic uint64_t faults;	/* enum pt_rec_fault */
	_Atomic uint64_t claim;		/* pid of the process that records, 0 none yet: handover.h */
	uint64_t spare3[4];
	struct pt_rec_clocks end;	/* valid once life is ENDED */
	uint8_t pad[PT_REC_PAGE - 416];
};

/* Written by its worker alone; read through a mapping, every word atomically. */
struct pt_rec_worker {
	/* line 0: per event and per state edge */
	_Atomic uint64_t position;	/* chunk number << 32 | bytes used of it: the commit word */
	_Atomic uint64_t chunk_seq;	/* chunks begun by this worker */
	_Atomic uint64_t dropped;	/* events not written, ever */
	_Atomic uint32_t seq;		/* seqlock over state, since, depth and spent */
	_Atomic uint32_t state;		/* enum pt_rec_state | label << 16 */
	_Atomic uint64_t since;		/* ticks at which state began */
	_Atomic uint32_t depth;
	_Atomic uint32_t life;		/* enum pt_rec_worker_life */
	_Atomic uint32_t pool, index;	/* which pool, and which of its workers */
	_Atomic uint64_t written;	/* events in the chunks it has left, without clock and gap */
	_Atomic uint64_t spent[PT_REC_STATES];	/* ticks per state before since; sum = since - begun */
	/* lines 1, 2 */
	_Atomic uint64_t counter[PT_REC_COUNTERS];
	/* line 3: the worker's identity */
	_Atomic uint32_t tid, cpu, node, name;	/* name: label id */
	_Atomic uint64_t first_chunk;
	_Atomic uint64_t ring;		/* chunks of history kept when recycling, 0 all */
	_Atomic uint64_t begun;		/* ticks */
	_Atomic uint64_t perf[11];
	/* tasks taken from each victim, by recording slot; goes on to the end of the page */
	_Atomic uint64_t stolen_from[PT_REC_VICTIMS];
};

/* Head of every chunk: CTF packet.header and packet.context. */
struct pt_rec_chunk {
	uint32_t magic, stream;		/* enum pt_rec_stream */
	uint64_t ts_begin, ts_end;	/* ts_end 0: not closed */
	_Atomic uint64_t content_bits;	/* from the first byte; 0: not closed (events) */
	uint64_t packet_bits;
	uint32_t worker, discarded;	/* discarded: events lost so far, mod 2^32 */
	uint64_t seq;			/* per worker, from 0 */
	uint32_t next;			/* number of the worker's next chunk, 0 none */
	uint32_t state;			/* at ts_begin */
	uint64_t spent[PT_REC_STATES];	/* at ts_begin, the running state included */
};

/* One slot of a chunk.  A type with PT_REC_WIDE set is followed by a second slot of payload. */
struct pt_rec_event {
	uint64_t ts;
	uint8_t type, c;
	uint16_t a;
	uint32_t b;
};
#define PT_REC_WIDE 0x80

/*
 * X(NAME, id, "name", what c, a and b say).  "-": nothing.
 * Stamps: SPAWN before a thief can see the task, STEAL before the CAS that took it, STOLEN_END
 * before the store that lets the joiner go.
 */
#define PT_EVENTS(X) \
	X(PAD, 0, "pad", "-", "-", "-") \
	X(STATE, 1, "state", "state", "label", "depth") \
	X(WAKE_SENT, 2, "wake_sent", "-", "worker", "number") \
	X(WAKE_RUN, 3, "wake_run", "-", "worker", "number") \
	X(CANCEL, 4, "cancel", "-", "label", "error") \
	X(PHASE, 5, "phase", "kind", "index", "phase")	/* kind | 0x80: it ends */ \
	X(CLOCK, 6, "clock", "high", "middle", "low")	/* 56 bits of CLOCK_MONOTONIC, ns */ \
	X(GAP, 7, "gap", "-", "-", "lost")		/* events lost just before; saturates */ \
	X(LEVEL, 8, "level", "level", "-", "-") \
	X(MARK, 9, "mark", "-", "label", "value") \
	X(LEAF_BEGIN, 16, "leaf_begin", "depth", "label", "value") \
	X(TASK_END, 17, "task_end", "depth", "label", "-") \
	X(SPAWN, 32, "spawn", "flags", "label", "slot") \
	X(SYNC_RUN, 33, "sync_run", "-", "label", "slot") \
	X(SYNC_WAIT, 34, "sync_wait", "-", "thief", "slot") \
	X(SYNC_DONE, 35, "sync_done", "stolen", "label", "slot") \
	X(STOLEN_END, 36, "stolen_end", "-", "victim", "slot") \
	X(SYNC_DROP, 37, "sync_drop", "-", "label", "slot") \
	X(STEAL, PT_REC_WIDE | 1, "steal", "kind", "victim", "slot") \
	X(RANGE_BEGIN, PT_REC_WIDE | 2, "range_begin", "depth", "label", "group") \
	X(REQUEST, PT_REC_WIDE | 3, "request", "-", "thief", "-")

enum pt_rec_type {
#define PT_X(name, id, text, c, a, b) PT_REC_EV_##name = id,
	PT_EVENTS(PT_X)
#undef PT_X
};

#define PT_REC_PHASE_ENDS 0x80

/* Second slots. */
struct pt_rec_steal {		/* STEAL; kind: 0 child, 1 continuation */
	uint64_t age;		/* ticks since it could be stolen, 0 unknown */
	uint32_t tries;		/* attempts since the last success, this one included */
	uint16_t label, depth;
};
struct pt_rec_range {		/* RANGE_BEGIN */
	uint64_t lo, hi;
};

/* An entry of the journal: this, len bytes, padded to 8.  A later META of the same key wins. */
struct pt_rec_entry {
	uint16_t kind, len;
	uint32_t id;
};

enum pt_rec_entry_kind {
	PT_REC_ENTRY_LABEL = 1,	/* id, text */
	PT_REC_ENTRY_META = 2,	/* key NUL value */
	PT_REC_ENTRY_TYPE = 3,	/* a new event id: "id name c-name a-name b-name payload" */
	PT_REC_ENTRY_PHASE = 4,	/* id: phase; struct pt_rec_phase, at begin and again at end */
	PT_REC_ENTRY_WORKER = 5,	/* id: phase; struct pt_rec_phase_worker */
	PT_REC_ENTRY_ROW = 6,	/* id: phase; struct pt_rec_phase_row; a long row takes several */
	PT_REC_ENTRY_HEADER = 7,	/* copy of header bytes 0..255: the first entry; for salvage */
};

/*
 * What a worker's page said at an instant: this, then a number for each bit of `mask` from bit 0 on,
 * padded to 8.  A number is what the counter has gained since the worker's sample before it in the same
 * chunk (modulo 2^64), 7 bits a byte from the lowest, all but the last with bit 7.  Bit 31: the CPU,
 * not a difference.  Each chunk begins with all workers and all counters that are not 0.  A worker
 * without a sample in a round has not changed; when it does, a sample without numbers says up to when.
 */
struct pt_rec_sample {
	uint64_t ticks;
	uint32_t slot, mask;
};
#define PT_REC_SAMPLE_CPU 31
#define PT_REC_SAMPLE_BYTES_MAX (sizeof(struct pt_rec_sample) + 32 * 10 + 8)

#define PT_PHASES(X) \
	X(SETUP, 1, "set-up") \
	X(SEQUENTIAL, 2, "sequential") \
	X(ONE_WORKER, 3, "one worker") \
	X(RESET, 4, "reset") \
	X(RUN, 5, "run") \
	X(VERIFY, 6, "verify") \
	X(WARMUP, 7, "warm-up") \
	X(PREVIEW, 8, "preview") \
	X(CALIBRATE, 9, "calibrate")

enum pt_rec_phase_kind {
#define PT_X(name, id, text) PT_REC_PHASE_##name = id,
	PT_PHASES(PT_X)
#undef PT_X
};

struct pt_rec_phase {
	uint32_t kind, index;		/* enum pt_rec_phase_kind; which one of its kind */
	uint32_t first_slot, workers;	/* the workers it is about */
	uint64_t begin, end;		/* ticks; end 0: still running */
	uint64_t elapsed_ns;		/* as the runner measured it */
	int32_t status;
	uint32_t flags;			/* enum pt_rec_phase_flag */
	/* of the thread that marked begin and end, between them; from 1.2 on, see flags */
	uint64_t cpu_ns, delay_ns, blocked_ns;
};

/* What a phase's entry has at least; recordings of 1.1 have no more. */
#define PT_REC_PHASE_BYTES_MIN 48
enum pt_rec_phase_flag { PT_REC_PHASE_USAGE = 1 /* cpu_ns, delay_ns and blocked_ns are known */ };

/* What one worker did in the phase.  sum(spent) = end - begin. */
struct pt_rec_phase_worker {
	uint32_t slot, pad;
	uint64_t spent[PT_REC_STATES];		/* ticks */
	uint64_t counter[PT_REC_COUNTERS];	/* differences; gauges: the value at the end */
};

struct pt_rec_phase_pair {
	uint32_t victim, pad;
	uint64_t count;
};
struct pt_rec_phase_row {
	uint32_t slot, n;
	struct pt_rec_phase_pair pair[];
};

/* The control page: a sealed memfd of its own, never part of the recording. */
struct pt_rec_control {
	uint64_t magic;
	_Atomic uint32_t bell;		/* futex: bumped after a change */
	uint32_t pad0;
	_Atomic uint64_t command;	/* gen(23) << 40 | op(8) << 32 | arg(32) */
	_Atomic uint64_t beat;		/* bumped by a living viewer */
	uint8_t pad[PT_REC_PAGE - 32];
};

/*
 * A fence, for the seqlocks and chunk rollovers.  gcc warns that its thread sanitizer does not see
 * fences; all words that ours order are atomic, so it has no race to report.
 */
static inline void
pt_rec_fence(memory_order order)
{
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtsan"
#endif
	atomic_thread_fence(order);
#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
}

#define PT_AT(s, f, o) static_assert(offsetof(struct s, f) == (o), #s "." #f)
PT_AT(pt_rec_header, endian, 8);
PT_AT(pt_rec_header, header_size, 16);
PT_AT(pt_rec_header, worker_slots, 24);
PT_AT(pt_rec_header, worker_off, 32);
PT_AT(pt_rec_header, need, 48);
PT_AT(pt_rec_header, uuid, 64);
PT_AT(pt_rec_header, pid, 96);
PT_AT(pt_rec_header, pid_start, 104);
PT_AT(pt_rec_header, clock_hz, 120);
PT_AT(pt_rec_header, begin, 128);
PT_AT(pt_rec_header, control_fd, 160);
PT_AT(pt_rec_header, crc, 252);
PT_AT(pt_rec_header, life, 256);
PT_AT(pt_rec_header, chunks, 272);
PT_AT(pt_rec_header, index, 288);
PT_AT(pt_rec_header, workers, 304);
PT_AT(pt_rec_header, journal_lost, 312);
PT_AT(pt_rec_header, control_ack, 320);
PT_AT(pt_rec_header, faults, 336);
PT_AT(pt_rec_header, claim, 344);
PT_AT(pt_rec_header, end, 384);
static_assert(sizeof(struct pt_rec_header) == PT_REC_PAGE, "header");
PT_AT(pt_rec_worker, seq, 24);
PT_AT(pt_rec_worker, since, 32);
PT_AT(pt_rec_worker, depth, 40);
PT_AT(pt_rec_worker, pool, 48);
PT_AT(pt_rec_worker, written, 56);
PT_AT(pt_rec_worker, spent, 64);
PT_AT(pt_rec_worker, counter, 128);
PT_AT(pt_rec_worker, tid, 384);
PT_AT(pt_rec_worker, first_chunk, 400);
PT_AT(pt_rec_worker, perf, 424);
PT_AT(pt_rec_worker, stolen_from, PT_REC_ROW_OFF);
static_assert(sizeof(struct pt_rec_worker) == PT_REC_PAGE, "worker");
PT_AT(pt_rec_chunk, ts_begin, 8);
PT_AT(pt_rec_chunk, content_bits, 24);
PT_AT(pt_rec_chunk, packet_bits, 32);
PT_AT(pt_rec_chunk, worker, 40);
PT_AT(pt_rec_chunk, seq, 48);
PT_AT(pt_rec_chunk, next, 56);
PT_AT(pt_rec_chunk, spent, 64);
static_assert(sizeof(struct pt_rec_chunk) == 128, "chunk");
static_assert(sizeof(struct pt_rec_event) == 16, "event");
static_assert(sizeof(struct pt_rec_steal) == 16 && sizeof(struct pt_rec_range) == 16, "payload");
static_assert(sizeof(struct pt_rec_entry) == 8, "entry");
static_assert(sizeof(struct pt_rec_phase) == 72, "phase");
static_assert(sizeof(struct pt_rec_phase_worker) == 328, "phase worker");
static_assert(sizeof(struct pt_rec_phase_row) == 8 && sizeof(struct pt_rec_phase_pair) == 16, "row");
static_assert(sizeof(struct pt_rec_control) == PT_REC_PAGE, "control");
static_assert(sizeof(_Atomic uint64_t) == 8 && ATOMIC_LLONG_LOCK_FREE == 2, "lock-free words");
static_assert(PT_COUNTERS_USED <= PT_REC_SAMPLE_CPU, "counters");
static_assert(sizeof(struct pt_rec_sample) == 16, "sample");
#undef PT_AT

#endif

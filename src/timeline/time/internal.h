/* SPDX-License-Identifier: MIT */
/* Inside of the queries over time; the words are in time.h. */
#ifndef PT_TIMELINE_TIME_INTERNAL_H
#define PT_TIMELINE_TIME_INTERNAL_H

#include <limits.h>

#include "timeline/time/time.h"

#define PT_TIME_STACK 6 /* labels that a digest keeps, the outermost first */
#define PT_TIME_POINTS 64
#define PT_TIME_TILE 64
#define PT_TIME_EDGES 32 /* S is kept at every so many edges of a decoded chunk */
#define PT_TIME_NEST 256 /* labels of tasks within each other that are followed */

/* The labels around what is being worked on; without a task it is that of the state. */
struct pt_time_labels {
	uint16_t stack[PT_TIME_NEST];
	uint32_t depth;
	uint16_t base;
};

struct pt_time_points {
	uint8_t share[PT_TIME_POINTS][PT_REC_STATES], steals[PT_TIME_POINTS];
	uint16_t label[PT_TIME_POINTS];
};

enum pt_time_mark {
	PT_TIME_PURE = 1,
	PT_TIME_HOLE = 2, /* events were lost between this head and the next */
	PT_TIME_DIGESTED = 4,
	PT_TIME_ONE_LABEL = 8,
	PT_TIME_GONE = 16, /* its events cannot be read any more */
};

struct pt_time_chunk {
	uint64_t begin, end; /* end: of its last event, 0: the lane is still in it */
	uint64_t spent[PT_REC_STATES];
	uint64_t seq;
	uint32_t number, discarded;
	uint16_t label;
	uint8_t state, marks;
	/* its digest */
	uint16_t depth, nest, most; /* of labels; of the state; the label of most of it */
	uint16_t stack[PT_TIME_STACK];
	uint64_t since;                  /* of the state at its begin */
	uint64_t before[PT_TIME_COUNTS]; /* counts at its begin */
	struct pt_time_points *points;   /* NULL: it is not mixed */
};

/* How far the digests of a lane are. */
struct pt_time_progress {
	size_t chunks;
	uint64_t count[PT_TIME_COUNTS];
	struct pt_time_labels labels;
	uint64_t since;
	uint32_t nest;
	bool after_steal; /* the next range is a stolen one, no chunk of its own loop */
};

struct pt_time_lane {
	struct pt_time_chunk *chunk;
	size_t len, cap;
	uint64_t begun;
	struct pt_time_chunk end; /* what its page says: the last point of S */
	struct pt_time_progress done;
	uint16_t *victim; /* of all its steals, in order; finished recordings only */
	size_t victims, victims_cap;
};

/* ---- decoded chunks ---- */

struct pt_time_edge {
	uint64_t at;
	uint16_t label, depth;
	uint8_t state;
};
struct pt_time_run { /* a label, from here on */
	uint64_t at;
	uint16_t label;
};

struct pt_time_decoded {
	struct pt_time_decoded *newer, *older, *chain;
	uint32_t lane;
	uint64_t seq;
	size_t used, bytes; /* used: bytes of the chunk when it was decoded */
	uint32_t edges, steals, runs;
	uint64_t (*spent)[PT_REC_STATES]; /* at every PT_TIME_EDGES-th edge */
	struct pt_time_edge *edge;
	struct pt_time_arrow *steal;
	struct pt_time_run *run;
};

#define PT_TIME_BUCKETS 4096
#define PT_TIME_CACHE_BYTES (UINT64_C(64) << 20)

struct pt_time_cache {
	struct pt_time_decoded *bucket[PT_TIME_BUCKETS], *newest, *oldest;
	size_t bytes, most;
};

/* ---- tiles ---- */

struct pt_time_tile {
	uint64_t index; /* of the first column, in tiles */
	uint32_t lane;
	unsigned zoom;
	bool used, whole; /* whole: nothing in it can become better */
	uint64_t spent[PT_TIME_TILE + 1][PT_REC_STATES];
	uint64_t steals[PT_TIME_TILE + 1];
	uint16_t label[PT_TIME_TILE];
	uint8_t flags[PT_TIME_TILE];
};

#define PT_TIME_TILES 4096

/* ---- samples of the pages ---- */

struct pt_time_sample_chunk {
	uint64_t begin;
	uint32_t number;
};

/* The samples of one chunk, by lane and then by time. */
struct pt_time_sampled {
	size_t chunk; /* index into the chunks of samples, plus 1; 0: empty */
	struct pt_rec_sampled *sample;
	size_t *first; /* by lane, lanes + 1 of them */
};

#define PT_TIME_SAMPLED 8 /* that are kept */

struct pt_time {
	struct pt_rec_reader *r;
	struct pt_time_lane *lane;
	size_t lanes_cap;
	uint32_t lanes;
	uint64_t begin, end;
	bool live;
	unsigned budget; /* chunks that may still be decoded */
	struct pt_rec_chunk *buffer;
	struct pt_time_cache cache;
	struct pt_time_tile *tile[PT_TIME_TILES];
	struct pt_time_sample_chunk *samples; /* by time */
	size_t samples_len, sampled_next;
	struct pt_time_sampled sampled[PT_TIME_SAMPLED];
	struct pt_rec_event stepped[2]; /* the event of the last step, and its payload */
};

/* ---- heads.c ---- */

/* The chunk of a lane that begins last at or before `at`; -1: none does. */
ptrdiff_t pt_time_find(const struct pt_time_lane *l, uint64_t at);
/* The head, or the page, behind chunk k. */
const struct pt_time_chunk *pt_time_next(const struct pt_time_lane *l, size_t k);

/* ---- sampled.c ---- */

/* Finds the chunks of samples in the index. */
void pt_time_samples_begin(struct pt_time *t);
void pt_time_samples_fini(struct pt_time *t);

/* ---- decode.c ---- */

/* The events of a chunk in t->buffer; returns their slots, 0: they cannot be read. */
size_t pt_time_load(struct pt_time *t, const struct pt_time_lane *l, struct pt_time_chunk *c);
static inline const struct pt_rec_event *
pt_time_events(const struct pt_time *t)
{
	return (const struct pt_rec_event *)(const void *)(t->buffer + 1);
}
/* Valid up to the next call.  NULL: the budget is spent, or its events cannot be read. */
const struct pt_time_decoded *pt_time_decode(struct pt_time *t, uint32_t lane, size_t k);
void pt_time_cache_fini(struct pt_time_cache *c);
/* S at an instant of a decoded chunk. */
void pt_time_decoded_states(const struct pt_time_chunk *c, const struct pt_time_decoded *d,
	uint64_t at, uint64_t spent[PT_REC_STATES]);
/* Edges at or before `at`. */
uint32_t pt_time_edges_to(const struct pt_time_decoded *d, uint64_t at);

/* ---- states.c ---- */

/* As pt_time_states(), within t->budget. */
unsigned pt_time_states_within(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack,
	uint64_t spent[PT_REC_STATES]);

/* ---- labels.c ---- */

/* Takes what begins and ends tasks, and the label of a new state.  True: it may be another label now. */
bool pt_time_labels_take(struct pt_time_labels *l, const struct pt_event *e);
uint16_t pt_time_label(const struct pt_time_labels *l);
/* As they are at a chunk's begin, by its digest. */
void pt_time_labels_at(struct pt_time_labels *l, const struct pt_time_chunk *c);

/* ---- digest.c, points.c ---- */

void pt_time_count_event(struct pt_time_progress *p, const struct pt_event *e);
/* The 64 pieces of chunk k, whose events are in t->buffer, by its digest. */
void pt_time_make_points(struct pt_time *t, uint32_t lane, size_t k, size_t slots);
/* S at `at` by the points; b: what is behind the chunk. */
void pt_time_points_states(const struct pt_time_chunk *c, const struct pt_time_chunk *b,
	uint64_t at, uint64_t spent[PT_REC_STATES]);

/* ---- counts.c ---- */

/* Counts at the begin of what is behind chunk k; false: its digest is not made. */
bool
pt_time_count_behind(const struct pt_time_lane *l, size_t k, enum pt_time_count what, uint64_t *n);
/* Steals of a lane before `at`, off by what happened within `slack` ticks.  False: not known yet. */
bool pt_time_stolen(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack, uint64_t *n);

#endif

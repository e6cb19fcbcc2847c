/* SPDX-License-Identifier: MIT */
/*
 * A recording over time: what its workers did between any two instants, live or finished.
 *
 * One function carries it all: S(t), the ticks that a worker has spent in each state up to t.  The
 * heads of the chunks hold it at their begins, to the tick; so most of a picture comes from heads
 * alone, and only chunks that several columns look into are read.
 *
 *	lane	a worker's slot over time
 *	head	of a chunk: S at its begin.  *Pure*: the lane is in one state up to the next head,
 *		so S is a straight line and the chunk need not be read
 *	digest	what one pass over a chunk's events says, made in the background: counts before it,
 *		labels around it, which label most of it was about
 *	points	of a digest, where a chunk is mixed: its states, steals and labels in 64 pieces
 *	column	begins at a multiple of its length, so a picture that is moved keeps most of its
 *		columns.  64 of a lane are a *tile*
 *	zoom	numbers the lengths of columns, of which four double: 4, 5, 6, 7, 8, 10, 12 ... ticks
 *
 * A query says by how much it may be off (slack) and how many chunks it may read (budget): a frame
 * costs its columns, never the events below.  What is over the budget is drawn as a straight line,
 * said to be rough, and better the next time.
 *
 * Everything in the file is hostile: a head counts only when it fits the one before it.  One thread at
 * a time, that of the reader.  Memory: 300 bytes a chunk, 700 more for a mixed one, and caches.
 */
#ifndef PT_TIMELINE_TIME_TIME_H
#define PT_TIMELINE_TIME_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/decode.h"
#include "recording/reader.h"

struct pt_time;

/* The reader stays the caller's, open as long as this; of a finished recording its index is built.
 * NULL: the recording cannot be read (r->error). */
struct pt_time *pt_time_open(struct pt_rec_reader *r);
void pt_time_close(struct pt_time *t); /* NULL is fine */

/* Looks at a live recording again, at `now` ticks: takes over the heads that are new.  False: it is
 * gone.  Cost: a microsecond per worker and new chunk. */
bool pt_time_look(struct pt_time *t, uint64_t now);

/* Makes digests of `chunks` more chunks, the oldest first.  False: there are no more to make.
 * Cost: about 50 us each. */
bool pt_time_work(struct pt_time *t, unsigned chunks);

/* From the recording's begin to the last instant that is known. */
void pt_time_span(const struct pt_time *t, uint64_t *begin, uint64_t *end);
uint32_t pt_time_lanes(const struct pt_time *t);

/* What is to be said of an answer. */
enum pt_time_flag {
	PT_TIME_ROUGH = 1, /* the budget was spent: a straight line where more could be known */
	PT_TIME_LOST = 2,  /* events were lost here: only sums over the hole are known */
	PT_TIME_OVERWRITTEN = 4, /* a ring has written over it */
	PT_TIME_BEFORE = 8,      /* the lane did not exist yet */
	PT_TIME_AFTER = 16,      /* nothing is known of the time from here on */
};

/* ---- one instant ---- */

/* Ticks per state of a lane up to `at`, off by `slack` ticks at most; slack 0 is exact.  Returns flags. */
unsigned pt_time_states(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t slack,
	uint64_t spent[PT_REC_STATES]);

/* What a lane is doing at `at`. */
struct pt_time_now {
	uint8_t state;
	uint16_t label, depth; /* label: of the state; 0 none */
	uint64_t since;        /* ticks; 0: not known */
	uint64_t spent[PT_REC_STATES];
	unsigned flags;
};
void pt_time_now(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_time_now *out);

/* What events tell of a lane up to an instant; a count is complete where its events are recorded. */
enum pt_time_count {
	PT_TIME_STOLEN,
	PT_TIME_TRIES,
	PT_TIME_SPAWNED,
	PT_TIME_RAN, /* own tasks, at their sync */
	PT_TIME_JOINED,
	PT_TIME_CANCELLED,
	PT_TIME_CHUNKS,
	PT_TIME_PARKS,
	PT_TIME_WAKES,
	PT_TIME_COUNTS
};
/* False: not known, since digests are not made up to there. */
bool pt_time_counts(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t counts[PT_TIME_COUNTS]);

/* Whether the events of a lane tell of all its steals: none were lost, and all its digests are made. */
bool pt_time_has_all_steals(struct pt_time *t, uint32_t lane);

/* How many tasks a lane had taken from each of n slots by then.  False: not known, since digests are not
 * made up to there, or the recording is live. */
bool pt_time_row(struct pt_time *t, uint32_t lane, uint64_t at, uint64_t *row, size_t n);

/* All counters of a lane at an instant, from the samples of its page around it. */
struct pt_time_counters {
	uint64_t value[PT_REC_COUNTERS];
	uint32_t exact; /* bits of the counters that are not between two values */
	uint32_t cpu;   /* the lane was on last */
	bool known;     /* false: the recording has no samples, nothing above counts */
};
void pt_time_counters(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_time_counters *out);

/* ---- columns ---- */

#define PT_TIME_ZOOM_MAX 200
#define PT_TIME_ZOOM_TWICE 4 /* so many steps double a column */

/* Ticks of a column. */
static inline uint64_t
pt_time_column(unsigned zoom)
{
	return (PT_TIME_ZOOM_TWICE + (uint64_t)zoom % PT_TIME_ZOOM_TWICE)
		<< zoom / PT_TIME_ZOOM_TWICE;
}

struct pt_time_view {
	uint64_t column; /* number of the first one: it begins at column * pt_time_column(zoom) */
	unsigned zoom;
	uint32_t columns;
	unsigned budget; /* chunks that may be read for the whole picture */
};

struct pt_time_cell {
	uint8_t share[PT_REC_STATES]; /* of 255 */
	uint8_t top, flags;           /* the state that most of it was; enum pt_time_flag */
	uint16_t label;               /* of most of its work, 0 none or not known */
	uint32_t steals;              /* by this lane */
};

/* Fills v->columns cells of one lane; v->budget is lowered by what was read.  False: some are rough, or
 * their digests are not made: draw again. */
bool
pt_time_draw(struct pt_time *t, uint32_t lane, struct pt_time_view *v, struct pt_time_cell *out);

/* ---- events ---- */

struct pt_time_arrow {    /* a steal */
	uint64_t at, age; /* age: ticks since the task could be stolen, 0 not known */
	uint32_t thief, victim, tries;
	uint16_t label, depth;
};

/* The steals of all lanes in [from, to), if there are `max` at most; else none, since the counts of
 * the columns say more.  *all: how many there are.  Returns those written. */
size_t pt_time_arrows(struct pt_time *t, uint64_t from, uint64_t to, struct pt_time_arrow *out,
	size_t max, uint64_t *all);

/* An event of a recording, to be found again. */
struct pt_time_cursor {
	uint64_t at;
	uint32_t lane;
	uint64_t seq; /* of its chunk */
	uint32_t index;
};

#define PT_TIME_ANY_LANE UINT32_MAX

/* What is looked for.  Zeroed: any event. */
struct pt_time_wanted {
	bool (*takes)(void *arg, const struct pt_event *e); /* NULL: all */
	void *arg;
	/* Where it is given, only events that count here: chunks in which it stays are passed over. */
	enum pt_time_count counted;
	bool is_counted;
};

/*
 * The next event after the cursor (direction > 0) or the last before it, of one lane or of all, that
 * is wanted (NULL: all).  Events of one instant are in the order of the lanes.  A cursor of
 * which only `at` is set, lane 0, stands before all events of that instant.
 * e->raw and its payload are valid up to the next call.  False: there is none, *c is as it was.
 */
bool pt_time_step(struct pt_time *t, struct pt_time_cursor *c, int direction, uint32_t lane,
	const struct pt_time_wanted *wanted, struct pt_event *e);

/* The first stretch of a lane out of work that begins at `from` or later (direction < 0: the last one
 * that begins before it) and lasts `at_least` ticks.  False: there is none. */
bool pt_time_gap(struct pt_time *t, uint32_t lane, uint64_t from, int direction, uint64_t at_least,
	uint64_t gap[2]);

#endif

/* SPDX-License-Identifier: MIT */
/* Recordings for the tests of queries over time: written by real pens in no order, and read again
 * event by event to compare with. */
#ifndef PT_TESTS_TIME_FILE_H
#define PT_TESTS_TIME_FILE_H

#include "recording/decode.h"
#include "tests/unit/rec_file.h"
#include "timeline/time/time.h"

#define TIME_LANES 4

struct time_file {
	int fd;
	struct pt_rec_writer *w;
	struct pt_rec_pen *pen[TIME_LANES];
	uint64_t random;
};

/* ring 0: growing up to cap bytes (0: no limit that matters). */
void time_begin(struct time_file *f, uint32_t ring, uint64_t cap);
/* So many events more: edges, steals, ranges, leaves, spawns, by any of the lanes. */
void time_write(struct time_file *f, unsigned events);
void time_close(struct time_file *f);
void time_fini(struct time_file *f);

/* All events of a finished recording, lane by lane, without those of the writer. */
struct time_event {
	uint64_t at;
	struct pt_event e;
	struct pt_rec_event raw[2];
};
struct time_truth {
	struct time_event *event[TIME_LANES];
	size_t len[TIME_LANES];
	uint64_t begun[TIME_LANES];
};
void time_read(struct time_truth *t, struct pt_rec_reader *r);
void time_forget(struct time_truth *t);

/* What the events of a lane say: ticks per state up to `at`, how many of a type before it. */
void time_true_states(const struct time_truth *t, uint32_t lane, uint64_t at,
	uint64_t spent[PT_REC_STATES]);
uint64_t time_true_count(const struct time_truth *t, uint32_t lane, uint64_t at, uint8_t type);

/* An instant between the first and the last event. */
uint64_t time_some(struct time_file *f, const struct time_truth *t);

#endif

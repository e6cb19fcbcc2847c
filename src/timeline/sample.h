/* SPDX-License-Identifier: MIT */
/*
 * The workers of a pool as their pages say at one instant, and what lies between two instants.
 *
 * A page's times end at the last change of state; a sample adds the state that still lasts.
 * Run delay and blocked time are booked by workers at the end of long states only, so of a worker
 * that has been in one state for long a live sample asks the kernel (a probe) and counts what is
 * not booked yet to that state: a task of two seconds shows its off-cpu time while it lasts.
 */
#ifndef PT_TIMELINE_SAMPLE_H
#define PT_TIMELINE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timeline/matrix.h"
#include "timeline/utilization.h"
#include "recording/reader.h"

struct pt_reading { /* of one worker */
	uint32_t slot, index, tid, cpu, state, depth;
	uint64_t since;
	uint64_t ticks[PT_REC_STATES]; /* the lasting state included */
	uint64_t counter[PT_REC_COUNTERS];
	double delay_ns[PT_DELAYS]; /* what is not booked yet included */
	double blocked_ns;          /* the same; NAN: not counted */
};

struct pt_sample {
	uint64_t at; /* ticks */
	size_t len, cap;
	bool has_blocked;          /* the recording counts blocked time */
	struct pt_reading *worker; /* as in the roster */
};

struct pt_probe {          /* what the kernel tells of one worker's thread */
	uint32_t tid;      /* 0: not asked yet */
	uint64_t base_ns;  /* the thread's delay before it became a worker */
	uint64_t since;    /* begin of the state in which it was asked last */
	double pending_ns; /* delay that was not booked then */
	double blocked_ns; /* of the part of that state that has been watched */
	struct {           /* the first answer in that state */
		uint64_t at, cpu_ns, delay_ns;
	} first;
};

#define PT_PROBES_MAX 64 /* questions per sample: each reads a file of /proc */

struct pt_probes {
	struct pt_probe *worker; /* as in the roster */
	size_t len, cap, next;   /* next: first in turn when not all can be asked */
};

void pt_sample_fini(struct pt_sample *s); /* a zeroed struct is empty */
void pt_probes_fini(struct pt_probes *p);

/*
 * Reads all workers of the roster; a page that cannot be read consistently keeps what `s` had, if
 * it had the same worker.  `at` is now, in ticks.  Returns false when the recording is gone.
 */
bool pt_sample_take(struct pt_sample *s, struct pt_rec_reader *r, const struct pt_roster *roster,
	uint64_t at);

/* Adds run delay and blocked time that are not booked yet, from /proc, for a live process on this machine. */
void pt_probes_ask(struct pt_probes *p, struct pt_sample *s, uint32_t pid, uint64_t hz);

void pt_sample_copy(struct pt_sample *to, const struct pt_sample *from);

/* Time and run delay of worker i from a (NULL: its begin) to b. */
struct pt_interval
pt_sample_interval(const struct pt_sample *a, const struct pt_sample *b, size_t i, uint64_t hz);

/* A counter's difference; a gauge's value. */
uint64_t pt_sample_counter(const struct pt_sample *a, const struct pt_sample *b, size_t i,
	enum pt_counter counter);

/* Seconds from a to b in which worker 0, which starts the runs, was in the pool. */
double pt_sample_active(const struct pt_sample *a, const struct pt_sample *b, uint64_t hz);

/* spawned - joined + stolen - cancelled + chunks, 0 at least. */
uint64_t pt_tasks_of(const uint64_t counter[PT_REC_COUNTERS]);

#endif

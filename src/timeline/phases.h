/* SPDX-License-Identifier: MIT */
/*
 * The phases of a measurement, as the journal tells them: set-up, sequential and one-worker
 * baselines, resets, runs, checks.  Metrics count the runs only.
 *
 * A phase has up to one entry per worker (what it did) and the pairs of its steal matrix.  What
 * phases other than runs did is summed up per recording slot (`outside`), so that a live reader
 * gets "the measured runs so far" as what the pages say less that sum.  A preview is added to it
 * when the first run begins; until then the preview is shown.
 */
#ifndef PT_TIMELINE_PHASES_H
#define PT_TIMELINE_PHASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"

struct pt_series;

struct pt_phase_steals {
	uint32_t thief, victim; /* recording slots */
	uint64_t count;
};

struct pt_phase {
	struct pt_rec_phase p; /* kind 0: not read yet */
	uint32_t ordinal;      /* number within its kind, from 1 */
	struct pt_rec_phase_worker *worker;
	size_t worker_len, worker_cap;
	struct pt_phase_steals *steals;
	size_t steals_len, steals_cap;
};

struct pt_phase_outside { /* of one recording slot */
	uint64_t spent[PT_REC_STATES], counter[PT_REC_COUNTERS];
};

#define PT_PHASE_KINDS 9

struct pt_phases {
	struct pt_phase *phase; /* by id - 1 */
	size_t len, cap;
	uint32_t begun[PT_PHASE_KINDS];        /* phases of each kind so far */
	uint8_t runs_at[PT_REC_SLOTS_MAX / 8]; /* bit per slot: it is the first slot of a run */
	struct pt_phase_outside *outside;      /* by slot */
	size_t outside_len, outside_cap;
	struct pt_phase_steals *steals; /* outside of the runs; equal pairs get merged */
	size_t steals_len, steals_cap, steals_merged;
};

void pt_phases_fini(struct pt_phases *ps);

/* Entries of the journal; false when they make no sense.  A later entry of a phase wins. */
bool pt_phases_take_phase(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len);
bool pt_phases_take_worker(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len);
bool pt_phases_take_row(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len);

/* Whether the current phase is about the workers of these slots; true when no phases are marked. */
bool pt_phases_about(const struct pt_phases *ps, const uint32_t *slot, size_t n);

/* Fills *out, an empty one, with what the journal had said at `at` ticks. */
void pt_phases_until(struct pt_phases *out, const struct pt_phases *all, uint64_t at);

bool pt_phase_finished(const struct pt_phase *p); /* ended, and well */

/* Whether there are runs of the workers from that slot on. */
bool pt_phases_runs_at(const struct pt_phases *ps, uint32_t slot);

/* Elapsed times of the finished phases of a kind; runs are those of the pool at first_slot only. */
void pt_phases_series(const struct pt_phases *ps, enum pt_rec_phase_kind kind, uint32_t first_slot,
	struct pt_series *out);

/* The newest phase that has not ended; NULL: none. */
const struct pt_phase *pt_phases_current(const struct pt_phases *ps);

/* The newest phase of a kind that is about workers; NULL: none. */
const struct pt_phase *pt_phases_last(const struct pt_phases *ps, enum pt_rec_phase_kind kind);

/* That pool's run, with entries of its workers, whose time is nearest to `median_s`; NULL: none. */
const struct pt_phase *
pt_phases_median_run(const struct pt_phases *ps, uint32_t first_slot, double median_s);

double pt_phase_elapsed(const struct pt_phase *p); /* seconds */

#endif

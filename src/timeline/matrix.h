/* SPDX-License-Identifier: MIT */
/*
 * Who stole from whom, by the workers' numbers: [thief * workers + victim].
 *
 * Recordings name victims by recording slot; a roster maps these to the numbers of one pool.
 */
#ifndef PT_TIMELINE_MATRIX_H
#define PT_TIMELINE_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include "timeline/phases.h"

#define PT_NO_WORKER UINT32_MAX

/* The workers of one pool, in order. */
struct pt_roster {
	uint32_t *slot; /* by worker */
	size_t len, cap;
	uint32_t *worker; /* by slot; PT_NO_WORKER: of another pool */
	size_t slots;
};

void pt_roster_fini(struct pt_roster *r); /* a zeroed struct is empty */
/* Copies the slots; false: the roster has them already.  A slot that comes twice counts once. */
bool pt_roster_set(struct pt_roster *r, const uint32_t *slot, size_t len);
uint32_t pt_roster_worker(const struct pt_roster *r, uint32_t slot);

/* Adds a worker's row, by slot; thieves and victims outside of the roster are left out. */
void pt_matrix_add_row(uint64_t *matrix, const struct pt_roster *r, uint32_t thief_slot,
	const uint64_t *row, size_t n);
void pt_matrix_add_steals(uint64_t *matrix, const struct pt_roster *r,
	const struct pt_phase_steals *steals, size_t n);
/* Subtracts steals; no cell falls below 0. */
void pt_matrix_less_steals(uint64_t *matrix, const struct pt_roster *r,
	const struct pt_phase_steals *steals, size_t n);

/* Tasks stolen from each worker: the sums of the columns, in one pass along the rows. */
void pt_matrix_columns(uint64_t *sum, const uint64_t *matrix, size_t workers);

/* a + b and a - b, saturating. */
static inline uint64_t
pt_add_sat_u64(uint64_t a, uint64_t b)
{
	return a + b < a ? UINT64_MAX : a + b;
}

static inline uint64_t
pt_sub_sat_u64(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

#endif

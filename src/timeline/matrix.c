/* SPDX-License-Identifier: MIT */
/*
 * Who stole from whom.  See matrix.h.
 */
#include "timeline/matrix.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

void
pt_roster_fini(struct pt_roster *r)
{
	free(r->slot);
	free(r->worker);
	*r = (struct pt_roster){ 0 };
}

bool
pt_roster_set(struct pt_roster *r, const uint32_t *slot, size_t len)
{
	if (len == r->len && len > 0 && memcmp(slot, r->slot, len * sizeof(*slot)) == 0)
		return false;
	pt_roster_fini(r);
	for (size_t i = 0; i < len; i++)
		if (r->slots <= slot[i])
			r->slots = (size_t)slot[i] + 1;
	r->slot = pt_array_room(NULL, &r->cap, len, sizeof(*r->slot));
	r->worker = pt_xcalloc(r->slots, sizeof(*r->worker));
	memset(r->worker, 0xff, r->slots * sizeof(*r->worker));
	for (size_t i = 0; i < len; i++) {
		if (r->worker[slot[i]] != PT_NO_WORKER)
			continue;
		r->worker[slot[i]] = (uint32_t)r->len;
		r->slot[r->len++] = slot[i];
	}
	return true;
}

uint32_t
pt_roster_worker(const struct pt_roster *r, uint32_t slot)
{
	return slot < r->slots ? r->worker[slot] : PT_NO_WORKER;
}

void
pt_matrix_add_row(uint64_t *matrix, const struct pt_roster *r, uint32_t thief_slot,
	const uint64_t *row, size_t n)
{
	uint32_t thief = pt_roster_worker(r, thief_slot);

	if (thief == PT_NO_WORKER)
		return;
	for (size_t i = 0; i < r->len; i++) {
		uint64_t *cell = &matrix[thief * r->len + i];

		if (r->slot[i] < n)
			*cell = pt_add_sat_u64(*cell, row[r->slot[i]]);
	}
}

/* The cell of a pair of slots; NULL when one of them is not of the roster. */
static uint64_t *
cell_of(uint64_t *matrix, const struct pt_roster *r, const struct pt_phase_steals *s)
{
	uint32_t thief = pt_roster_worker(r, s->thief), victim = pt_roster_worker(r, s->victim);

	if (thief == PT_NO_WORKER || victim == PT_NO_WORKER)
		return NULL;
	return &matrix[thief * r->len + victim];
}

void
pt_matrix_add_steals(uint64_t *matrix, const struct pt_roster *r,
	const struct pt_phase_steals *steals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t *cell = cell_of(matrix, r, &steals[i]);

		if (cell)
			*cell = pt_add_sat_u64(*cell, steals[i].count);
	}
}

void
pt_matrix_less_steals(uint64_t *matrix, const struct pt_roster *r,
	const struct pt_phase_steals *steals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t *cell = cell_of(matrix, r, &steals[i]);

		if (cell)
			*cell = pt_sub_sat_u64(*cell, steals[i].count);
	}
}

void
pt_matrix_columns(uint64_t *sum, const uint64_t *matrix, size_t workers)
{
	for (size_t i = 0; i < workers; i++)
		sum[i] = 0;
	for (size_t thief = 0; thief < workers; thief++)
		for (size_t i = 0; i < workers; i++)
			sum[i] = pt_add_sat_u64(sum[i], matrix[thief * workers + i]);
}

/* SPDX-License-Identifier: MIT */
/*
 * Checks of the worker pages: times, counters and the steal matrix.
 *
 * Columns hold only at rest: a stolen task that its owner has not joined yet is in the matrix but
 * not among the joins.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "export/check_internal.h"
#include "timeline/matrix.h"

uint64_t
pt_check_row(struct pt_check *c, uint32_t slot, uint64_t *row)
{
	uint64_t sum = 0;

	if (pt_rec_row(c->r, slot, row, c->r->victims) != 0)
		return 0;
	for (uint32_t v = 0; v < c->r->victims; v++)
		sum = pt_add_sat_u64(sum, row[v]);
	return sum;
}

static void
check_times(struct pt_check *c, uint32_t slot)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t sum = 0;

	if (s->torn && !c->ended)
		return;
	for (unsigned i = 0; i < PT_REC_STATES; i++)
		sum += s->spent[i];	/* modulo 2^64, as the difference is */
	pt_check_case(c, PT_INVARIANT_STATES, !s->torn && sum == s->since - s->begun,
		"worker %" PRIu32 ": %" PRIu64 " ticks in states, %" PRIu64 " since it began",
		slot, sum, s->since - s->begun);
}

static void
check_counters(struct pt_check *c, uint32_t slot)
{
	const uint64_t *n = c->worker[slot].counter;
	uint64_t in = pt_add_sat_u64(pt_add_sat_u64(n[PT_COUNTER_SPAWNED], n[PT_COUNTER_STOLEN]),
		n[PT_COUNTER_CHUNKS]);
	uint64_t out = pt_add_sat_u64(n[PT_COUNTER_JOINED], n[PT_COUNTER_CANCELLED]);

	if (!c->ended)
		return;
	pt_check_case(c, PT_INVARIANT_COUNTERS, n[PT_COUNTER_TRIES] >= n[PT_COUNTER_STOLEN],
		"worker %" PRIu32 ": %" PRIu64 " steals in %" PRIu64 " attempts", slot,
		n[PT_COUNTER_STOLEN], n[PT_COUNTER_TRIES]);
	pt_check_case(c, PT_INVARIANT_COUNTERS, n[PT_COUNTER_STOLEN] >= n[PT_COUNTER_LEAPS],
		"worker %" PRIu32 ": %" PRIu64 " leaps, %" PRIu64 " steals", slot,
		n[PT_COUNTER_LEAPS], n[PT_COUNTER_STOLEN]);
	pt_check_case(c, PT_INVARIANT_COUNTERS, in >= out,
		"worker %" PRIu32 ": %" PRIu64 " tasks came, %" PRIu64 " went", slot, in, out);
	pt_check_case(c, PT_INVARIANT_COUNTERS, n[PT_COUNTER_SPAWNED] >= n[PT_COUNTER_JOINED],
		"worker %" PRIu32 ": %" PRIu64 " spawned, %" PRIu64 " of them stolen", slot,
		n[PT_COUNTER_SPAWNED], n[PT_COUNTER_JOINED]);
}

/* A worker that died may have counted a steal and not entered it, or the other way round. */
static void
check_row(struct pt_check *c, uint32_t slot, const uint64_t *row, uint64_t sum)
{
	uint64_t stolen = c->worker[slot].counter[PT_COUNTER_STOLEN];
	uint64_t apart = stolen > sum ? stolen - sum : sum - stolen;

	if (slot < c->r->victims)
		pt_check_case(c, PT_INVARIANT_SELF, row[slot] == 0,
			"worker %" PRIu32 ": %" PRIu64 " times", slot, row[slot]);
	if (c->workers <= c->r->victims)
		pt_check_case(c, PT_INVARIANT_ROWS, apart <= !c->ended,
			"worker %" PRIu32 ": %" PRIu64 " in its row, %" PRIu64 " steals", slot, sum,
			stolen);
}

static bool
at_rest(const struct pt_check *c, uint32_t pool)
{
	for (uint32_t i = 0; i < c->workers; i++) {
		const struct pt_rec_snapshot *s = &c->worker[i];
		bool works = s->state == PT_REC_WORK || s->state == PT_REC_WAIT ||
			s->state == PT_REC_PAUSED;

		if (s->pool == pool && s->life == PT_REC_SLOT_USED && works)
			return false;
	}
	return true;
}

static void
check_column(struct pt_check *c, uint32_t slot, const uint64_t *column)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t joined = s->counter[PT_COUNTER_JOINED];

	if (!c->ended || c->workers > c->r->victims || !at_rest(c, s->pool))
		return;
	pt_check_case(c, PT_INVARIANT_COLUMNS, column[slot] == joined,
		"worker %" PRIu32 ": %" PRIu64 " stolen from it, %" PRIu64 " joins with thieves",
		slot, column[slot], joined);
}

void
pt_check_pages(struct pt_check *c)
{
	uint64_t *row = pt_xcalloc(c->r->victims, sizeof(*row));
	uint64_t *column = pt_xcalloc(c->r->victims, sizeof(*column));

	for (uint32_t i = 0; i < c->workers; i++) {
		if (c->worker[i].life == PT_REC_SLOT_FREE)
			continue;
		check_times(c, i);
		check_counters(c, i);
		check_row(c, i, row, pt_check_row(c, i, row));
		for (uint32_t v = 0; v < c->r->victims; v++)
			column[v] = pt_add_sat_u64(column[v], row[v]);
	}
	for (uint32_t i = 0; i < c->workers; i++)
		if (c->worker[i].life != PT_REC_SLOT_FREE)
			check_column(c, i, column);
	free(row);
	free(column);
}

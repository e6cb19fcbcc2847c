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
#include "recording/names.h"

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
		sum += s->spent[i]; /* modulo 2^64, as the difference is */
	pt_check_case(c, PT_INVARIANT_STATES, !s->torn && sum == s->since - s->begun,
		"worker %" PRIu32 ": %" PRIu64 " ticks in states, %" PRIu64 " since it began", slot,
		sum, s->since - s->begun);
}

/* A worker has counted at most as many of these as of those. */
static void
at_most(struct pt_check *c, uint32_t slot, enum pt_counter these, enum pt_counter those)
{
	const uint64_t *n = c->worker[slot].counter;

	pt_check_case(c, PT_INVARIANT_COUNTERS, n[these] <= n[those],
		"worker %" PRIu32 ": %" PRIu64 " %s, %" PRIu64 " %s", slot, n[these],
		pt_counter_name(these), n[those], pt_counter_name(those));
}

static void
check_counters(struct pt_check *c, uint32_t slot)
{
	const uint64_t *n = c->worker[slot].counter;
	uint64_t in = pt_add_sat_u64(pt_add_sat_u64(n[PT_COUNTER_SPAWNED], n[PT_COUNTER_STOLEN]),
		n[PT_COUNTER_CHUNKS]);
	uint64_t out = pt_add_sat_u64(n[PT_COUNTER_JOINED], n[PT_COUNTER_CANCELLED]);
	uint64_t decided = pt_add_sat_u64(n[PT_COUNTER_STOLEN], n[PT_COUNTER_LOST]);

	if (!c->ended)
		return;
	pt_check_case(c, PT_INVARIANT_COUNTERS, decided <= n[PT_COUNTER_TRIES],
		"worker %" PRIu32 ": %" PRIu64 " steals and %" PRIu64 " lost races in %" PRIu64
		" attempts",
		slot, n[PT_COUNTER_STOLEN], n[PT_COUNTER_LOST], n[PT_COUNTER_TRIES]);
	pt_check_case(c, PT_INVARIANT_COUNTERS, in >= out,
		"worker %" PRIu32 ": %" PRIu64 " tasks came, %" PRIu64 " went", slot, in, out);
	at_most(c, slot, PT_COUNTER_LEAPS, PT_COUNTER_STOLEN);
	at_most(c, slot, PT_COUNTER_JOINED, PT_COUNTER_SPAWNED);
	at_most(c, slot, PT_COUNTER_RETRACTED, PT_COUNTER_PUBLISHED);
}

/* Time in the states to which a counter of run delay belongs. */
static uint64_t
ticks_of(const struct pt_rec_snapshot *s, enum pt_counter delay)
{
	uint64_t work = s->spent[PT_REC_WORK], search = s->spent[PT_REC_SEARCH];
	uint64_t wait = s->spent[PT_REC_WAIT];

	switch (delay) {
	case PT_COUNTER_DELAY_WORK_NS:
		return work;
	case PT_COUNTER_DELAY_SEARCH_NS:
		return search;
	case PT_COUNTER_DELAY_WAIT_NS:
		return wait;
	default:
		return s->since - s->begun - work - search - wait;
	}
}

static void
check_blocked(struct pt_check *c, uint32_t slot, uint64_t life)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t work = pt_check_ns(c, s->begun, s->begun + s->spent[PT_REC_WORK]);

	pt_check_case(c, PT_INVARIANT_CPU,
		s->counter[PT_COUNTER_BLOCKED_NS] <= pt_check_kernel_ns(work + life / 100),
		"worker %" PRIu32 ": blocked_ns %" PRIu64 " in %" PRIu64 " ns of tasks", slot,
		s->counter[PT_COUNTER_BLOCKED_NS], work);
}

/* A delay after short intervals is booked to the first long one: a hundredth of a life, at most. */
static void
check_cpu(struct pt_check *c, uint32_t slot)
{
	const struct pt_rec_snapshot *s = &c->worker[slot];
	uint64_t life = pt_check_ns(c, s->begun, s->since), sum = s->counter[PT_COUNTER_CPU_NS];

	if (!c->ended)
		return;
	for (unsigned k = PT_COUNTER_DELAY_WORK_NS; k <= PT_COUNTER_DELAY_OTHER_NS; k++) {
		uint64_t time = pt_check_ns(c, s->begun, s->begun + ticks_of(s, k));
		uint64_t most = pt_check_kernel_ns(time + life / 100);

		sum = pt_add_sat_u64(sum, s->counter[k]);
		pt_check_case(c, PT_INVARIANT_CPU, s->counter[k] <= most,
			"worker %" PRIu32 ": %s %" PRIu64 " in %" PRIu64 " ns", slot,
			pt_counter_name(k), s->counter[k], time);
	}
	check_blocked(c, slot, life);
	sum = pt_add_sat_u64(sum, s->counter[PT_COUNTER_BLOCKED_NS]);
	pt_check_case(c, PT_INVARIANT_CPU, sum <= pt_check_kernel_ns(life),
		"worker %" PRIu32 ": %" PRIu64
		" ns on CPUs, delayed or blocked in a life of %" PRIu64 " ns",
		slot, sum, life);
}

/*
 * A worker that died may have counted a steal without entering it, or the other way round.  While
 * it is at work the check reads its row between two reads of the counter.
 */
static void
check_row(struct pt_check *c, uint32_t slot, const uint64_t *row, uint64_t sum)
{
	uint64_t before = c->worker[slot].counter[PT_COUNTER_STOLEN];
	uint64_t after = pt_check_now(c, slot).counter[PT_COUNTER_STOLEN];

	if (slot < c->r->victims)
		pt_check_case(c, PT_INVARIANT_SELF, row[slot] == 0,
			"worker %" PRIu32 ": %" PRIu64 " times", slot, row[slot]);
	if (c->workers <= c->r->victims)
		pt_check_case(c, PT_INVARIANT_ROWS,
			before <= sum + !c->ended && sum <= after + !c->ended,
			"worker %" PRIu32 ": %" PRIu64 " in its row, %" PRIu64 " steals", slot, sum,
			after);
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
	uint64_t left = s->counter[PT_COUNTER_PUBLISHED] - s->counter[PT_COUNTER_RETRACTED];

	if (!c->ended || c->workers > c->r->victims || !at_rest(c, s->pool))
		return;
	pt_check_case(c, PT_INVARIANT_COLUMNS, column[slot] == joined,
		"worker %" PRIu32 ": %" PRIu64 " stolen from it, %" PRIu64 " joins with thieves",
		slot, column[slot], joined);
	pt_check_case(c, PT_INVARIANT_COLUMNS, column[slot] == left,
		"worker %" PRIu32 ": %" PRIu64 " stolen from it, %" PRIu64
		" published and not retracted",
		slot, column[slot], left);
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
		check_cpu(c, i);
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

/* SPDX-License-Identifier: MIT */
/*
 * Checks of the phases and of what each worker did in them.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "export/check_internal.h"
#include "timeline/matrix.h"
#include "recording/names.h"

#define CLOCK_READ_NS 10000 /* two clocks are not read at one instant */

/* Phases nest, but for the runs of different pools: those have lanes of their own. */
struct nested {
	const struct pt_phase *ph;
	uint32_t lane;
};

/* Lane by lane, the outer one first. */
static int
by_begin(const void *a, const void *b)
{
	const struct nested *m = a, *n = b;
	const struct pt_rec_phase *x = &m->ph->p, *y = &n->ph->p;

	if (m->lane != n->lane)
		return m->lane < n->lane ? -1 : 1;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

static void
give_lanes(struct nested *phase, size_t n)
{
	const struct pt_rec_phase *first = NULL;
	bool several = false;

	for (size_t i = 0; i < n; i++) {
		const struct pt_rec_phase *p = &phase[i].ph->p;

		if (p->kind != PT_REC_PHASE_RUN)
			continue;
		several |= first && first->first_slot != p->first_slot;
		first = p;
	}
	for (size_t i = 0; several && i < n; i++)
		if (phase[i].ph->p.kind == PT_REC_PHASE_RUN)
			phase[i].lane = phase[i].ph->p.first_slot + 1;
}

/* In the order of their begins, with the ends of the phases still open on a stack. */
static void
check_nesting(struct pt_check *c, struct nested *phase, size_t n)
{
	uint64_t *open = pt_xcalloc(n, sizeof(*open));
	size_t depth = 0;

	give_lanes(phase, n);
	qsort(phase, n, sizeof(*phase), by_begin);
	for (size_t i = 0; i < n; i++) {
		const struct pt_rec_phase *p = &phase[i].ph->p;

		if (i > 0 && phase[i].lane != phase[i - 1].lane)
			depth = 0;
		while (depth > 0 && open[depth - 1] <= p->begin)
			depth--;
		pt_check_case(c, PT_INVARIANT_PHASES, depth == 0 || p->end <= open[depth - 1],
			"%s %" PRIu32 " overlaps another one",
			pt_rec_phase_name(p->kind) ? pt_rec_phase_name(p->kind) : "phase",
			phase[i].ph->ordinal);
		open[depth++] = p->end;
	}
	free(open);
}

static void
check_times(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	for (size_t i = 0; i < ph->worker_len; i++) {
		const struct pt_rec_phase_worker *w = &ph->worker[i];
		uint64_t sum = 0, length = ph->p.end - ph->p.begin;

		for (unsigned k = 0; k < PT_REC_STATES; k++)
			sum += w->spent[k];
		pt_check_case(c, PT_INVARIANT_PHASE_TIMES, sum == length,
			"phase %zu, worker %" PRIu32 ": %" PRIu64 " of %" PRIu64 " ticks", id,
			w->slot, sum, length);
	}
}

/* Ticks that the first worker of a run was in the pool; 0: unknown. */
static uint64_t
ticks_inside(const struct pt_phase *ph)
{
	bool one_run = ph->p.kind == PT_REC_PHASE_RUN || ph->p.kind == PT_REC_PHASE_ONE_WORKER ||
		ph->p.kind == PT_REC_PHASE_WARMUP;

	for (size_t i = 0; one_run && i < ph->worker_len; i++)
		if (ph->worker[i].slot == ph->p.first_slot)
			return ph->p.end - ph->p.begin - ph->worker[i].spent[PT_REC_OUT];
	return 0;
}

/*
 * The runner measures the time inside of the phase, and the first worker of a run is in the pool
 * only inside of that time.  The two clocks differ by a hundredth at most.
 */
static void
check_elapsed(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	uint64_t length = pt_check_ns(c, ph->p.begin, ph->p.end), elapsed = ph->p.elapsed_ns;
	uint64_t inside = pt_check_ns(c, ph->p.end - ticks_inside(ph), ph->p.end);

	if (ph->p.status != 0)
		return;
	pt_check_case(c, PT_INVARIANT_PHASE_ELAPSED,
		elapsed <= length + length / 100 + CLOCK_READ_NS,
		"phase %zu: %" PRIu64 " ns, of %" PRIu64 " between its ends", id, elapsed, length);
	pt_check_case(c, PT_INVARIANT_PHASE_ELAPSED,
		inside <= pt_add_sat_u64(elapsed, elapsed / 100 + CLOCK_READ_NS),
		"phase %zu: %" PRIu64 " ns, of %" PRIu64 " in the pool", id, elapsed, inside);
}

/* Rows are read after the counters, while thieves may still be at work: outside of runs only. */
static void
check_steals(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	uint64_t *row = pt_xcalloc(PT_REC_SLOTS_MAX, sizeof(*row));

	for (size_t i = 0; i < ph->steals_len; i++) {
		uint64_t *sum = &row[ph->steals[i].thief];

		*sum = pt_add_sat_u64(*sum, ph->steals[i].count);
	}
	for (size_t i = 0; i < ph->worker_len; i++) {
		const struct pt_rec_phase_worker *w = &ph->worker[i];

		pt_check_case(c, PT_INVARIANT_PHASE_STEALS,
			row[w->slot] == w->counter[PT_COUNTER_STOLEN],
			"phase %zu, worker %" PRIu32 ": %" PRIu64 " in its row, %" PRIu64 " steals",
			id, w->slot, row[w->slot], w->counter[PT_COUNTER_STOLEN]);
	}
	free(row);
}

/* A stolen task is joined by its owner, in the same run. */
static void
check_joins(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	uint64_t stolen = 0, joined = 0;

	if (ph->p.status != 0 || ph->worker_len != ph->p.workers || c->status.journal_lost > 0)
		return;
	for (size_t i = 0; i < ph->worker_len; i++) {
		stolen = pt_add_sat_u64(stolen, ph->worker[i].counter[PT_COUNTER_STOLEN]);
		joined = pt_add_sat_u64(joined, ph->worker[i].counter[PT_COUNTER_JOINED]);
	}
	pt_check_case(c, PT_INVARIANT_PHASE_JOINS, stolen == joined,
		"phase %zu: %" PRIu64 " steals, %" PRIu64 " joins with thieves", id, stolen,
		joined);
}

/* What the thread that marked the phase used. */
static void
check_usage(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	uint64_t length = pt_check_ns(c, ph->p.begin, ph->p.end);
	uint64_t used =
		pt_add_sat_u64(pt_add_sat_u64(ph->p.cpu_ns, ph->p.delay_ns), ph->p.blocked_ns);

	if (ph->p.flags & PT_REC_PHASE_USAGE)
		pt_check_case(c, PT_INVARIANT_PHASE_CPU, used <= pt_check_kernel_ns(length),
			"phase %zu: its thread used %" PRIu64 " ns of %" PRIu64, id, used, length);
}

static void
check_phase(struct pt_check *c, const struct pt_phase *ph, size_t id)
{
	check_usage(c, ph, id);
	check_elapsed(c, ph, id);
	check_times(c, ph, id);
	check_joins(c, ph, id);
	if (c->workers <= c->r->victims)
		check_steals(c, ph, id);
}

void
pt_check_phases(struct pt_check *c)
{
	const struct pt_phases *ps = &c->journal.phases;
	struct nested *ended = pt_xcalloc(ps->len, sizeof(*ended));
	size_t n = 0;

	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_phase *ph = &ps->phase[i];

		if (ph->p.kind == 0 || ph->p.end == 0)
			continue;
		ended[n++].ph = ph;
		check_phase(c, ph, i + 1);
	}
	check_nesting(c, ended, n);
	pt_check_sums(c);
	free(ended);
}

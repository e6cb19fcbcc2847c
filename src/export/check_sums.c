/* SPDX-License-Identifier: MIT */
/*
 * Checks of all phases together: what a worker did in them is part of what it did.
 *
 * A phase inside of another one is counted with the outer one.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/check_internal.h"
#include "timeline/matrix.h"
#include "recording/names.h"

/* What a recording slot did in the phases so far. */
struct sums {
	uint64_t counter[PT_REC_COUNTERS]; /* gauges: the largest */
	uint64_t until;                    /* ticks: the end of the last phase */
};

/* One of the kernel's times: complete in a phase, but not in a page. */
static bool
is_time(unsigned counter)
{
	return counter >= PT_COUNTER_CPU_NS && counter <= PT_COUNTER_DELAY_OTHER_NS;
}

static void
add(struct sums *s, const struct pt_rec_phase_worker *w)
{
	for (unsigned k = 0; k < PT_REC_COUNTERS; k++)
		if (!pt_counter_is_gauge(k))
			s->counter[k] = pt_add_sat_u64(s->counter[k], w->counter[k]);
		else if (s->counter[k] < w->counter[k])
			s->counter[k] = w->counter[k];
}

/* A delay that was completed at the end of a phase may be booked to another state after it. */
static void
check_cpu(struct pt_check *c, const struct sums *s, const struct pt_rec_phase_worker *w,
	const struct pt_phase *ph)
{
	uint64_t length = pt_check_ns(c, ph->p.begin, ph->p.end), sum = 0;
	uint64_t life = pt_check_ns(c, c->worker[w->slot].begun, ph->p.end);
	uint64_t cpu = w->counter[PT_COUNTER_CPU_NS];

	for (unsigned k = 0; k < PT_REC_COUNTERS; k++)
		sum = is_time(k) ? pt_add_sat_u64(sum, s->counter[k]) : sum;
	pt_check_case(c, PT_INVARIANT_PHASE_CPU, cpu <= pt_check_kernel_ns(length),
		"worker %" PRIu32 ": %" PRIu64 " ns on CPUs in a phase of %" PRIu64, w->slot, cpu,
		length);
	pt_check_case(c, PT_INVARIANT_PHASE_CPU, sum <= pt_check_kernel_ns(life + life / 8),
		"worker %" PRIu32 ": %" PRIu64
		" ns on CPUs or delayed, in phases of the first %" PRIu64 " ns of its life",
		w->slot, sum, life);
}

static void
take(struct pt_check *c, struct sums *sums, const struct pt_phase *ph)
{
	for (size_t i = 0; i < ph->worker_len; i++) {
		const struct pt_rec_phase_worker *w = &ph->worker[i];
		struct sums *s = &sums[w->slot];

		if (w->slot >= c->workers || ph->p.begin < s->until)
			continue;
		s->until = ph->p.end;
		add(s, w);
		check_cpu(c, s, w, ph);
	}
}

static void
check_counters(struct pt_check *c, uint32_t slot, const struct sums *s)
{
	const struct pt_rec_snapshot now = pt_check_now(c, slot);

	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		if (strcmp(pt_counter_unit(k), "ns") != 0)
			pt_check_case(c, PT_INVARIANT_PHASE_COUNTERS,
				s->counter[k] <= now.counter[k],
				"worker %" PRIu32 ": %s %" PRIu64 " in the phases, %" PRIu64
				" in its life",
				slot, pt_counter_name(k), s->counter[k], now.counter[k]);
}

/* Numbered as they begin, so that an outer phase comes before those inside. */
void
pt_check_sums(struct pt_check *c)
{
	const struct pt_phases *ps = &c->journal.phases;
	struct sums *sums = pt_xcalloc(PT_REC_SLOTS_MAX, sizeof(*sums));

	for (size_t i = 0; i < ps->len; i++)
		if (ps->phase[i].p.kind != 0 && ps->phase[i].p.end != 0)
			take(c, sums, &ps->phase[i]);
	for (uint32_t i = 0; i < c->workers; i++)
		if (sums[i].until != 0)
			check_counters(c, i, &sums[i]);
	free(sums);
}

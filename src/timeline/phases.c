/* SPDX-License-Identifier: MIT */
/*
 * The phases of a measurement.  See phases.h.
 */
#include "timeline/phases.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/series.h"
#include "recording/names.h"

#define PHASES_MAX (1u << 18)
#define PHASES_GAP 64

void
pt_phases_fini(struct pt_phases *ps)
{
	for (size_t i = 0; i < ps->len; i++) {
		free(ps->phase[i].worker);
		free(ps->phase[i].steals);
	}
	free(ps->phase);
	free(ps->outside);
	free(ps->steals);
	*ps = (struct pt_phases){ 0 };
}

/*
 * Ids count from 1, but entries can be missing.  An id far beyond those read so far is refused: the
 * table would take more memory than the journal that asks for it.
 */
static struct pt_phase *
at(struct pt_phases *ps, uint32_t id)
{
	if (id == 0 || id > PHASES_MAX || id > ps->len + PHASES_GAP)
		return NULL;
	ps->phase = pt_array_room(ps->phase, &ps->cap, id, sizeof(*ps->phase));
	if (ps->len < id)
		ps->len = id;
	return &ps->phase[id - 1];
}

static struct pt_phase_outside *
outside(struct pt_phases *ps, uint32_t slot)
{
	ps->outside = pt_array_room(ps->outside, &ps->outside_cap, slot + 1, sizeof(*ps->outside));
	if (ps->outside_len < slot + 1)
		ps->outside_len = slot + 1;
	return &ps->outside[slot];
}

/* The preview counts as a run until the first run begins. */
static bool
is_outside(const struct pt_phases *ps, const struct pt_phase *p)
{
	if (p->p.kind == PT_REC_PHASE_PREVIEW)
		return ps->begun[PT_REC_PHASE_RUN] > 0;
	return p->p.kind != PT_REC_PHASE_RUN;
}

/* Gauges are left out: they are maxima, from which nothing can be subtracted. */
static void
count_outside(struct pt_phases *ps, const struct pt_rec_phase_worker *w)
{
	struct pt_phase_outside *o = outside(ps, w->slot);

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		o->spent[i] += w->spent[i];
	for (unsigned i = 0; i < PT_REC_COUNTERS; i++)
		if (!pt_counter_is_gauge(i))
			o->counter[i] += w->counter[i];
}

bool
pt_phases_take_worker(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len)
{
	struct pt_rec_phase_worker w;
	struct pt_phase *ph = at(ps, id);

	if (!ph || len < sizeof(w) || ph->worker_len >= PT_REC_SLOTS_MAX)
		return false;
	memcpy(&w, bytes, sizeof(w));
	if (w.slot >= PT_REC_SLOTS_MAX)
		return false;
	ph->worker = pt_array_room(ph->worker, &ph->worker_cap, ph->worker_len + 1, sizeof(w));
	ph->worker[ph->worker_len++] = w;
	if (is_outside(ps, ph))
		count_outside(ps, &w);
	return true;
}

static int
by_pair(const void *a, const void *b)
{
	const struct pt_phase_steals *x = a, *y = b;

	if (x->thief != y->thief)
		return x->thief < y->thief ? -1 : 1;
	return (x->victim > y->victim) - (x->victim < y->victim);
}

static void
merge_outside(struct pt_phases *ps)
{
	size_t n = 0;

	qsort(ps->steals, ps->steals_len, sizeof(*ps->steals), by_pair);
	for (size_t i = 1; i < ps->steals_len; i++)
		if (by_pair(&ps->steals[n], &ps->steals[i]) == 0)
			ps->steals[n].count += ps->steals[i].count;
		else
			ps->steals[++n] = ps->steals[i];
	ps->steals_len = ps->steals_merged = n + 1;
}

static void
steals_outside(struct pt_phases *ps, const struct pt_phase_steals *s)
{
	ps->steals =
		pt_array_room(ps->steals, &ps->steals_cap, ps->steals_len + 1, sizeof(*ps->steals));
	ps->steals[ps->steals_len++] = *s;
	if (ps->steals_len > 2 * ps->steals_merged + 1024)
		merge_outside(ps);
}

static void
forget_previews(struct pt_phases *ps)
{
	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_phase *p = &ps->phase[i];

		if (p->p.kind != PT_REC_PHASE_PREVIEW)
			continue;
		for (size_t k = 0; k < p->worker_len; k++)
			count_outside(ps, &p->worker[k]);
		for (size_t k = 0; k < p->steals_len; k++)
			steals_outside(ps, &p->steals[k]);
	}
}

bool
pt_phases_take_phase(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len)
{
	struct pt_phase *ph = at(ps, id);

	if (!ph || len < PT_REC_PHASE_BYTES_MIN)
		return false;
	struct pt_rec_phase p = { 0 };

	memcpy(&p, bytes, len < sizeof(p) ? len : sizeof(p));
	if (len < sizeof(p))
		p.flags = 0;
	if (p.first_slot > PT_REC_SLOTS_MAX || p.workers > PT_REC_SLOTS_MAX ||
		(p.end != 0 && p.end < p.begin) || p.kind == 0)
		return false;
	if (ph->p.kind == 0 && p.kind < PT_PHASE_KINDS)
		ph->ordinal = ++ps->begun[p.kind];
	ph->p = p;
	if (p.kind == PT_REC_PHASE_RUN && p.workers > 0 && p.first_slot < PT_REC_SLOTS_MAX)
		ps->runs_at[p.first_slot / 8] |= (uint8_t)(1u << p.first_slot % 8);
	if (p.kind == PT_REC_PHASE_RUN && p.end == 0 && ps->begun[p.kind] == 1)
		forget_previews(ps);
	return true;
}

bool
pt_phases_take_row(struct pt_phases *ps, uint32_t id, const void *bytes, size_t len)
{
	struct pt_rec_phase_row row;
	struct pt_rec_phase_pair pair;
	struct pt_phase *ph = at(ps, id);

	if (!ph || len < sizeof(row))
		return false;
	memcpy(&row, bytes, sizeof(row));
	if (row.slot >= PT_REC_SLOTS_MAX || row.n > (len - sizeof(row)) / sizeof(pair))
		return false;
	ph->steals = pt_array_room(ph->steals, &ph->steals_cap, ph->steals_len + row.n,
		sizeof(*ph->steals));
	for (uint32_t i = 0; i < row.n; i++) {
		memcpy(&pair, (const char *)bytes + sizeof(row) + i * sizeof(pair), sizeof(pair));
		if (pair.victim >= PT_REC_SLOTS_MAX)
			continue;
		ph->steals[ph->steals_len++] = (struct pt_phase_steals){ .thief = row.slot,
			.victim = pair.victim,
			.count = pair.count };
		if (is_outside(ps, ph))
			steals_outside(ps, &ph->steals[ph->steals_len - 1]);
	}
	return true;
}

/* Its end, with what its workers did, came before. */
static void
add_ended(struct pt_phases *out, uint32_t id, const struct pt_phase *from)
{
	struct pt_phase *to = at(out, id);

	for (size_t i = 0; i < from->worker_len; i++)
		(void)pt_phases_take_worker(out, id, &from->worker[i], sizeof(from->worker[i]));
	to->steals =
		pt_array_room(to->steals, &to->steals_cap, from->steals_len, sizeof(*to->steals));
	for (size_t i = 0; i < from->steals_len; i++) {
		to->steals[to->steals_len++] = from->steals[i];
		if (is_outside(out, to))
			steals_outside(out, &from->steals[i]);
	}
	(void)pt_phases_take_phase(out, id, &from->p, sizeof(from->p));
}

void
pt_phases_until(struct pt_phases *out, const struct pt_phases *all, uint64_t until)
{
	for (size_t i = 0; i < all->len; i++) {
		const struct pt_phase *from = &all->phase[i];
		struct pt_rec_phase begun = from->p;

		if (from->p.kind == 0 || from->p.begin > until || !at(out, (uint32_t)i + 1))
			continue;
		begun.end = 0;
		begun.elapsed_ns = 0;
		(void)pt_phases_take_phase(out, (uint32_t)i + 1, &begun, sizeof(begun));
		if (from->p.end != 0 && from->p.end <= until)
			add_ended(out, (uint32_t)i + 1, from);
	}
}

bool
pt_phases_runs_at(const struct pt_phases *ps, uint32_t slot)
{
	return slot < PT_REC_SLOTS_MAX && (ps->runs_at[slot / 8] >> slot % 8 & 1);
}

bool
pt_phase_finished(const struct pt_phase *p)
{
	return p->p.kind != 0 && p->p.end != 0 && p->p.status == 0;
}

double
pt_phase_elapsed(const struct pt_phase *p)
{
	return (double)p->p.elapsed_ns / 1e9;
}

/* Without one-worker baselines the runs of a pool of one worker serve as such. */
static bool
belongs_to(const struct pt_phases *ps, const struct pt_phase *p, enum pt_rec_phase_kind kind,
	uint32_t first_slot)
{
	if (!pt_phase_finished(p) ||
		(p->p.kind == PT_REC_PHASE_RUN && p->p.first_slot != first_slot))
		return false;
	if (kind == PT_REC_PHASE_ONE_WORKER && ps->begun[kind] == 0)
		return p->p.kind == PT_REC_PHASE_RUN && p->p.workers == 1;
	return p->p.kind == kind;
}

/* A sequential version is run by the thread that marks its phase, the others by the workers. */
static struct pt_series_use
use_of(const struct pt_phase *p)
{
	bool known = p->p.workers == 0 && (p->p.flags & PT_REC_PHASE_USAGE);
	struct pt_series_use u = { .cpu_s = known ? (double)p->p.cpu_ns / 1e9 : NAN,
		.delay_s = known ? (double)p->p.delay_ns / 1e9 : NAN,
		.workers = 1 };

	if (p->worker_len == 0)
		return u;
	u = (struct pt_series_use){ .workers = (uint32_t)p->worker_len };
	for (size_t i = 0; i < p->worker_len; i++) {
		const uint64_t *c = p->worker[i].counter;

		u.cpu_s += (double)c[PT_COUNTER_CPU_NS] / 1e9;
		u.delay_s += ((double)c[PT_COUNTER_DELAY_WORK_NS] +
				     (double)c[PT_COUNTER_DELAY_SEARCH_NS] +
				     (double)c[PT_COUNTER_DELAY_WAIT_NS] +
				     (double)c[PT_COUNTER_DELAY_OTHER_NS]) /
			1e9;
	}
	return u;
}

static struct pt_series_run
series_run(const struct pt_phase *p)
{
	bool known = p->p.flags & PT_REC_PHASE_USAGE;

	return (struct pt_series_run){
		.s = pt_phase_elapsed(p),
		.off_cpu_s = known ? (double)p->p.delay_ns / 1e9 : NAN,
		.blocked_s = known ? (double)p->p.blocked_ns / 1e9 : NAN,
		.use = use_of(p),
	};
}

void
pt_phases_series(const struct pt_phases *ps, enum pt_rec_phase_kind kind, uint32_t first_slot,
	struct pt_series *out)
{
	struct pt_series_run *runs = pt_xcalloc(ps->len, sizeof(*runs));
	size_t n = 0;

	for (size_t i = 0; i < ps->len; i++)
		if (belongs_to(ps, &ps->phase[i], kind, first_slot))
			runs[n++] = series_run(&ps->phase[i]);
	pt_series_set_runs(out, runs, n);
	free(runs);
}

const struct pt_phase *
pt_phases_current(const struct pt_phases *ps)
{
	for (size_t i = ps->len; i-- > 0;)
		if (ps->phase[i].p.kind != 0 && ps->phase[i].p.end == 0)
			return &ps->phase[i];
	return NULL;
}

bool
pt_phases_about(const struct pt_phases *ps, const uint32_t *slot, size_t n)
{
	const struct pt_phase *now = pt_phases_current(ps);

	if (ps->len == 0)
		return true;
	return now && n > 0 && now->p.workers == n && now->p.first_slot == slot[0];
}

const struct pt_phase *
pt_phases_last(const struct pt_phases *ps, enum pt_rec_phase_kind kind)
{
	for (size_t i = ps->len; i-- > 0;)
		if (ps->phase[i].p.kind == kind && ps->phase[i].p.workers > 0)
			return &ps->phase[i];
	return NULL;
}

const struct pt_phase *
pt_phases_median_run(const struct pt_phases *ps, uint32_t first_slot, double median_s)
{
	const struct pt_phase *best = NULL;
	double best_gap = 0;

	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_phase *p = &ps->phase[i];
		double gap = fabs(pt_phase_elapsed(p) - median_s);

		if (!belongs_to(ps, p, PT_REC_PHASE_RUN, first_slot) || p->worker_len == 0)
			continue;
		if (!best || gap < best_gap) {
			best = p;
			best_gap = gap;
		}
	}
	return best;
}

/* SPDX-License-Identifier: MIT */
/*
 * One run, worker by worker.  See breakdown.h.
 */
#include "metrics/breakdown.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "metrics/balance.h"

void
pt_breakdown_fini(struct pt_breakdown *b)
{
	free(b->worker);
	free(b->matrix);
	*b = (struct pt_breakdown){ .run_s = NAN };
}

static void
begin(struct pt_breakdown *b, const struct pt_roster *roster, double run_s)
{
	pt_breakdown_fini(b);
	b->len = roster->len;
	b->run_s = run_s;
	b->worker = pt_xcalloc(b->len, sizeof(*b->worker));
	b->matrix = pt_xcalloc(b->len * b->len, sizeof(*b->matrix));
	for (size_t i = 0; i < b->len; i++)
		b->worker[i].slot = roster->slot[i];
}

/* Fits an interval to the run and keeps its times. */
static void
set_times(struct pt_breakdown_worker *w, struct pt_interval *iv, double run_s)
{
	pt_interval_fit(iv, run_s);
	w->times = pt_times_of(iv);
}

static double
seconds(uint64_t ticks, uint64_t hz)
{
	return (double)ticks / (double)hz;
}

static void
set_worker(struct pt_breakdown_worker *w, const struct pt_rec_phase_worker *did, double run_s,
	uint64_t hz, bool has_blocked)
{
	struct pt_interval iv;

	for (unsigned i = 0; i < PT_REC_STATES; i++)
		iv.state_s[i] = seconds(did->spent[i], hz);
	iv.delay_s[PT_DELAY_WORK] = (double)did->counter[PT_COUNTER_DELAY_WORK_NS] / 1e9;
	iv.delay_s[PT_DELAY_SEARCH] = (double)did->counter[PT_COUNTER_DELAY_SEARCH_NS] / 1e9;
	iv.delay_s[PT_DELAY_WAIT] = (double)did->counter[PT_COUNTER_DELAY_WAIT_NS] / 1e9;
	iv.delay_s[PT_DELAY_OTHER] = (double)did->counter[PT_COUNTER_DELAY_OTHER_NS] / 1e9;
	iv.blocked_s = has_blocked ? (double)did->counter[PT_COUNTER_BLOCKED_NS] / 1e9 : NAN;
	memcpy(w->counter, did->counter, sizeof(w->counter));
	set_times(w, &iv, run_s);
}

/* All time of a worker without an entry in the phase is `other`. */
static void
take_phase(struct pt_breakdown *b, const struct pt_phase *run, double run_s,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz)
{
	begin(b, roster, run_s);
	for (size_t i = 0; i < b->len; i++) {
		b->worker[i].times.s[PT_SHARE_OTHER] = run_s;
		if (i < cpus->len && cpus->worker[i].slot == roster->slot[i])
			b->worker[i].cpu = cpus->worker[i].cpu;
	}
	for (size_t i = 0; i < run->worker_len; i++) {
		uint32_t worker = pt_roster_worker(roster, run->worker[i].slot);

		if (worker != PT_NO_WORKER)
			set_worker(&b->worker[worker], &run->worker[i], run_s, hz,
				cpus->has_blocked);
	}
	pt_matrix_add_steals(b->matrix, roster, run->steals, run->steals_len);
}

void
pt_breakdown_of_run(struct pt_breakdown *b, const struct pt_phase *run,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz)
{
	take_phase(b, run, pt_phase_elapsed(run), roster, cpus, hz);
}

/* Worker 0 starts the runs: they last while it is in the pool. */
void
pt_breakdown_of_preview(struct pt_breakdown *b, const struct pt_phase *preview,
	const struct pt_roster *roster, const struct pt_sample *cpus, uint64_t hz)
{
	double run_s = 0;

	for (size_t i = 0; i < preview->worker_len; i++)
		if (preview->worker[i].slot == preview->p.first_slot)
			for (unsigned k = 0; k < PT_REC_STATES; k++)
				run_s += k == PT_REC_OUT ? 0 :
							   seconds(preview->worker[i].spent[k], hz);
	take_phase(b, preview, run_s, roster, cpus, hz);
}

static const struct pt_phase_outside *
outside_of(const struct pt_phases *phases, uint32_t slot)
{
	static const struct pt_phase_outside none;

	return slot < phases->outside_len ? &phases->outside[slot] : &none;
}

uint64_t
pt_breakdown_measured_counter(const struct pt_phases *phases, const struct pt_reading *w,
	enum pt_counter counter)
{
	return pt_sub_sat_u64(w->counter[counter], outside_of(phases, w->slot)->counter[counter]);
}

/* Time, run delay and counters of one worker's page less those of other phases. */
static struct pt_interval
set_measured(struct pt_breakdown_worker *w, const struct pt_sample *end, size_t i,
	const struct pt_phases *phases, uint64_t hz)
{
	const struct pt_phase_outside *o = outside_of(phases, end->worker[i].slot);
	struct pt_interval iv = pt_sample_interval(NULL, end, i, hz);
	static const enum pt_counter delay[PT_DELAYS] = {
		[PT_DELAY_WORK] = PT_COUNTER_DELAY_WORK_NS,
		[PT_DELAY_SEARCH] = PT_COUNTER_DELAY_SEARCH_NS,
		[PT_DELAY_WAIT] = PT_COUNTER_DELAY_WAIT_NS,
		[PT_DELAY_OTHER] = PT_COUNTER_DELAY_OTHER_NS,
	};

	for (unsigned k = 0; k < PT_REC_STATES; k++)
		iv.state_s[k] = fmax(iv.state_s[k] - seconds(o->spent[k], hz), 0);
	for (unsigned k = 0; k < PT_DELAYS; k++)
		iv.delay_s[k] = fmax(iv.delay_s[k] - (double)o->counter[delay[k]] / 1e9, 0);
	if (iv.blocked_s > 0)
		iv.blocked_s =
			fmax(iv.blocked_s - (double)o->counter[PT_COUNTER_BLOCKED_NS] / 1e9, 0);
	for (unsigned k = 0; k < PT_REC_COUNTERS; k++)
		w->counter[k] = pt_breakdown_measured_counter(phases, &end->worker[i], k);
	w->cpu = end->worker[i].cpu;
	return iv;
}

void
pt_breakdown_of_pages(struct pt_breakdown *b, struct pt_rec_reader *r, const struct pt_sample *end,
	const struct pt_roster *roster, const struct pt_phases *phases, uint64_t hz)
{
	double run_s = 0;

	begin(b, roster, NAN);
	for (size_t i = 0; i < b->len && i < end->len; i++) {
		struct pt_interval iv = set_measured(&b->worker[i], end, i, phases, hz);

		if (i == 0) /* it starts the runs: they last while it is in the pool */
			run_s = pt_interval_length(&iv) - iv.state_s[PT_REC_OUT];
		set_times(&b->worker[i], &iv, run_s);
	}
	if (run_s > 0)
		b->run_s = run_s;
	pt_breakdown_measured_matrix(b->matrix, r, roster, phases);
}

void
pt_breakdown_measured_matrix(uint64_t *matrix, struct pt_rec_reader *r,
	const struct pt_roster *roster, const struct pt_phases *phases)
{
	uint32_t n = r->victims < roster->slots ? r->victims : (uint32_t)roster->slots;
	uint64_t *row = pt_xcalloc(n, sizeof(*row));

	memset(matrix, 0, roster->len * roster->len * sizeof(*matrix));
	for (size_t i = 0; i < roster->len; i++)
		if (pt_rec_row(r, roster->slot[i], row, n) == 0)
			pt_matrix_add_row(matrix, roster, roster->slot[i], row, n);
	pt_matrix_less_steals(matrix, roster, phases->steals, phases->steals_len);
	free(row);
}

struct pt_used
pt_breakdown_used(const struct pt_breakdown *b)
{
	struct pt_used used = { 0 };

	for (size_t i = 0; i < b->len && b->run_s > 0; i++)
		pt_used_add(&used, &b->worker[i].times, b->run_s);
	return b->run_s > 0 ? used : (struct pt_used){ NAN, NAN, NAN, NAN, NAN, NAN };
}

double
pt_breakdown_balance(const struct pt_breakdown *b)
{
	double *busy = pt_xcalloc(b->len, sizeof(*busy)), balance;

	for (size_t i = 0; i < b->len; i++)
		busy[i] = b->worker[i].times.s[PT_SHARE_BUSY];
	balance = pt_balance(busy, b->len);
	free(busy);
	return balance;
}

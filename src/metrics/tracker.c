/* SPDX-License-Identifier: MIT */
/*
 * All that is known of a recording so far.  See tracker.h.
 */
#include "metrics/tracker_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "timeline/matrix.h"
#include "timeline/pools.h"
#include "timeline/series.h"
#include "recording/keys.h"

#define SORT_ALWAYS 4096 /* longer series are made again only when they have grown by 1/64 */

void
pt_tracker_begin(struct pt_tracker *t, const struct pt_rec_reader *r)
{
	*t = (struct pt_tracker){
		.hz = r && r->head.clock_hz ? r->head.clock_hz : 1000000000,
		.begin = r ? r->head.begin.ticks : 0,
		.now = r ? r->head.begin.ticks : 0,
		.median_run.run_s = NAN,
		.preview.run_s = NAN,
		.wanted = PT_POOL_NONE,
		.shown = PT_POOL_NONE,
	};
	pt_live_begin(&t->pool);
	pt_series_init(&t->sequential);
	pt_series_init(&t->one_worker);
	pt_series_init(&t->parallel);
}

void
pt_tracker_fini(struct pt_tracker *t)
{
	pt_journal_fini(&t->journal);
	pt_live_fini(&t->pool);
	pt_pools_fini(&t->pools);
	free(t->pool_info);
	pt_events_fini(&t->events);
	pt_series_fini(&t->sequential);
	pt_series_fini(&t->one_worker);
	pt_series_fini(&t->parallel);
	pt_breakdown_fini(&t->median_run);
	pt_breakdown_fini(&t->preview);
	*t = (struct pt_tracker){ 0 };
}

double
pt_tracker_seconds(const struct pt_tracker *t, uint64_t ticks)
{
	return (double)ticks / (double)t->hz;
}

/* A user's program may have several pools. */
static bool
is_program(const struct pt_tracker *t)
{
	const char *command = pt_journal_meta(&t->journal, PT_KEY_COMMAND);

	return command && strcmp(command, "exec") == 0;
}

/* "NAME-0" is worker 0 of pool NAME. */
static void
name_pool(char *out, size_t size, const char *label)
{
	size_t len = strlen(label);

	if (len > 2 && strcmp(label + len - 2, "-0") == 0)
		len -= 2;
	pt_clean(out, size, label, len);
}

static void
describe_pools(struct pt_tracker *t)
{
	t->pool_info =
		pt_array_room(t->pool_info, &t->pool_info_cap, t->pools.len, sizeof(*t->pool_info));
	for (size_t i = 0; i < t->pools.len; i++) {
		const struct pt_pool *p = &t->pools.pool[i];
		struct pt_pool_info *to = &t->pool_info[i];

		*to = (struct pt_pool_info){ .id = p->id,
			.workers = p->workers,
			.runs = p->runs,
			.work_s = pt_tracker_seconds(t, p->work_ticks),
			.shown = p->id == t->shown };
		name_pool(to->name, sizeof(to->name), pt_journal_label(&t->journal, p->label));
	}
}

/* Workers whose threads could not be started have pages, but no part in any phase. */
static uint32_t
workers_of(const struct pt_tracker *t, const struct pt_pool *pool)
{
	const struct pt_phases *ps = &t->journal.phases;

	for (size_t i = ps->len; i-- > 0;) {
		const struct pt_rec_phase *p = &ps->phase[i].p;

		if (p->workers > 0 && p->first_slot == pool->first_slot)
			return p->workers < pool->workers ? p->workers : pool->workers;
	}
	return pool->workers;
}

void
pt_tracker_watch_pool(struct pt_tracker *t, struct pt_rec_reader *r)
{
	const struct pt_phases *phases = &t->journal.phases;
	const struct pt_pool *pool;
	uint32_t *slot, workers;

	pt_pools_read(&t->pools, r, phases);
	pool = pt_pools_choose(&t->pools, phases, t->wanted, t->shown);
	t->shown = pool ? pool->id : PT_POOL_NONE;
	t->first_slot = pool ? pool->first_slot : 0;
	t->runs = pool ? pool->runs : 0;
	workers = pool ? workers_of(t, pool) : 0;
	slot = pt_xcalloc(workers, sizeof(*slot));
	for (uint32_t i = 0; i < workers; i++)
		slot[i] = pool->first_slot + i;
	pt_live_watch(&t->pool, slot, workers);
	free(slot);
	describe_pools(t);
}

void
pt_tracker_make_series(struct pt_tracker *t)
{
	const struct pt_phases *ps = &t->journal.phases;

	pt_phases_series(ps, PT_REC_PHASE_SEQUENTIAL, t->first_slot, &t->sequential);
	pt_phases_series(ps, PT_REC_PHASE_ONE_WORKER, t->first_slot, &t->one_worker);
	pt_phases_series(ps, PT_REC_PHASE_RUN, t->first_slot, &t->parallel);
	t->series_phases = ps->len;
	uint64_t baseline_ns;

	if (t->sequential.len == 0 &&
		pt_journal_u64(&t->journal, PT_KEY_BASELINE_NS, &baseline_ns) && baseline_ns > 0)
		t->sequential.median = (double)baseline_ns / 1e9;
}

/* More runs may have made another one the median run. */
void
pt_tracker_choose_median_run(struct pt_tracker *t)
{
	const struct pt_phase *run =
		pt_phases_median_run(&t->journal.phases, t->first_slot, t->parallel.median);

	if (!run)
		return;
	t->has_median_run = true;
	pt_breakdown_of_run(&t->median_run, run, &t->pool.roster, &t->pool.now, t->hz);
}

/* For a finished recording in which no run ended well. */
static void
median_run_of_pages(struct pt_tracker *t, struct pt_rec_reader *r)
{
	if (!t->has_median_run)
		pt_breakdown_of_pages(&t->median_run, r, &t->pool.now, &t->pool.roster,
			&t->journal.phases, t->hz);
}

void
pt_tracker_choose_preview(struct pt_tracker *t)
{
	const struct pt_phases *ps = &t->journal.phases;
	const struct pt_phase *p = pt_phases_last(ps, PT_REC_PHASE_PREVIEW);

	if (p && p->p.end != 0 && ps->begun[PT_REC_PHASE_RUN] + ps->begun[PT_REC_PHASE_WARMUP] == 0)
		pt_breakdown_of_preview(&t->preview, p, &t->pool.roster, &t->pool.now, t->hz);
	else
		pt_breakdown_fini(&t->preview);
}

static void
read_journal(struct pt_tracker *t, struct pt_rec_reader *r, bool all)
{
	pt_journal_read(&t->journal, r);
	if (!t->journal.changed && !all)
		return;
	t->program = is_program(t);
	pt_tracker_watch_pool(t, r);
	size_t n = t->journal.phases.len;

	if (!all && n > SORT_ALWAYS && n < t->series_phases + t->series_phases / 64)
		return;
	t->journal.changed = false;
	pt_tracker_make_series(t);
	pt_tracker_choose_median_run(t);
	pt_tracker_choose_preview(t);
}

bool
pt_tracker_look(struct pt_tracker *t, struct pt_rec_reader *r, uint64_t now)
{
	t->now = now > t->now ? now : t->now;
	if (pt_rec_status(r, &t->status) != 0)
		return false;
	read_journal(t, r, false);
	if (t->journal.phases.len == 0 || t->program)
		pt_tracker_watch_pool(t, r);
	pt_events_follow(&t->events, r);
	return pt_live_take(&t->pool, r, t->now, t->hz,
		PT_LIVE_PROBE | (pt_tracker_runs(t) ? PT_LIVE_RUNS : 0));
}

void
pt_tracker_choose(struct pt_tracker *t, struct pt_rec_reader *r, uint32_t pool, bool live)
{
	t->wanted = pool;
	t->has_median_run = false;
	pt_breakdown_fini(&t->median_run);
	pt_tracker_watch_pool(t, r);
	pt_live_take(&t->pool, r, t->now, t->hz, 0);
	pt_tracker_make_series(t);
	pt_tracker_choose_median_run(t);
	if (!live)
		median_run_of_pages(t, r);
}

bool
pt_tracker_runs(const struct pt_tracker *t)
{
	uint64_t threads;

	return t->program || !pt_journal_u64(&t->journal, PT_KEY_THREADS, &threads) ||
		threads == t->pool.roster.len;
}

uint64_t
pt_tracker_end(struct pt_rec_reader *r, const struct pt_rec_status *status)
{
	struct pt_rec_snapshot p;
	uint64_t end = r->head.begin.ticks;

	if (status->life == PT_REC_ENDED && status->end.ticks > end)
		return status->end.ticks;
	for (uint32_t i = 0; i < status->workers && i < r->slots; i++)
		if (pt_rec_snapshot(r, i, &p) == 0 && p.since > end)
			end = p.since;
	for (uint64_t i = 0; r->index && i < r->index_len; i++) {
		const struct pt_rec_chunk *c = &r->index[i];

		if (c->content_bits != 0 && c->stream == PT_REC_STREAM_EVENTS)
			end = c->ts_end > end ? c->ts_end : c->ts_begin > end ? c->ts_begin : end;
	}
	return end;
}

/* The clocks at both ends give the rate of the ticks more exactly than a calibration. */
static void
better_rate(struct pt_tracker *t, const struct pt_rec_reader *r)
{
	uint64_t ns = pt_sub_sat_u64(t->status.end.monotonic_ns, r->head.begin.monotonic_ns);
	uint64_t ticks = pt_sub_sat_u64(t->status.end.ticks, r->head.begin.ticks);
	double hz = (double)ticks * 1e9 / (double)ns;

	if (t->status.life == PT_REC_ENDED && ns >= 100000000 &&
		fabs(hz / (double)t->hz - 1) < 0.01)
		t->hz = (uint64_t)(hz + 0.5);
}

static void
finish_events(struct pt_tracker *t, struct pt_rec_reader *r, bool kept)
{
	if (t->events.follow && kept && t->status.policy == PT_REC_OVERWRITE)
		pt_events_fini(&t->events);
	if (t->events.follow) {
		pt_events_follow(&t->events, r);
		return;
	}
	pt_events_scan(&t->events, r);
	if (!kept)
		pt_events_forgive(&t->events);
}

void
pt_tracker_finish(struct pt_tracker *t, struct pt_rec_reader *r, bool kept)
{
	if (pt_rec_status(r, &t->status) != 0)
		return;
	better_rate(t, r);
	pt_journal_read(&t->journal, r);
	finish_events(t, r, kept || pt_journal_meta(&t->journal, PT_KEY_TRACE_FULL));
	uint64_t end = pt_tracker_end(r, &t->status);

	t->now = t->status.life == PT_REC_ENDED || end > t->now ? end : t->now;
	t->program = is_program(t);
	pt_tracker_watch_pool(t, r);
	pt_live_take(&t->pool, r, t->now, t->hz, 0);
	read_journal(t, r, true);
	median_run_of_pages(t, r);
}

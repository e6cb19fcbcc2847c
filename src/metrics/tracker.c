/* SPDX-License-Identifier: MIT */
/*
 * All that is known of a recording so far.  See tracker.h.
 */
#include "metrics/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/text.h"
#include "timeline/matrix.h"
#include "timeline/pools.h"
#include "timeline/series.h"
#include "recording/keys.h"

#define SORT_ALWAYS 4096	/* longer series are made again only when they have grown by 1/64 */

void
pt_tracker_begin(struct pt_tracker *s, const struct pt_rec_reader *r)
{
	*s = (struct pt_tracker){
		.hz = r && r->head.clock_hz ? r->head.clock_hz : 1000000000,
		.begin = r ? r->head.begin.ticks : 0, .now = r ? r->head.begin.ticks : 0,
		.median_run.run_s = NAN, .preview.run_s = NAN,
		.wanted = PT_POOL_NONE, .shown = PT_POOL_NONE,
	};
	pt_live_begin(&s->pool);
	pt_series_init(&s->sequential);
	pt_series_init(&s->one_worker);
	pt_series_init(&s->parallel);
}

void
pt_tracker_fini(struct pt_tracker *s)
{
	pt_journal_fini(&s->journal);
	pt_live_fini(&s->pool);
	pt_pools_fini(&s->pools);
	free(s->pool_info);
	pt_events_fini(&s->events);
	pt_series_fini(&s->sequential);
	pt_series_fini(&s->one_worker);
	pt_series_fini(&s->parallel);
	pt_breakdown_fini(&s->median_run);
	pt_breakdown_fini(&s->preview);
	*s = (struct pt_tracker){ 0 };
}

double
pt_tracker_seconds(const struct pt_tracker *s, uint64_t ticks)
{
	return (double)ticks / (double)s->hz;
}

/* A program of the user's may have several pools. */
static bool
is_program(const struct pt_tracker *s)
{
	const char *command = pt_journal_meta(&s->journal, PT_KEY_COMMAND);

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
describe_pools(struct pt_tracker *s)
{
	s->pool_info = pt_array_room(s->pool_info, &s->pool_info_cap, s->pools.len,
		sizeof(*s->pool_info));
	for (size_t i = 0; i < s->pools.len; i++) {
		const struct pt_pool *p = &s->pools.pool[i];
		struct pt_pool_info *to = &s->pool_info[i];

		*to = (struct pt_pool_info){ .id = p->id, .workers = p->workers, .runs = p->runs,
			.work_s = pt_tracker_seconds(s, p->work_ticks), .shown = p->id == s->shown };
		name_pool(to->name, sizeof(to->name), pt_journal_label(&s->journal, p->label));
	}
}

/* Workers whose threads could not be started have pages, but no part in any phase. */
static uint32_t
workers_of(const struct pt_tracker *s, const struct pt_pool *pool)
{
	const struct pt_phases *ps = &s->journal.phases;

	for (size_t i = ps->len; i-- > 0;) {
		const struct pt_rec_phase *p = &ps->phase[i].p;

		if (p->workers > 0 && p->first_slot == pool->first_slot)
			return p->workers < pool->workers ? p->workers : pool->workers;
	}
	return pool->workers;
}

static void
watch_pool(struct pt_tracker *s, struct pt_rec_reader *r)
{
	const struct pt_phases *phases = &s->journal.phases;
	const struct pt_pool *pool;
	uint32_t *slot, workers;

	pt_pools_read(&s->pools, r, phases);
	pool = pt_pools_choose(&s->pools, phases, s->wanted, s->shown);
	s->shown = pool ? pool->id : PT_POOL_NONE;
	s->first_slot = pool ? pool->first_slot : 0;
	s->runs = pool ? pool->runs : 0;
	workers = pool ? workers_of(s, pool) : 0;
	slot = pt_xcalloc(workers, sizeof(*slot));
	for (uint32_t i = 0; i < workers; i++)
		slot[i] = pool->first_slot + i;
	pt_live_watch(&s->pool, slot, workers);
	free(slot);
	describe_pools(s);
}

static void
make_series(struct pt_tracker *s)
{
	const struct pt_phases *ps = &s->journal.phases;

	pt_phases_series(ps, PT_REC_PHASE_SEQUENTIAL, s->first_slot, &s->sequential);
	pt_phases_series(ps, PT_REC_PHASE_ONE_WORKER, s->first_slot, &s->one_worker);
	pt_phases_series(ps, PT_REC_PHASE_RUN, s->first_slot, &s->parallel);
	s->runs_seen = ps->len;
	uint64_t baseline_ns;

	if (s->sequential.len == 0 && pt_journal_u64(&s->journal, PT_KEY_BASELINE_NS, &baseline_ns) &&
	    baseline_ns > 0)
		s->sequential.median = (double)baseline_ns / 1e9;
}

/* The median run may be another one now. */
static void
choose_detail(struct pt_tracker *s)
{
	const struct pt_phase *run = pt_phases_median_run(&s->journal.phases, s->first_slot,
		s->parallel.median);

	if (!run)
		return;
	s->has_detail = true;
	pt_breakdown_of_run(&s->median_run, run, &s->pool.roster, &s->pool.now, s->hz);
}

/* Of a finished recording in which no run ended well. */
static void
detail_of_pages(struct pt_tracker *s, struct pt_rec_reader *r)
{
	if (!s->has_detail)
		pt_breakdown_of_pages(&s->median_run, r, &s->pool.now, &s->pool.roster,
			&s->journal.phases, s->hz);
}

static void
choose_preview(struct pt_tracker *s)
{
	const struct pt_phases *ps = &s->journal.phases;
	const struct pt_phase *p = pt_phases_last(ps, PT_REC_PHASE_PREVIEW);

	if (p && p->p.end != 0 && ps->begun[PT_REC_PHASE_RUN] + ps->begun[PT_REC_PHASE_WARMUP] == 0)
		pt_breakdown_of_preview(&s->preview, p, &s->pool.roster, &s->pool.now, s->hz);
	else
		pt_breakdown_fini(&s->preview);
}

static void
read_journal(struct pt_tracker *s, struct pt_rec_reader *r, bool all)
{
	pt_journal_read(&s->journal, r);
	if (!s->journal.changed && !all)
		return;
	s->program = is_program(s);
	watch_pool(s, r);
	size_t n = s->journal.phases.len;

	if (!all && n > SORT_ALWAYS && n < s->runs_seen + s->runs_seen / 64)
		return;
	s->journal.changed = false;
	make_series(s);
	choose_detail(s);
	choose_preview(s);
}

bool
pt_tracker_look(struct pt_tracker *s, struct pt_rec_reader *r, uint64_t now)
{
	s->now = now > s->now ? now : s->now;
	if (pt_rec_status(r, &s->status) != 0)
		return false;
	read_journal(s, r, false);
	if (s->journal.phases.len == 0 || s->program)
		watch_pool(s, r);
	pt_events_follow(&s->events, r);
	return pt_live_take(&s->pool, r, s->now, s->hz,
		PT_LIVE_PROBE | (pt_tracker_runs(s) ? PT_LIVE_RUNS : 0));
}

void
pt_tracker_choose(struct pt_tracker *s, struct pt_rec_reader *r, uint32_t pool, bool live)
{
	s->wanted = pool;
	s->has_detail = false;
	pt_breakdown_fini(&s->median_run);
	watch_pool(s, r);
	pt_live_take(&s->pool, r, s->now, s->hz, 0);
	make_series(s);
	choose_detail(s);
	if (!live)
		detail_of_pages(s, r);
}

bool
pt_tracker_runs(const struct pt_tracker *s)
{
	uint64_t threads;

	return s->program || !pt_journal_u64(&s->journal, PT_KEY_THREADS, &threads) ||
		threads == s->pool.roster.len;
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

/* The clocks at both ends give the rate of the ticks better than any calibration. */
static void
better_rate(struct pt_tracker *s, const struct pt_rec_reader *r)
{
	uint64_t ns = pt_sub_sat_u64(s->status.end.monotonic_ns, r->head.begin.monotonic_ns);
	uint64_t ticks = pt_sub_sat_u64(s->status.end.ticks, r->head.begin.ticks);
	double hz = (double)ticks * 1e9 / (double)ns;

	if (s->status.life == PT_REC_ENDED && ns >= 100000000 &&
	    fabs(hz / (double)s->hz - 1) < 0.01)
		s->hz = (uint64_t)(hz + 0.5);
}

static void
finish_events(struct pt_tracker *s, struct pt_rec_reader *r, bool kept)
{
	if (s->events.follow && kept && s->status.policy == PT_REC_OVERWRITE)
		pt_events_fini(&s->events);
	if (s->events.follow) {
		pt_events_follow(&s->events, r);
		return;
	}
	pt_events_scan(&s->events, r);
	if (!kept)
		pt_events_forgive(&s->events);
}

void
pt_tracker_finish(struct pt_tracker *s, struct pt_rec_reader *r, bool kept)
{
	if (pt_rec_status(r, &s->status) != 0)
		return;
	better_rate(s, r);
	pt_journal_read(&s->journal, r);
	finish_events(s, r, kept || pt_journal_meta(&s->journal, PT_KEY_TRACE_FULL));
	uint64_t end = pt_tracker_end(r, &s->status);

	s->now = s->status.life == PT_REC_ENDED || end > s->now ? end : s->now;
	s->program = is_program(s);
	watch_pool(s, r);
	pt_live_take(&s->pool, r, s->now, s->hz, 0);
	read_journal(s, r, true);
	detail_of_pages(s, r);
}

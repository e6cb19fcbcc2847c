/* SPDX-License-Identifier: MIT */
/*
 * Makes the model from what the tracker knows.  See present.h.
 */
#include "metrics/present.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "metrics/account.h"
#include "metrics/advice.h"
#include "metrics/summary.h"
#include "metrics/title.h"
#include "metrics/tracing.h"
#include "recording/keys.h"

void
pt_present_nothing(struct pt_model *m)
{
	struct pt_model_made *made = m->made;

	*m = (struct pt_model){
		.made = made,
		.progress = NAN,
		.utilization = NAN,
		.cpus_busy = NAN,
		.balance = NAN,
		.speedup = NAN,
		.efficiency = NAN,
		.sequential_s = NAN,
		.one_worker_s = NAN,
		.run_s = NAN,
		.cores = PT_CORES_UNKNOWN,
		.capacity = PT_CAPACITY_UNKNOWN,
		.capacity_share = NAN,
	};
	pt_plan_none(&m->plan);
}

static uint64_t
number(const struct pt_tracker *t, const char *key)
{
	uint64_t v = 0;

	return pt_journal_u64(&t->journal, key, &v) ? v : 0;
}

static bool
flag(const struct pt_tracker *t, const char *key)
{
	return number(t, key) == 1;
}

static void
set_plan(struct pt_model *m, const struct pt_tracker *t, bool ended)
{
	struct pt_plan_in in;

	pt_plan_in_of(&in, t, m->cpus > 0 && m->cpus < m->threads ? m->cpus : m->threads, ended);
	pt_plan_make(&m->plan, &in);
}

/* With several pools the title names the one that is shown. */
static void
add_pool(char *title, size_t size, const struct pt_tracker *t)
{
	size_t used = strlen(title);

	for (size_t i = 0; i < t->pools.len; i++)
		if (t->pool_info[i].shown)
			snprintf(title + used, size - used, ", pool %u of %zu: %s",
				t->pool_info[i].id, t->pools.len, t->pool_info[i].name);
}

static void
set_head(struct pt_model *m, const struct pt_tracker *t)
{
	uint64_t threads = number(t, PT_KEY_THREADS), cpus = number(t, PT_KEY_CPUS);

	pt_title_of_run(m->title, sizeof(m->title), &t->journal);
	if (t->program && t->pools.len > 1)
		add_pool(m->title, sizeof(m->title), t);
	m->elapsed_s = pt_tracker_seconds(t, pt_sub_sat_u64(t->now, t->begin));
	m->pools = t->pool_info;
	m->pools_len = t->program ? t->pools.len : 0;
	m->threads = !t->program && threads > 0 && threads <= UINT32_MAX ?
		(uint32_t)threads :
		(uint32_t)t->pool.roster.len;
	m->cpus = cpus <= UINT32_MAX ? (uint32_t)cpus : 0;
	m->oversubscribed = (flag(t, PT_KEY_OVERSUBSCRIBED) && !t->program) ||
		(m->cpus > 0 && m->threads > m->cpus);
	m->pinned = flag(t, PT_KEY_PINNED);
	m->run_s = t->parallel.median;
	m->runs_done = (uint32_t)t->parallel.len;
	m->events = t->events.read;
	m->events_lost = pt_events_lost(&t->events);
}

static void
set_phase(struct pt_model *m, const struct pt_tracker *t, bool ended, double before)
{
	const struct pt_phase *now = pt_phases_current(&t->journal.phases);
	uint64_t total = 0;

	set_plan(m, t, ended);
	if (!ended && now) {
		switch (now->p.kind) {
		case PT_REC_PHASE_SEQUENTIAL:
			total = m->plan.step[PT_PLAN_SEQUENTIAL].planned;
			break;
		case PT_REC_PHASE_ONE_WORKER:
			total = m->plan.step[PT_PLAN_ONE_WORKER].planned;
			break;
		case PT_REC_PHASE_RUN:
			total = m->plan.rounds_planned;
			break;
		default:
			break;
		}
		pt_title_of_phase(m->phase, sizeof(m->phase), now, total);
	}
	m->progress = m->state == PT_MODEL_DONE ? 1 : m->plan.progress;
	if (before > m->progress)
		m->progress = before;
}

static struct pt_account
account_of(const struct pt_tracker *t, uint32_t cpus, uint32_t threads)
{
	struct pt_capacity_table capacity;

	(void)pt_capacity_parse(&capacity, pt_journal_meta(&t->journal, PT_KEY_CAPACITY));
	return pt_account_of(&(struct pt_account_in){ .capacity = &capacity,
		.stream_bytes = number(t, PT_KEY_STREAM_BYTES),
		.cache_bytes = number(t, PT_KEY_CACHE_BYTES),
		.threads = threads,
		.sequential = &t->sequential,
		.one_worker = &t->one_worker,
		.parallel = &t->parallel,
		.median_run = &t->median_run,
		.cpus = cpus });
}

/* Speedup and cores of the median run so far. */
static void
set_run(struct pt_model *m, const struct pt_tracker *t, const struct pt_account *a, bool ended)
{
	m->sequential_s = a->sequential_s;
	m->one_worker_s = a->one_worker_s;
	m->sequential_disturbed = a->sequential_disturbed;
	m->one_worker_disturbed = a->one_worker_disturbed;
	if (ended)
		m->run_s = a->run_s;
	m->speedup = a->v.speedup;
	m->capacity = a->capacity;
	m->capacity_share = a->capacity_share;
	m->efficiency = a->v.efficiency;
	m->speedup_estimated = !ended && !isnan(a->v.speedup);
	if (!(t->median_run.run_s > 0))
		return;
	m->cores = a->cores;
	m->cores_estimated = !ended;
	if (ended) {
		m->utilization = a->utilization;
		m->cpus_busy = a->cpus_busy;
		m->balance = a->balance;
	}
	pt_account_why(m->cores_why, sizeof(m->cores_why), a, &t->median_run);
}

static void
set_steals(struct pt_model *m, const struct pt_tracker *t)
{
	m->last_steals_len = t->events.steals.len;
	for (uint32_t i = 0; i < m->last_steals_len; i++) {
		const struct pt_steal *from = &t->events.steals.newest[i];

		m->last_steals[i] = (struct pt_steal_live){
			.at_s = pt_tracker_seconds(t, pt_sub_sat_u64(from->at, t->begin)),
			.thief = pt_roster_worker(&t->pool.roster, from->thief),
			.victim = pt_roster_worker(&t->pool.roster, from->victim),
			.label = pt_journal_label(&t->journal, from->label),
			.tries = from->tries,
			.depth = from->depth,
		};
	}
}

static void
set_marks(struct pt_model *m, struct pt_arena *a, const struct pt_tracker *t)
{
	const struct pt_marks *marks = &t->events.marks;

	m->marks = pt_arena_alloc(a, marks->len, sizeof(*m->marks));
	m->marks_len = marks->len;
	for (size_t i = 0; i < marks->len; i++) {
		const struct pt_mark *from = &marks->mark[i];
		struct pt_mark_live *to = &m->marks[i];

		to->label = pt_arena_text(a, pt_journal_label(&t->journal, from->label));
		to->last = from->last;
		to->most = from->most;
		to->count = from->count;
		for (uint32_t k = 0; k < PT_SPARK; k++)
			to->mean[PT_SPARK - 1 - k] = (float)pt_marks_mean(marks, from, k);
	}
}

/* Tasks, steals and attempts of a run; NAN: there was none. */
static void
count_run(double counted[3], const struct pt_breakdown *run)
{
	counted[0] = counted[1] = counted[2] = run->run_s > 0 ? 0 : NAN;
	for (size_t i = 0; run->run_s > 0 && i < run->len; i++) {
		const uint64_t *c = run->worker[i].counter;

		counted[0] += (double)pt_tasks_of(c);
		counted[1] += (double)c[PT_COUNTER_STOLEN];
		counted[2] += (double)c[PT_COUNTER_TRIES];
	}
}

static bool
has_equal_parts(const struct pt_tracker *t)
{
	const char *policy = pt_journal_meta(&t->journal, PT_KEY_POLICY);

	return policy != NULL && strcmp(policy, "static") == 0;
}

static void
set_advice(struct pt_model *m, const struct pt_tracker *t, const struct pt_account *a)
{
	double counted[3];

	count_run(counted, &t->median_run);
	m->advice_len = pt_advice_make(m->advice, PT_ADVICE_MAX,
		&(struct pt_advice_in){
			.equal_parts = has_equal_parts(t),
			.threads = m->threads,
			.cpus = m->cpus,
			.sequential_s = m->sequential_s,
			.one_worker_s = m->one_worker_s,
			.run_s = m->run_s,
			.run_min_s = t->parallel.min,
			.run_max_s = t->parallel.max,
			.sequential_off_cpu = t->sequential.off_cpu,
			.one_worker_off_cpu = t->one_worker.off_cpu,
			.detail_run_s = t->median_run.run_s,
			.runs = t->parallel.len,
			.cores = m->cores,
			.f = a->v.f,
			.capacity = m->capacity,
			.capacity_share = m->capacity_share,
			.stream = a->stream,
			.balance = t->median_run.run_s > 0 ? pt_breakdown_balance(&t->median_run) :
							     m->balance,
			.busy_s = pt_breakdown_used(&t->median_run).busy * t->median_run.run_s,
			.tasks = counted[0],
			.steals = counted[1],
			.attempts = counted[2],
			.events_lost = m->events_lost,
			.tracing = pt_tracing_of(&t->journal, &t->events, t->hz).share,
		});
}

static bool
has_run(const struct pt_tracker *t)
{
	return t->journal.phases.begun[PT_REC_PHASE_RUN] > 0;
}

/* Copies what the tracker goes on changing, so that the model never changes. */
static void
settle(struct pt_model *m, struct pt_arena *a)
{
	size_t n = m->workers_len;

	m->workers = pt_arena_copy(a, m->workers, n, sizeof(*m->workers));
	m->matrix = pt_arena_copy(a, m->matrix, n * n, sizeof(*m->matrix));
	m->per_cpu = pt_arena_copy(a, m->per_cpu, m->per_cpu_len, sizeof(*m->per_cpu));
	m->pools = pt_arena_copy(a, m->pools, m->pools_len, sizeof(*m->pools));
	for (uint32_t i = 0; i < m->last_steals_len; i++)
		m->last_steals[i].label = pt_arena_text(a, m->last_steals[i].label);
}

static void
add_summary(struct pt_model *m, struct pt_arena *arena, const struct pt_tracker *t,
	const struct pt_account *a)
{
	struct pt_summary *summary = pt_summary_make(arena, t, a);

	summary->state = m->state;
	summary->error = m->error;
	summary->pools = m->pools;
	summary->pools_len = m->pools_len;
	m->summary = summary;
}

/* The numbers of the last second and, at the end, of the median run. */
static void
set_numbers(struct pt_model *m, struct pt_tracker *t, struct pt_rec_reader *r, bool ended)
{
	pt_live_show(&t->pool, r, &t->journal.phases, t->hz, m);
	pt_live_show_run(&t->pool, &t->preview, m);
	/* one worker says nothing about where P cores go, nor does a preview */
	if (!pt_tracker_runs(t) || (m->plan.stage != PT_PLAN_NONE && !has_run(t)))
		m->cores = PT_CORES_UNKNOWN;
	if (ended)
		pt_live_show_run(&t->pool, &t->median_run, m);
}

void
pt_present(struct pt_model *m, struct pt_arena *arena, struct pt_tracker *t,
	struct pt_rec_reader *r, const struct pt_present_in *in)
{
	struct pt_account a;

	pt_present_nothing(m);
	m->state = in->state;
	snprintf(m->error, sizeof(m->error), "%s", in->error);
	if (r) {
		set_head(m, t);
		set_phase(m, t, in->ended, in->progress);
		set_numbers(m, t, r, in->ended);
	}
	a = account_of(t, m->cpus, m->threads);
	if (r) {
		set_run(m, t, &a, in->ended);
		set_steals(m, t);
		set_marks(m, arena, t);
		m->history = t->pool.history.curve;
		set_advice(m, t, &a);
	}
	settle(m, arena);
	if (in->ended)
		add_summary(m, arena, t, &a);
}

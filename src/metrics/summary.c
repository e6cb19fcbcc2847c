/* SPDX-License-Identifier: MIT */
/*
 * The whole run in numbers.  See summary.h.
 */
#include "metrics/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "metrics/account.h"
#include "metrics/rounds.h"
#include "metrics/tracing.h"
#include "recording/keys.h"
#include "timeline/series.h"

void
pt_summary_fini(struct pt_summary *s)
{
	pt_series_fini(&s->rounds);
	free(s->params);
	free(s->results);
	free(s->warnings);
	free(s->workers);
	free(s->matrix);
	*s = (struct pt_summary){ 0 };
}

static const char *
text(const struct pt_journal *n, const char *key)
{
	const char *value = pt_journal_meta(n, key);

	return value ? value : "";
}

static bool
flag(const struct pt_journal *n, const char *key)
{
	return strcmp(text(n, key), "1") == 0;
}

/* Metadata whose key begins with prefix; keys without it.  Keys and values stay the notes'. */
static struct pt_text_pair *
pairs(const struct pt_journal *n, const char *prefix, size_t *len)
{
	struct pt_text_pair *out = pt_xcalloc(n->meta_len, sizeof(*out));
	size_t skip = strlen(prefix);

	*len = 0;
	for (size_t i = 0; i < n->meta_len; i++)
		if (strncmp(n->meta[i].key, prefix, skip) == 0)
			out[(*len)++] = (struct pt_text_pair){ .key = n->meta[i].key + skip,
				.value = n->meta[i].value };
	return out;
}

static void
set_warnings(struct pt_summary *s, const struct pt_journal *n)
{
	struct pt_text_pair *found = pairs(n, PT_KEY_WARNING, &s->warnings_len);

	s->warnings = pt_xcalloc(s->warnings_len, sizeof(*s->warnings));
	for (size_t i = 0; i < s->warnings_len; i++)
		s->warnings[i] = found[i].value;
	free(found);
}

static uint32_t
small(const struct pt_journal *n, const char *key)
{
	uint64_t v = 0;

	return pt_journal_u64(n, key, &v) && v <= UINT32_MAX ? (uint32_t)v : 0;
}

static int
verified(const struct pt_journal *n)
{
	const char *v = text(n, PT_KEY_VERIFIED);

	return strcmp(v, "true") == 0 ? 1 : strcmp(v, "false") == 0 ? 0 : -1;
}

static void
set_words(struct pt_summary *s, const struct pt_journal *n)
{
	s->command = text(n, PT_KEY_COMMAND);
	s->workload = text(n, PT_KEY_WORKLOAD);
	s->program = text(n, PT_KEY_PROGRAM);
	s->variant = text(n, PT_KEY_VARIANT);
	s->policy = text(n, PT_KEY_POLICY);
	s->version = text(n, PT_KEY_VERSION);
	s->detail = text(n, PT_KEY_DETAIL);
	s->order = text(n, PT_KEY_ORDER);
	s->params = pairs(n, PT_KEY_PARAM, &s->params_len);
	s->results = pairs(n, PT_KEY_RESULT, &s->results_len);
	set_warnings(s, n);
	s->has_seed = pt_journal_u64(n, PT_KEY_SEED, &s->seed);
	pt_journal_u64(n, PT_KEY_PEAK_RSS_BYTES, &s->peak_rss_bytes);
	s->verified = verified(n);
}

static void
set_machine(struct pt_summary *s, const struct pt_tracker *t)
{
	s->pinned = flag(&t->notes, PT_KEY_PINNED);
	s->cpus = small(&t->notes, PT_KEY_CPUS);
	s->threads = small(&t->notes, PT_KEY_THREADS);
	if (s->threads == 0 || t->detail.run_s > 0 || t->program)
		s->threads = (uint32_t)t->detail.len;
	s->oversubscribed = (flag(&t->notes, PT_KEY_OVERSUBSCRIBED) && !t->program) ||
		(s->cpus > 0 && s->threads > s->cpus);
	s->pools = t->pool_info;
	s->pools_len = t->program ? t->pools.len : 0;
	s->runs = t->runs > t->parallel.len ? t->runs : t->parallel.len;
}

static void
set_events(struct pt_summary *s, const struct pt_tracker *t)
{
	s->events = t->events.read;
	s->events_lost = pt_events_lost(&t->events);
	s->tracing = pt_tracing_of(&t->notes, &t->events, t->hz);
	s->journal_lost = t->status.journal_lost;
}

static void
set_series(struct pt_summary *s, const struct pt_tracker *t)
{
	s->sequential = t->sequential;
	s->one_worker = t->one_worker;
	s->parallel = t->parallel;
	pt_series_init(&s->rounds);
	if (strcmp(s->order, "rounds") == 0)
		pt_rounds_speedups(&t->notes.phases, &s->rounds);
	s->has_phases = t->notes.phases.len > 0;
}

static void
set_numbers(struct pt_summary *s, const struct pt_breakdown *d,
	const struct pt_capacity_table *capacity)
{
	struct pt_account a = pt_account_of(&(struct pt_account_in){ .sequential = &s->sequential,
		.one_worker = &s->one_worker, .parallel = &s->parallel, .detail = d,
		.cpus = s->cpus, .capacity = capacity });

	s->median_run_s = a.run_s;
	s->sequential_s = a.sequential_s;
	s->one_worker_s = a.one_worker_s;
	s->sequential_disturbed = a.sequential_disturbed;
	s->one_worker_disturbed = a.one_worker_disturbed;
	s->speedup = a.v.speedup;
	s->capacity = a.capacity;
	s->capacity_share = a.capacity_share;
	s->self_speedup = a.v.self_speedup;
	s->efficiency = a.v.efficiency;
	s->karp_flatt = a.v.karp_flatt;
	s->identity_u = a.v.u;
	s->identity_a = a.v.a;
	s->identity_f = a.v.f;
	s->utilization = a.utilization;
	s->cpus_busy = a.cpus_busy;
	s->balance = a.balance;
	s->cores = a.cores;
	pt_account_why(s->cores_why, sizeof(s->cores_why), &a, d);
}

static struct pt_worker_summary
worker_summary(const struct pt_breakdown *d, size_t i, uint64_t stolen_from)
{
	const struct pt_breakdown_worker *w = &d->worker[i];
	const uint64_t *c = w->counter;

	return (struct pt_worker_summary){
		.slot = w->slot, .cpu = w->cpu,
		.tasks = pt_tasks_of(c), .spawned = c[PT_COUNTER_SPAWNED],
		.steals = c[PT_COUNTER_STOLEN],
		.stolen_from = stolen_from,
		.attempts = c[PT_COUNTER_TRIES], .requests = c[PT_COUNTER_REQUESTS],
		.splits = c[PT_COUNTER_SPLITS], .chunks = c[PT_COUNTER_CHUNKS],
		.parks = c[PT_COUNTER_PARKS], .wakes = c[PT_COUNTER_WAKES],
		.cancelled = c[PT_COUNTER_CANCELLED], .published = c[PT_COUNTER_PUBLISHED],
		.work_s = w->times.s[PT_SHARE_BUSY], .busy_s = w->times.s[PT_SHARE_BUSY],
		.search_s = w->times.s[PT_SHARE_SEARCH], .park_s = w->times.s[PT_SHARE_PARK],
		.wait_s = w->times.s[PT_SHARE_WAIT], .off_cpu_s = w->times.s[PT_SHARE_OFF_CPU],
		.other_s = w->times.s[PT_SHARE_OTHER], .cpu_s = (double)c[PT_COUNTER_CPU_NS] / 1e9,
		.blocked_s = w->times.s[PT_SHARE_BLOCKED],
	};
}

static void
set_workers(struct pt_summary *s, const struct pt_breakdown *d)
{
	s->workers_len = d->len;
	s->workers = pt_xcalloc(d->len, sizeof(*s->workers));
	s->matrix = pt_xcalloc(d->len * d->len, sizeof(*s->matrix));
	if (d->len > 0)
		memcpy(s->matrix, d->matrix, d->len * d->len * sizeof(*s->matrix));
	uint64_t *column = pt_xcalloc(d->len, sizeof(*column));

	pt_matrix_columns(column, d->matrix, d->len);
	for (size_t i = 0; i < d->len; i++) {
		struct pt_worker_summary w = s->workers[i] = worker_summary(d, i, column[i]);

		s->tasks = pt_add_sat_u64(s->tasks, w.tasks);
		s->spawns = pt_add_sat_u64(s->spawns, w.spawned);
		s->steals = pt_add_sat_u64(s->steals, w.steals);
		s->steal_attempts = pt_add_sat_u64(s->steal_attempts, w.attempts);
		s->cancelled = pt_add_sat_u64(s->cancelled, w.cancelled);
	}
	free(column);
}

void
pt_summary_make(struct pt_summary *s, const struct pt_tracker *t, enum pt_model_state state,
	const char *error)
{
	struct pt_capacity_table capacity;

	pt_summary_fini(s);
	s->state = state;
	s->error = error;
	set_words(s, &t->notes);
	set_machine(s, t);
	set_events(s, t);
	set_series(s, t);
	s->detail_run_s = t->detail.run_s;
	(void)pt_capacity_parse(&capacity, pt_journal_meta(&t->notes, PT_KEY_CAPACITY));
	set_numbers(s, &t->detail, &capacity);
	set_workers(s, &t->detail);
}

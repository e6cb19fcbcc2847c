/* SPDX-License-Identifier: MIT */
/*
 * The whole run in numbers.  See summary.h.
 */
#include "metrics/summary.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "metrics/account.h"
#include "metrics/rounds.h"
#include "metrics/tracing.h"
#include "recording/keys.h"
#include "recording/names.h"
#include "timeline/series.h"

/* What a summary is made from, and in. */
struct making {
	struct pt_arena *arena;
	struct pt_summary *s;
	const struct pt_tracker *t;
};

static const char *
text(const struct making *k, const char *key)
{
	const char *value = pt_journal_meta(&k->t->journal, key);

	return value ? pt_arena_text(k->arena, value) : "";
}

static bool
flag(const struct making *k, const char *key)
{
	return strcmp(text(k, key), "1") == 0;
}

/* The metadata whose keys begin with prefix, which is cut off them. */
static struct pt_text_pair *
pairs(const struct making *k, const char *prefix, size_t *len)
{
	const struct pt_journal *j = &k->t->journal;
	struct pt_text_pair *out = pt_arena_alloc(k->arena, j->meta_len, sizeof(*out));
	size_t skip = strlen(prefix);

	*len = 0;
	for (size_t i = 0; i < j->meta_len; i++)
		if (strncmp(j->meta[i].key, prefix, skip) == 0)
			out[(*len)++] = (struct pt_text_pair){ .key = pt_arena_text(k->arena,
								       j->meta[i].key + skip),
				.value = pt_arena_text(k->arena, j->meta[i].value) };
	return out;
}

/* A warning about threads for which the recording had no slot; NULL: there were none. */
static const char *
refused_workers(const struct making *k)
{
	uint32_t refused = k->t->status.refused;
	char words[160];

	if (refused == 0)
		return NULL;
	(void)snprintf(words, sizeof(words),
		"%u worker%s got no place in the recording, which has %u: "
		"what %s did is not in these numbers",
		refused, refused == 1 ? "" : "s", k->t->status.workers,
		refused == 1 ? "it" : "they");
	return pt_arena_text(k->arena, words);
}

static void
set_warnings(const struct making *k)
{
	struct pt_text_pair *found = pairs(k, PT_KEY_WARNING, &k->s->warnings_len);
	const char *refused = refused_workers(k);

	k->s->warnings = pt_arena_alloc(k->arena, k->s->warnings_len + 1, sizeof(*k->s->warnings));
	for (size_t i = 0; i < k->s->warnings_len; i++)
		k->s->warnings[i] = found[i].value;
	if (refused)
		k->s->warnings[k->s->warnings_len++] = refused;
}

static uint32_t
small(const struct making *k, const char *key)
{
	uint64_t v = 0;

	return pt_journal_u64(&k->t->journal, key, &v) && v <= UINT32_MAX ? (uint32_t)v : 0;
}

static int
verified(const struct making *k)
{
	const char *v = text(k, PT_KEY_VERIFIED);

	return strcmp(v, "true") == 0 ? 1 : strcmp(v, "false") == 0 ? 0 : -1;
}

static void
set_words(const struct making *k)
{
	struct pt_summary *s = k->s;
	const struct pt_journal *j = &k->t->journal;

	s->command = text(k, PT_KEY_COMMAND);
	s->workload = text(k, PT_KEY_WORKLOAD);
	s->program = text(k, PT_KEY_PROGRAM);
	s->variant = text(k, PT_KEY_VARIANT);
	s->policy = text(k, PT_KEY_POLICY);
	s->simd = text(k, PT_KEY_SIMD);
	s->version = text(k, PT_KEY_VERSION);
	s->detail = text(k, PT_KEY_DETAIL);
	s->order = text(k, PT_KEY_ORDER);
	s->trial = text(k, PT_KEY_TRIAL);
	s->params = pairs(k, PT_KEY_PARAM, &s->params_len);
	s->results = pairs(k, PT_KEY_RESULT, &s->results_len);
	set_warnings(k);
	s->has_seed = pt_journal_u64(j, PT_KEY_SEED, &s->seed);
	pt_journal_u64(j, PT_KEY_PEAK_RSS_BYTES, &s->peak_rss_bytes);
	s->verified = verified(k);
}

static void
set_machine(const struct making *k)
{
	struct pt_summary *s = k->s;
	const struct pt_tracker *t = k->t;

	s->pinned = flag(k, PT_KEY_PINNED);
	s->cpus = small(k, PT_KEY_CPUS);
	s->threads = small(k, PT_KEY_THREADS);
	if (s->threads == 0 || t->median_run.run_s > 0 || t->program)
		s->threads = (uint32_t)t->median_run.len;
	s->oversubscribed = (flag(k, PT_KEY_OVERSUBSCRIBED) && !t->program) ||
		(s->cpus > 0 && s->threads > s->cpus);
	s->runs = t->runs > t->parallel.len ? t->runs : t->parallel.len;
}

static void
set_events(struct pt_summary *s, const struct pt_tracker *t)
{
	s->events = t->events.read;
	s->events_lost = pt_events_lost(&t->events);
	s->tracing = pt_tracing_of(&t->journal, &t->events, t->hz);
	s->journal_lost = t->status.journal_lost;
}

static void
keep_series(struct pt_arena *a, struct pt_series *to, const struct pt_series *from)
{
	*to = *from;
	to->s = pt_arena_copy(a, from->s, from->len, sizeof(*from->s));
	to->use = from->use ? pt_arena_copy(a, from->use, from->len, sizeof(*from->use)) : NULL;
}

static void
set_series(const struct making *k)
{
	struct pt_summary *s = k->s;
	struct pt_series rounds;

	keep_series(k->arena, &s->sequential, &k->t->sequential);
	keep_series(k->arena, &s->one_worker, &k->t->one_worker);
	keep_series(k->arena, &s->parallel, &k->t->parallel);
	pt_series_init(&rounds);
	if (strcmp(s->order, "rounds") == 0)
		pt_rounds_speedups(&k->t->journal.phases, &rounds);
	keep_series(k->arena, &s->rounds, &rounds);
	pt_series_fini(&rounds);
	s->has_phases = k->t->journal.phases.len > 0;
}

static void
set_numbers(struct pt_summary *s, const struct pt_breakdown *b, const struct pt_account *a)
{
	s->median_run_s = a->run_s;
	s->sequential_s = a->sequential_s;
	s->one_worker_s = a->one_worker_s;
	s->sequential_disturbed = a->sequential_disturbed;
	s->one_worker_disturbed = a->one_worker_disturbed;
	s->speedup = a->v.speedup;
	s->capacity = a->capacity;
	s->capacity_share = a->capacity_share;
	s->stream = a->stream;
	s->self_speedup = a->v.self_speedup;
	s->efficiency = a->v.efficiency;
	s->karp_flatt = a->v.karp_flatt;
	s->identity_u = a->v.u;
	s->identity_a = a->v.a;
	s->identity_f = a->v.f;
	s->utilization = a->utilization;
	s->cpus_busy = a->cpus_busy;
	s->balance = a->balance;
	s->cores = a->cores;
	pt_account_why(s->cores_why, sizeof(s->cores_why), a, b);
}

static struct pt_worker_summary
worker_summary(const struct pt_breakdown *b, size_t i, uint64_t stolen_from)
{
	const struct pt_breakdown_worker *w = &b->worker[i];
	const uint64_t *c = w->counter;

	struct pt_worker_summary to = {
		.slot = w->slot,
		.cpu = w->cpu,
		.tasks = pt_tasks_of(c),
		.stolen_from = stolen_from,
		.work_s = w->times.s[PT_SHARE_BUSY],
		.busy_s = w->times.s[PT_SHARE_BUSY],
		.search_s = w->times.s[PT_SHARE_SEARCH],
		.park_s = w->times.s[PT_SHARE_PARK],
		.wait_s = w->times.s[PT_SHARE_WAIT],
		.off_cpu_s = w->times.s[PT_SHARE_OFF_CPU],
		.other_s = w->times.s[PT_SHARE_OTHER],
		.cpu_s = (double)c[PT_COUNTER_CPU_NS] / 1e9,
		.blocked_s = w->times.s[PT_SHARE_BLOCKED],
	};

	memcpy(to.counter, c, sizeof(to.counter));
	return to;
}

static void
add_counters(uint64_t sum[PT_COUNTERS_USED], const uint64_t counter[PT_COUNTERS_USED])
{
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		if (!pt_counter_is_gauge(k))
			sum[k] = pt_add_sat_u64(sum[k], counter[k]);
		else if (sum[k] < counter[k])
			sum[k] = counter[k];
}

static void
set_workers(const struct making *k)
{
	const struct pt_breakdown *b = &k->t->median_run;
	struct pt_summary *s = k->s;
	uint64_t *column = pt_arena_alloc(k->arena, b->len, sizeof(*column));

	s->workers_len = b->len;
	s->workers = pt_arena_alloc(k->arena, b->len, sizeof(*s->workers));
	s->matrix = pt_arena_copy(k->arena, b->matrix, b->len * b->len, sizeof(*s->matrix));
	pt_matrix_columns(column, b->matrix, b->len);
	for (size_t i = 0; i < b->len; i++) {
		struct pt_worker_summary w = s->workers[i] = worker_summary(b, i, column[i]);

		s->tasks = pt_add_sat_u64(s->tasks, w.tasks);
		add_counters(s->counter, w.counter);
	}
}

struct pt_summary *
pt_summary_make(struct pt_arena *arena, const struct pt_tracker *t, const struct pt_account *a)
{
	struct making k = { .arena = arena,
		.t = t,
		.s = pt_arena_alloc(arena, 1, sizeof(struct pt_summary)) };

	set_words(&k);
	set_machine(&k);
	set_events(k.s, t);
	set_series(&k);
	k.s->detail_run_s = t->median_run.run_s;
	set_numbers(k.s, &t->median_run, a);
	set_workers(&k);
	return k.s;
}

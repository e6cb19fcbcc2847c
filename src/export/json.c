/* SPDX-License-Identifier: MIT */
/*
 * The object "partop.run/1".  See json.h.
 *
 * Members stand in the order in which people read them: what was run, how long it took, what that
 * means, what each worker did, the results.
 */
#include "export/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "export/exporter.h"
#include "export/result.h"
#include "export/runs_graph.h"
#include "export/values.h"
#include "export/worker_times.h"
#include "metrics/source.h"
#include "recording/names.h"

static const char *
state_name(enum pt_model_state state)
{
	switch (state) {
	case PT_MODEL_DONE:
		return "done";
	case PT_MODEL_CANCELLED:
		return "cancelled";
	case PT_MODEL_ERROR:
		return "error";
	case PT_MODEL_STARTING:
	case PT_MODEL_RUNNING:
	default:
		return "running";
	}
}

static json_t *
params(const struct pt_summary *s)
{
	json_t *o = pt_json_object();

	for (size_t i = 0; i < s->params_len; i++) {
		char *name = pt_json_key(s->params[i].key, strlen(s->params[i].key));

		pt_json_put(o, name, pt_json_typed(s->params[i].value));
		free(name);
	}
	return o;
}

/*
 * A series without runs may have a median: the baseline that a user's program has given.
 * time_s is what the other numbers are made from: the median, without off-cpu time where the runs
 * were disturbed.
 */
static json_t *
series(const struct pt_series *s, double median_s, double time_s)
{
	json_t *o = pt_json_object(), *runs = json_array();

	for (size_t i = 0; i < s->len; i++)
		pt_json_append(runs, pt_json_real(s->s[i]));
	pt_json_put(o, "runs_s", runs);
	pt_json_put(o, "median_s", pt_json_real(median_s));
	pt_json_put(o, "min_s", pt_json_real(s->min));
	pt_json_put(o, "max_s", pt_json_real(s->max));
	pt_json_put(o, "time_s", pt_json_real(time_s));
	pt_json_put(o, "off_cpu", pt_json_real(s->off_cpu));
	pt_json_put(o, "blocked", pt_json_real(s->blocked));
	pt_json_put(o, "cpu_s", pt_json_real(s->cpu_s));
	return o;
}

/* Each speedup is that of one round; null when versions ran in blocks. */
static json_t *
rounds(const struct pt_summary *s)
{
	const struct pt_series *r = &s->rounds;
	json_t *o, *each;

	if (r->len == 0)
		return json_null();
	o = pt_json_object();
	each = json_array();
	for (size_t i = 0; i < r->len; i++)
		pt_json_append(each, pt_json_real(r->s[i]));
	pt_json_put(o, "speedups", each);
	pt_json_put(o, "median", pt_json_real(r->median));
	pt_json_put(o, "min", pt_json_real(r->min));
	pt_json_put(o, "max", pt_json_real(r->max));
	return o;
}

static json_t *
preview(const struct pt_plan *p)
{
	json_t *o;

	if (!p->previewed)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "size", p->preview_size ? pt_json_u64(p->preview_size) : json_null());
	pt_json_put(o, "steals", pt_json_u64(p->preview_steals));
	return o;
}

static json_t *
identity(const struct pt_summary *s)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "u", pt_json_real(s->identity_u));
	pt_json_put(o, "a", pt_json_real(s->identity_a));
	pt_json_put(o, "f", pt_json_real(s->identity_f));
	return o;
}

json_t *
pt_json_cores(const struct pt_cores *c)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "useful", pt_json_real(c->useful));
	pt_json_put(o, "inflation", pt_json_real(c->inflation));
	pt_json_put(o, "scheduling", pt_json_real(c->scheduling));
	pt_json_put(o, "overhead", pt_json_real(isnan(c->inflation) ? c->overhead : NAN));
	pt_json_put(o, "busy", pt_json_real(isnan(c->useful) ? c->busy : NAN));
	pt_json_put(o, "blocked", pt_json_real(c->blocked));
	pt_json_put(o, "idle", pt_json_real(c->idle));
	pt_json_put(o, "off_cpu", pt_json_real(c->off_cpu));
	pt_json_put(o, "other", pt_json_real(c->other));
	return o;
}

/* null when it was not calibrated. */
static json_t *
capacity(const struct pt_capacity *c)
{
	json_t *o;

	if (isnan(c->compute))
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "compute", pt_json_real(c->compute));
	pt_json_put(o, "cache", pt_json_real(c->cache));
	pt_json_put(o, "memory", pt_json_real(c->memory));
	pt_json_put(o, "read_bytes_per_s", pt_json_real(c->read_bytes_per_s));
	pt_json_put(o, "disturbed", json_boolean(c->disturbed));
	return o;
}

/* null when the time of the run is not that of reading its input. */
static json_t *
stream(const struct pt_stream *s)
{
	json_t *o;

	if (s->bytes == 0)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "bytes", pt_json_u64(s->bytes));
	pt_json_put(o, "bytes_per_s", pt_json_real(s->bytes_per_s));
	pt_json_put(o, "limit_share", pt_json_real(s->limit_share));
	return o;
}

static void
put_counters(json_t *o, const uint64_t counter[PT_COUNTERS_USED])
{
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		pt_json_put(o, pt_counter_name(k), pt_json_u64(counter[k]));
}

static json_t *
worker(const struct pt_worker_summary *w, size_t index)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "worker", pt_json_u64(index));
	pt_json_put(o, "cpu", pt_json_u64(w->cpu));
	pt_json_put(o, "tasks", pt_json_u64(w->tasks));
	pt_json_put(o, "stolen_from", pt_json_u64(w->stolen_from));
	put_counters(o, w->counter);
	for (size_t i = 0; i < PT_WORKER_TIMES; i++)
		pt_json_put(o, pt_worker_time_names[i], pt_json_real(pt_worker_time(w, i)));
	return o;
}

/* Without a median run nothing was counted. */
static bool
counted(const struct pt_summary *s)
{
	return s->detail_run_s > 0;
}

static json_t *
count(const struct pt_summary *s, uint64_t v)
{
	return counted(s) ? pt_json_u64(v) : json_null();
}

static json_t *
counters(const struct pt_summary *s)
{
	json_t *o;

	if (!counted(s))
		return json_null();
	o = pt_json_object();
	put_counters(o, s->counter);
	return o;
}

static json_t *
matrix(const struct pt_summary *s)
{
	json_t *rows = json_array();

	for (size_t i = 0; counted(s) && i < s->workers_len; i++) {
		json_t *row = json_array();

		for (size_t k = 0; k < s->workers_len; k++)
			pt_json_append(row, pt_json_u64(s->matrix[i * s->workers_len + k]));
		pt_json_append(rows, row);
	}
	return rows;
}

static json_t *
workers(const struct pt_summary *s)
{
	json_t *all = json_array();

	for (size_t i = 0; counted(s) && i < s->workers_len; i++)
		pt_json_append(all, worker(&s->workers[i], i));
	return all;
}

/* null where not every spawn and sync was recorded. */
static json_t *
graph(struct pt_source *source)
{
	struct pt_runs_graph g;
	json_t *o;

	pt_runs_graph_make(&g, source);
	if (g.runs == 0)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "runs", pt_json_u64(g.runs));
	pt_json_put(o, "work_s", pt_json_real(g.work_s));
	pt_json_put(o, "span_s", pt_json_real(g.span_s));
	pt_json_put(o, "parallelism", pt_json_real(g.parallelism));
	pt_json_put(o, "spawns", pt_json_u64(g.spawns));
	pt_json_put(o, "inlined", pt_json_u64(g.inlined));
	pt_json_put(o, "stolen", pt_json_u64(g.stolen));
	pt_json_put(o, "dropped", pt_json_u64(g.dropped));
	pt_json_put(o, "contradictions", pt_json_u64(g.contradictions));
	return o;
}

static json_t *
warnings(const struct pt_summary *s, const char *reader)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->warnings_len; i++)
		pt_json_append(all, pt_json_text(s->warnings[i]));
	if (*reader)
		pt_json_append(all, pt_json_text(reader));
	return all;
}

static json_t *
one_pool(const struct pt_pool_info *p)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "pool", pt_json_u64(p->id));
	pt_json_put(o, "name", pt_json_text(p->name));
	pt_json_put(o, "threads", pt_json_u64(p->workers));
	pt_json_put(o, "runs", pt_json_u64(p->runs));
	pt_json_put(o, "work_s", pt_json_real(p->work_s));
	pt_json_put(o, "shown", json_boolean(p->shown));
	return o;
}

/* Pools of a user's program; the rest of the object is about the one that is shown. */
static json_t *
pools(const struct pt_summary *s)
{
	json_t *all = json_array();

	for (size_t i = 0; i < s->pools_len; i++)
		pt_json_append(all, one_pool(&s->pools[i]));
	return all;
}

static json_t *
one_advice(const struct pt_advice *a)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "rule", json_string(a->rule));
	pt_json_put(o, "level", json_string(a->level == PT_ADVICE_WARNING ? "warning" : "info"));
	pt_json_put(o, "number", pt_json_real(a->number));
	pt_json_put(o, "text", pt_json_text(a->text));
	pt_json_put(o, "suggestion", pt_json_text(a->suggestion));
	return o;
}

static json_t *
advice(const struct pt_model *m)
{
	json_t *all = json_array();

	for (uint32_t i = 0; i < m->advice_len; i++)
		pt_json_append(all, one_advice(&m->advice[i]));
	return all;
}

static void
put_what(json_t *o, const struct pt_summary *s)
{
	pt_json_put(o, "schema", json_string("partop.run/1"));
	pt_json_put(o, "version", pt_json_text(s->version));
	pt_json_put(o, "command", pt_json_text(s->command));
	pt_json_put(o, "state", json_string(state_name(s->state)));
	pt_json_put(o, "error", pt_json_text(s->error));
	pt_json_put(o, "workload", pt_json_text(s->workload));
	pt_json_put(o, "program", pt_json_text(s->program));
	pt_json_put(o, "variant", pt_json_text(s->variant));
	pt_json_put(o, "policy", pt_json_text(s->policy));
	pt_json_put(o, "simd", pt_json_text(s->simd));
	pt_json_put(o, "params", params(s));
	pt_json_put(o, "seed", s->has_seed ? pt_json_u64(s->seed) : json_null());
	pt_json_put(o, "threads", s->threads ? pt_json_u64(s->threads) : json_null());
	pt_json_put(o, "cpus", s->cpus ? pt_json_u64(s->cpus) : json_null());
	pt_json_put(o, "pinned", json_boolean(s->pinned));
	pt_json_put(o, "oversubscribed", json_boolean(s->oversubscribed));
	pt_json_put(o, "detail", pt_json_text(s->detail));
	pt_json_put(o, "pools", pools(s));
}

static void
put_numbers(json_t *o, const struct pt_summary *s)
{
	pt_json_put(o, "sequential", series(&s->sequential, s->sequential.median, s->sequential_s));
	pt_json_put(o, "one_worker", series(&s->one_worker, s->one_worker.median, s->one_worker_s));
	pt_json_put(o, "parallel", series(&s->parallel, s->median_run_s, s->median_run_s));
	pt_json_put(o, "runs", counted(s) ? pt_json_u64(s->runs) : json_null());
	pt_json_put(o, "order", s->order[0] ? pt_json_text(s->order) : json_null());
	pt_json_put(o, "rounds", rounds(s));
	pt_json_put(o, "run_s", pt_json_real(s->median_run_s));
	pt_json_put(o, "detail_run_s", pt_json_real(s->detail_run_s));
	pt_json_put(o, "speedup", pt_json_real(s->speedup));
	pt_json_put(o, "self_speedup", pt_json_real(s->self_speedup));
	pt_json_put(o, "efficiency", pt_json_real(s->efficiency));
	pt_json_put(o, "utilization", pt_json_real(s->utilization));
	pt_json_put(o, "cpus_busy", pt_json_real(s->cpus_busy));
	pt_json_put(o, "balance", pt_json_real(s->balance));
	pt_json_put(o, "karp_flatt", pt_json_real(s->karp_flatt));
	pt_json_put(o, "identity", identity(s));
	pt_json_put(o, "cores", pt_json_cores(&s->cores));
	pt_json_put(o, "offcpu_own", pt_json_real(s->cores.offcpu_own));
	pt_json_put(o, "offcpu_others", pt_json_real(s->cores.offcpu_others));
	pt_json_put(o, "inflation_machine", pt_json_real(s->cores.inflation_machine));
	pt_json_put(o, "inflation_program", pt_json_real(s->cores.inflation_program));
	pt_json_put(o, "capacity", capacity(&s->capacity));
	pt_json_put(o, "capacity_share", pt_json_real(s->capacity_share));
	pt_json_put(o, "stream", stream(&s->stream));
	pt_json_put(o, "cores_why", *s->cores_why ? pt_json_text(s->cores_why) : json_null());
	pt_json_put(o, "tasks", count(s, s->tasks));
	pt_json_put(o, "spawns", count(s, s->counter[PT_COUNTER_SPAWNED]));
	pt_json_put(o, "steals", count(s, s->counter[PT_COUNTER_STOLEN]));
	pt_json_put(o, "steal_attempts", count(s, s->counter[PT_COUNTER_TRIES]));
	pt_json_put(o, "cancelled", count(s, s->counter[PT_COUNTER_CANCELLED]));
	pt_json_put(o, "counters", counters(s));
	pt_json_put(o, "steal_matrix", matrix(s));
	pt_json_put(o, "workers", workers(s));
}

json_t *
pt_json_run(struct pt_source *source, const struct pt_export_options *options)
{
	const struct pt_summary *s = pt_source_summary(source);
	json_t *o = pt_json_object();

	put_what(o, s);
	put_numbers(o, s);
	pt_json_put(o, "preview", preview(&pt_source_model(source)->plan));
	pt_json_put(o, "result", pt_json_result(s->results, s->results_len));
	pt_json_put(o, "verified", s->verified < 0 ? json_null() : json_boolean(s->verified));
	pt_json_put(o, "events", pt_json_u64(s->events));
	pt_json_put(o, "events_lost", pt_json_u64(s->events_lost));
	pt_json_put(o, "events_written", pt_json_u64(s->tracing.events));
	pt_json_put(o, "event_ns", pt_json_real(s->tracing.event_ns));
	pt_json_put(o, "tracing_share", pt_json_real(s->tracing.share));
	pt_json_put(o, "journal_lost", pt_json_u64(s->journal_lost));
	pt_json_put(o, "graph", graph(source));
	pt_json_put(o, "peak_rss_bytes",
		s->peak_rss_bytes ? pt_json_u64(s->peak_rss_bytes) : json_null());
	pt_json_put(o, "trace", options->trace ? pt_json_text(options->trace) : json_null());
	pt_json_put(o, "warnings", warnings(s, pt_source_warning(source)));
	pt_json_put(o, "advice", advice(pt_source_model(source)));
	return o;
}

static int
write_json(struct pt_source *s, const struct pt_export_options *options, FILE *f,
	struct pt_error *e)
{
	json_t *o = pt_json_run(s, options);
	int failed = json_dumpf(o, f, PT_JSON_FLAGS) != 0 || fputc('\n', f) == EOF;

	json_decref(o);
	return failed ? pt_fail_write(e, f, "the JSON object") : 0;
}

const struct pt_exporter pt_exporter_json = {
	.name = "json",
	.extension = "json",
	.summary = "the numbers of the run as one JSON object",
	.write = write_json,
};

/* SPDX-License-Identifier: MIT */
/*
 * Configurations as JSON.  See measured_json.h.
 */
#include "export/measured_json.h"

#include <config.h>
#include <stdlib.h>
#include <string.h>

#include "export/json.h"
#include "export/values.h"

json_t *
pt_json_trials(const char *schema, bool interrupted, const char *folder)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "schema", json_string(schema));
	pt_json_put(o, "version", json_string(PACKAGE_VERSION));
	pt_json_put(o, "state", json_string(interrupted ? "interrupted" : "done"));
	pt_json_put(o, "recordings", folder != NULL ? pt_json_text(folder) : json_null());
	return o;
}

json_t *
pt_json_estimate(const struct pt_estimate *e)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "value", pt_json_real(e->value));
	pt_json_put(o, "lo", pt_json_real(e->lo));
	pt_json_put(o, "hi", pt_json_real(e->hi));
	pt_json_put(o, "rounds", pt_json_u64(e->rounds));
	return o;
}

/* ---- runs ---- */

static json_t *
run(const struct pt_timing *v, enum pt_outlier kind)
{
	static const char *const names[] = { [PT_OUTLIER_NONE] = NULL,
		[PT_OUTLIER_MILD] = "mild",
		[PT_OUTLIER_SEVERE] = "severe" };
	const char *outlier = names[kind];
	json_t *o = pt_json_object();

	pt_json_put(o, "s", pt_json_real(v->s));
	pt_json_put(o, "round", pt_json_u64(v->round));
	pt_json_put(o, "disturbed", v->disturbed < 0 ? json_null() : json_boolean(v->disturbed));
	pt_json_put(o, "outlier", outlier != NULL ? json_string(outlier) : json_null());
	return o;
}

json_t *
pt_json_timings(const struct pt_timings *t)
{
	enum pt_outlier *outliers = pt_timings_outliers(t);
	json_t *all = json_array();

	for (size_t i = 0; i < t->len; i++)
		pt_json_append(all, run(&t->v[i], outliers[i]));
	free(outliers);
	return all;
}

static json_t *
series(const struct pt_timings *t)
{
	struct pt_spread p = pt_timings_spread(t);
	struct pt_estimate e = pt_estimate_median(t);
	json_t *o = pt_json_object();

	pt_json_put(o, "median_s", pt_json_real(p.median));
	pt_json_put(o, "lo_s", pt_json_real(e.lo));
	pt_json_put(o, "hi_s", pt_json_real(e.hi));
	pt_json_put(o, "min_s", pt_json_real(p.min));
	pt_json_put(o, "max_s", pt_json_real(p.max));
	pt_json_put(o, "disturbed", pt_json_u64(p.disturbed));
	pt_json_put(o, "not_known", pt_json_u64(p.unknown));
	pt_json_put(o, "mild_outliers", pt_json_u64(p.mild));
	pt_json_put(o, "severe_outliers", pt_json_u64(p.severe));
	pt_json_put(o, "runs", pt_json_timings(t));
	return o;
}

/* ---- processes ---- */

static json_t *
or_null(uint64_t v)
{
	return v > 0 ? pt_json_u64(v) : json_null();
}

static json_t *
process(const struct pt_measured *m, const struct pt_measured_process *p)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "round", pt_json_u64(p->round));
	pt_json_put(o, "wall_s", pt_json_real(p->wall_s));
	pt_json_put(o, "user_s", pt_json_real(p->user_s));
	pt_json_put(o, "system_s", pt_json_real(p->system_s));
	pt_json_put(o, "cpus_busy", pt_json_real(p->cpus_busy));
	if (!m->command)
		pt_json_put(o, "cores", pt_json_cores(&p->cores));
	pt_json_put(o, "max_rss_bytes", or_null(p->max_rss_bytes));
	pt_json_put(o, "involuntary_switches",
		isnan(p->wall_s) ? json_null() : pt_json_u64(p->involuntary));
	return o;
}

static json_t *
processes(const struct pt_measured *m)
{
	json_t *all = json_array();

	for (size_t i = 0; i < m->processes_len; i++)
		pt_json_append(all, process(m, &m->process[i]));
	return all;
}

static json_t *
params(const struct pt_measured *m)
{
	json_t *o = pt_json_object();

	for (size_t i = 0; i < m->params_len; i++) {
		char *key = pt_json_key(m->params[i].key, strlen(m->params[i].key));

		pt_json_put(o, key, pt_json_typed(m->params[i].value));
		free(key);
	}
	return o;
}

/* ---- a configuration ---- */

static void
put_workload(json_t *o, const struct pt_measured *m)
{
	pt_json_put(o, "workload", pt_json_text(m->workload));
	pt_json_put(o, "variant", pt_json_text(m->variant));
	pt_json_put(o, "policy", pt_json_text(m->policy));
	pt_json_put(o, "params", params(m));
	pt_json_put(o, "threads", or_null(m->threads));
	pt_json_put(o, "cpus", or_null(m->cpus));
	pt_json_put(o, "oversubscribed", json_boolean(m->oversubscribed));
	pt_json_put(o, "pinned", json_boolean(m->pinned));
	pt_json_put(o, "verified", m->verified < 0 ? json_null() : json_boolean(m->verified));
	pt_json_put(o, "capacity", pt_json_real(m->capacity.compute));
	pt_json_put(o, "sequential", series(&m->sequential));
	pt_json_put(o, "one_worker", series(&m->one_worker));
}

json_t *
pt_json_measured(const struct pt_measured *m)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "label", pt_json_text(m->label));
	pt_json_put(o, "title", pt_json_text(m->title));
	pt_json_put(o, "kind", json_string(m->command ? "command" : "workload"));
	pt_json_put(o, "error", m->error != NULL ? pt_json_text(m->error) : json_null());
	if (!m->command)
		put_workload(o, m);
	pt_json_put(o, "time", series(&m->parallel));
	pt_json_put(o, "cpus_busy", pt_json_real(pt_measured_cpus_busy(m)));
	pt_json_put(o, "blocked", pt_json_real(pt_measured_blocked(m)));
	pt_json_put(o, "processes", processes(m));
	return o;
}

void
pt_json_write(json_t *o, FILE *f)
{
	(void)json_dumpf(o, f, PT_JSON_FLAGS); /* the caller asks the stream for its error */
	fputc('\n', f);
	json_decref(o);
}

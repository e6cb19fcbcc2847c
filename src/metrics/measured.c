/* SPDX-License-Identifier: MIT */
/*
 * What all processes of one configuration gave.  See measured.h.
 */
#include "metrics/measured.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "metrics/quiet.h"
#include "metrics/source.h"
#include "timeline/series.h"

void
pt_measured_init(struct pt_measured *m, const char *label, const char *title, bool command)
{
	*m = (struct pt_measured){
		.texts = pt_arena_new(),
		.workload = "",
		.variant = "",
		.policy = "",
		.command = command,
		.verified = -1,
		.capacity = PT_CAPACITY_UNKNOWN,
	};
	m->label = pt_arena_text(m->texts, label);
	m->title = pt_arena_text(m->texts, title);
}

void
pt_measured_fini(struct pt_measured *m)
{
	pt_arena_free(m->texts);
	free(m->process);
	pt_timings_fini(&m->sequential);
	pt_timings_fini(&m->one_worker);
	pt_timings_fini(&m->parallel);
	*m = (struct pt_measured){ 0 };
}

void
pt_measured_fail(struct pt_measured *m, const char *error)
{
	m->error = pt_arena_text(m->texts, error);
}

void
pt_measured_cut(struct pt_measured *m, uint32_t rounds)
{
	pt_timings_cut(&m->sequential, rounds);
	pt_timings_cut(&m->one_worker, rounds);
	pt_timings_cut(&m->parallel, rounds);
	while (m->processes_len > 0 && m->process[m->processes_len - 1].round >= rounds)
		m->processes_len--;
}

/* ---- what a process gave ---- */

static struct pt_measured_process *
add_process(struct pt_measured *m, const struct pt_measured_process *p)
{
	m->process = pt_array_room(m->process, &m->processes_cap, m->processes_len + 1,
		sizeof(*m->process));
	m->process[m->processes_len] = *p;
	return &m->process[m->processes_len++];
}

static void
add_series(struct pt_timings *t, const struct pt_series *s, uint32_t round, double cpus)
{
	for (size_t i = 0; i < s->len; i++)
		pt_timings_add(t,
			&(struct pt_timing){ .s = s->s[i],
				.round = round,
				.disturbed = s->use != NULL ?
					pt_quiet_disturbed(&s->use[i], s->s[i], cpus) :
					-1 });
}

static void
take_params(struct pt_measured *m, const struct pt_summary *s)
{
	m->params = pt_arena_alloc(m->texts, s->params_len, sizeof(*m->params));
	m->params_len = s->params_len;
	for (size_t i = 0; i < s->params_len; i++)
		m->params[i] =
			(struct pt_text_pair){ .key = pt_arena_text(m->texts, s->params[i].key),
				.value = pt_arena_text(m->texts, s->params[i].value) };
}

/* What is the same in all processes is taken from the first. */
static void
take_words(struct pt_measured *m, struct pt_source *source)
{
	const struct pt_summary *s = pt_source_summary(source);

	m->title = pt_arena_text(m->texts, pt_source_model(source)->title);
	m->workload = pt_arena_text(m->texts, s->workload);
	m->variant = pt_arena_text(m->texts, s->variant);
	m->policy = pt_arena_text(m->texts, s->policy);
	m->threads = s->threads;
	m->cpus = s->cpus;
	m->oversubscribed = s->oversubscribed;
	m->pinned = s->pinned;
	m->capacity = s->capacity;
	take_params(m, s);
}

static void
take_verdict(struct pt_measured *m, const struct pt_summary *s)
{
	if (s->verified == 0 || (s->verified == 1 && m->verified < 0))
		m->verified = s->verified;
}

void
pt_measured_add_run(struct pt_measured *m, struct pt_source *source,
	const struct pt_measured_process *p)
{
	const struct pt_summary *s = pt_source_summary(source);
	struct pt_measured_process *to = add_process(m, p);

	if (*m->workload == 0)
		take_words(m, source);
	take_verdict(m, s);
	add_series(&m->sequential, &s->sequential, p->round, s->cpus);
	add_series(&m->one_worker, &s->one_worker, p->round, s->cpus);
	add_series(&m->parallel, &s->parallel, p->round, s->cpus);
	to->cpus_busy = s->cpus_busy;
	to->cores = s->cores;
	if (to->max_rss_bytes == 0)
		to->max_rss_bytes = s->peak_rss_bytes;
}

void
pt_measured_add_command(struct pt_measured *m, const struct pt_measured_process *p, int disturbed)
{
	struct pt_measured_process *to = add_process(m, p);

	pt_timings_add(&m->parallel,
		&(struct pt_timing){ .s = p->wall_s, .round = p->round, .disturbed = disturbed });
	to->cpus_busy = p->wall_s > 0 ? (p->user_s + p->system_s) / p->wall_s : NAN;
	to->cores = PT_CORES_UNKNOWN;
}

/* ---- over its processes ---- */

static double
cpus_busy(const struct pt_measured *m, const struct pt_measured_process *p)
{
	return p->cpus_busy;
}

static double
blocked(const struct pt_measured *m, const struct pt_measured_process *p)
{
	return m->threads > 0 ? p->cores.blocked / m->threads : NAN;
}

/* The median of the processes of which it is known. */
static double
median_of(const struct pt_measured *m,
	double (*part)(const struct pt_measured *m, const struct pt_measured_process *p))
{
	double *v = pt_xcalloc(m->processes_len, sizeof(*v)), median;
	size_t n = 0;

	for (size_t i = 0; i < m->processes_len; i++) {
		v[n] = part(m, &m->process[i]);
		n += !isnan(v[n]);
	}
	median = pt_series_median(v, n);
	free(v);
	return median;
}

double
pt_measured_cpus_busy(const struct pt_measured *m)
{
	return median_of(m, cpus_busy);
}

double
pt_measured_blocked(const struct pt_measured *m)
{
	return median_of(m, blocked);
}

const char *
pt_measured_param(const struct pt_measured *m, const char *name)
{
	for (size_t i = 0; i < m->params_len; i++)
		if (strcmp(m->params[i].key, name) == 0) {
			const char *v = m->params[i].value;

			return v[0] != 0 && v[1] == ':' ? v + 2 : v;
		}
	return NULL;
}

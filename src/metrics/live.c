/* SPDX-License-Identifier: MIT */
/*
 * The pool that is being watched.  See live.h.
 */
#include "metrics/live.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "metrics/account.h"
#include "metrics/balance.h"
#include "metrics/cores.h"

#define CPUS_MAX 4096

/* What happened between two samples: times per worker, over the time in which runs went on. */
struct span {
	double wall_s, active_s; /* active 0: nothing ran */
	struct pt_times *times;  /* per worker; they add up to length_s each */
	double length_s;         /* active, or wall when nothing ran */
};

void
pt_live_begin(struct pt_live *l)
{
	*l = (struct pt_live){ 0 };
	pt_history_begin(&l->history, PT_LIVE_PERIOD_S);
}

void
pt_live_fini(struct pt_live *l)
{
	pt_roster_fini(&l->roster);
	pt_probes_fini(&l->probes);
	pt_sample_fini(&l->now);
	for (size_t i = 0; i < PT_LIVE_SAMPLES; i++)
		pt_sample_fini(&l->kept[i]);
	free(l->workers);
	free(l->cpus);
	free(l->matrix);
	free(l->given);
	free(l->column);
	*l = (struct pt_live){ 0 };
}

void
pt_live_watch(struct pt_live *l, const uint32_t *slot, size_t n)
{
	if (!pt_roster_set(&l->roster, slot, n))
		return;
	n = l->roster.len;
	pt_probes_fini(&l->probes);
	l->now.len = 0;
	l->kept_len = l->kept_next = 0;
	l->cpus_len = 0;
	l->second.there = false;
	l->workers = pt_array_room(l->workers, &l->workers_cap, n, sizeof(*l->workers));
	if (n > 0)
		memset(l->workers, 0, n * sizeof(*l->workers));
	free(l->matrix);
	free(l->column);
	l->matrix = pt_xcalloc(n * n, sizeof(*l->matrix));
	l->column = pt_xcalloc(n, sizeof(*l->column));
}

static double
seconds_between(const struct pt_sample *a, const struct pt_sample *b, uint64_t hz)
{
	return (double)pt_sub_sat_u64(b->at, a->at) / (double)hz;
}

/* Runs of less than a hundredth of the time are too short to tell anything. */
static struct span
span_of(const struct pt_sample *a, const struct pt_sample *b, uint64_t hz)
{
	struct span s = {
		.wall_s = seconds_between(a, b, hz),
		.active_s = pt_sample_active(a, b, hz),
		.times = pt_xcalloc(b->len, sizeof(*s.times)),
	};

	if (s.active_s > s.wall_s)
		s.active_s = s.wall_s;
	if (s.active_s < s.wall_s / 100 || s.active_s < 1e-5)
		s.active_s = 0;
	s.length_s = s.active_s > 0 ? s.active_s : s.wall_s;
	for (size_t i = 0; i < b->len; i++) {
		struct pt_interval iv = pt_sample_interval(a, b, i, hz);

		pt_interval_fit(&iv, s.length_s);
		s.times[i] = pt_times_of(&iv);
	}
	return s;
}

static double
busy_sum(const struct span *s, size_t workers)
{
	double sum = 0;

	for (size_t i = 0; i < workers; i++)
		sum += s->times[i].s[PT_SHARE_BUSY];
	return sum;
}

static double
counted(const struct pt_sample *a, const struct pt_sample *b, enum pt_counter counter)
{
	double sum = 0;

	for (size_t i = 0; i < b->len; i++)
		sum += (double)pt_sample_counter(a, b, i, counter);
	return sum;
}

static void
add_history(struct pt_live *l, const struct pt_sample *a, const struct pt_sample *b, uint64_t hz)
{
	struct span s = span_of(a, b, hz);

	pt_history_add(&l->history,
		&(struct pt_history_part){
			.span_s = s.wall_s,
			.all_s = s.active_s * (double)b->len,
			.busy_s = s.active_s > 0 ? busy_sum(&s, b->len) : 0,
			.steals = counted(a, b, PT_COUNTER_STOLEN),
		});
	free(s.times);
}

static const struct pt_sample *
kept(const struct pt_live *l, uint32_t age) /* 0: the newest */
{
	return &l->kept[(l->kept_next + PT_LIVE_SAMPLES - 1 - age) % PT_LIVE_SAMPLES];
}

static void
push_sparks(struct pt_live *l, const struct pt_sample *a, const struct pt_sample *b, uint64_t hz)
{
	struct span s = span_of(a, b, hz);

	for (size_t i = 0; i < b->len; i++) {
		struct pt_worker_live *w = &l->workers[i];
		double share = s.active_s > 0 ? s.times[i].s[PT_SHARE_BUSY] / s.active_s : 0;

		if (w->spark_len == PT_SPARK)
			memmove(w->spark, w->spark + 1, --w->spark_len);
		w->spark[w->spark_len++] = (uint8_t)(share < 1 ? share * 255 + 0.5 : 255);
	}
	free(s.times);
}

/* A sample that comes a little early is kept, too: the timers of pollers are not exact. */
static void
keep(struct pt_live *l, uint64_t hz)
{
	if (l->kept_len > 0) {
		const struct pt_sample *last = kept(l, 0);

		if (seconds_between(last, &l->now, hz) < PT_LIVE_PERIOD_S * 0.9)
			return;
		push_sparks(l, last, &l->now, hz);
	}
	pt_sample_copy(&l->kept[l->kept_next], &l->now);
	l->kept_next = (l->kept_next + 1) % PT_LIVE_SAMPLES;
	if (l->kept_len < PT_LIVE_SAMPLES)
		l->kept_len++;
}

bool
pt_live_take(struct pt_live *l, struct pt_rec_reader *r, uint64_t at, uint64_t hz, unsigned how)
{
	struct pt_sample before = l->now;

	l->now = (struct pt_sample){ 0 };
	pt_sample_copy(&l->now, &before);
	bool there = pt_sample_take(&l->now, r, &l->roster, at);

	if (there && (how & PT_LIVE_PROBE))
		pt_probes_ask(&l->probes, &l->now, r->head.pid, hz);
	if (there && (how & PT_LIVE_RUNS) && before.len > 0 && before.len == l->now.len)
		add_history(l, &before, &l->now, hz);
	pt_sample_fini(&before);
	if (there && l->now.len > 0)
		keep(l, hz);
	return there;
}

void
pt_live_put(struct pt_live *l, const struct pt_sample *s, uint64_t hz, unsigned how)
{
	if ((how & PT_LIVE_RUNS) && l->now.len > 0 && l->now.len == s->len)
		add_history(l, &l->now, s, hz);
	pt_sample_copy(&l->now, s);
	if (l->now.len > 0)
		keep(l, hz);
}

/* The sample that the last second began with. */
static const struct pt_sample *
window_begin(const struct pt_live *l, uint64_t hz)
{
	const struct pt_sample *a = NULL;

	for (uint32_t i = 0; i < l->kept_len; i++) {
		const struct pt_sample *s = kept(l, i);

		if (a && seconds_between(s, &l->now, hz) > PT_LIVE_WINDOW_S * 1.1)
			break;
		a = s;
	}
	return a;
}

static int
by_cpu(const void *a, const void *b)
{
	uint32_t x = ((const struct pt_cpu_live *)a)->cpu, y = ((const struct pt_cpu_live *)b)->cpu;

	return (x > y) - (x < y);
}

/* The entry of a CPU, made when a page first names it; bounded, as a page may be damaged. */
static struct pt_cpu_live *
cpu_entry(struct pt_live *l, uint32_t cpu)
{
	struct pt_cpu_live key = { .cpu = cpu };
	struct pt_cpu_live *c =
		l->cpus_len == 0 ? NULL : bsearch(&key, l->cpus, l->cpus_len, sizeof(key), by_cpu);

	if (c || l->cpus_len == CPUS_MAX)
		return c ? c : l->cpus;
	l->cpus = pt_array_room(l->cpus, &l->cpus_cap, l->cpus_len + 1, sizeof(key));
	l->cpus[l->cpus_len++] = key;
	qsort(l->cpus, l->cpus_len, sizeof(key), by_cpu);
	return bsearch(&key, l->cpus, l->cpus_len, sizeof(key), by_cpu);
}

/* Busy time of each stretch between kept samples goes to the CPU that the worker was on last. */
static void
show_cpus(struct pt_live *l, const struct pt_sample *begin, const struct span *all, uint64_t hz)
{
	for (size_t i = 0; i < l->now.len; i++)
		cpu_entry(l, l->now.worker[i].cpu);
	for (size_t i = 0; i < l->cpus_len; i++)
		l->cpus[i].busy = l->cpus[i].workers = 0;
	for (size_t i = 0; i < l->now.len; i++)
		cpu_entry(l, l->now.worker[i].cpu)->workers++;
	const struct pt_sample *b = &l->now;

	for (uint32_t age = 0; age < l->kept_len && b != begin && all->active_s > 0; age++) {
		const struct pt_sample *a = kept(l, age);
		struct span s = span_of(a, b, hz);

		for (size_t i = 0; i < b->len && s.active_s > 0; i++)
			cpu_entry(l, b->worker[i].cpu)->busy +=
				s.times[i].s[PT_SHARE_BUSY] / all->active_s;
		free(s.times);
		b = a;
	}
	for (size_t i = 0; i < l->cpus_len; i++)
		if (l->cpus[i].busy > 1)
			l->cpus[i].busy = 1;
}

/*
 * The matrix of the measured runs.  Before other phases are taken out of it, it says how many tasks
 * each worker ever lost to thieves; published less taken back less these can still be stolen.
 */
static void
show_matrix(struct pt_live *l, struct pt_rec_reader *r, const struct pt_phases *phases)
{
	static const struct pt_phases none;
	size_t n = l->roster.len;

	if (l->given)
		memcpy(l->matrix, l->given, n * n * sizeof(*l->matrix));
	else
		pt_breakdown_measured_matrix(l->matrix, r, &l->roster, &none);
	pt_matrix_columns(l->column, l->matrix, n);
	for (size_t i = 0; i < n; i++) {
		const uint64_t *counter = l->now.worker[i].counter;
		uint64_t out = pt_add_sat_u64(counter[PT_COUNTER_RETRACTED], l->column[i]);

		l->workers[i].queue = pt_sub_sat_u64(counter[PT_COUNTER_PUBLISHED], out);
	}
	pt_matrix_less_steals(l->matrix, &l->roster, phases->steals, phases->steals_len);
	pt_matrix_columns(l->column, l->matrix, n);
}

static void
show_totals(struct pt_live *l, const struct pt_phases *phases, struct pt_model *m)
{
	size_t n = l->roster.len;

	for (size_t i = 0; i < n; i++) {
		const struct pt_reading *w = &l->now.worker[i];
		struct pt_worker_live *to = &l->workers[i];
		uint64_t counter[PT_REC_COUNTERS];

		for (unsigned k = 0; k < PT_REC_COUNTERS; k++)
			counter[k] = pt_breakdown_measured_counter(phases, w, k);
		to->tasks = pt_tasks_of(counter);
		to->steals = counter[PT_COUNTER_STOLEN];
		to->attempts = counter[PT_COUNTER_TRIES];
		to->stolen_from = l->column[i];
		m->tasks = pt_add_sat_u64(m->tasks, to->tasks);
		m->steals = pt_add_sat_u64(m->steals, to->steals);
		m->attempts = pt_add_sat_u64(m->attempts, to->attempts);
	}
}

static uint64_t
tasks_between(const struct pt_sample *a, const struct pt_sample *b, size_t i)
{
	return pt_sub_sat_u64(pt_tasks_of(b->worker[i].counter), pt_tasks_of(a->worker[i].counter));
}

static void
show_rates(struct pt_live *l, const struct pt_sample *a, const struct span *s, struct pt_model *m)
{
	for (size_t i = 0; i < l->now.len; i++) {
		struct pt_worker_live *w = &l->workers[i];

		for (unsigned k = 0; k < PT_SHARES; k++)
			w->share[k] = s->length_s > 0 ? s->times[i].s[k] / s->length_s : 0;
		w->steals_per_s = w->tasks_per_s = 0;
		if (s->active_s > 0) {
			w->steals_per_s =
				(double)pt_sample_counter(a, &l->now, i, PT_COUNTER_STOLEN) /
				s->active_s;
			w->tasks_per_s = (double)tasks_between(a, &l->now, i) / s->active_s;
			m->attempts_per_s +=
				(double)pt_sample_counter(a, &l->now, i, PT_COUNTER_TRIES) /
				s->active_s;
		}
		m->steals_per_s += w->steals_per_s;
		m->tasks_per_s += w->tasks_per_s;
	}
}

static void
show_cores(const struct pt_live *l, const struct span *s, struct pt_model *m)
{
	size_t n = l->now.len;
	double *busy = pt_xcalloc(n, sizeof(*busy));
	struct pt_used used = { 0 };

	for (size_t i = 0; i < n; i++) {
		busy[i] = s->times[i].s[PT_SHARE_BUSY];
		pt_used_add(&used, &s->times[i], s->active_s);
	}
	m->utilization = pt_utilization(busy_sum(s, n), n, s->active_s);
	m->balance = pt_balance(busy, n);
	m->cores = pt_cores_of(&(struct pt_speedup_in){ .sequential_s = NAN,
				       .one_worker_s = NAN,
				       .sequential_cpu_s = NAN,
				       .one_worker_cpu_s = NAN,
				       .parallel_s = NAN,
				       .busy_cores = used.busy,
				       .workers = n },
		&used, m->cpus);
	m->cpus_busy = pt_account_cpus_busy(&m->cores, m->cpus);
	m->cores_estimated = true;
	free(busy);
}

static void
show_window(struct pt_live *l, const struct pt_sample *a, uint64_t hz, struct pt_model *m)
{
	struct span s = span_of(a, &l->now, hz);

	show_rates(l, a, &s, m);
	show_cpus(l, a, &s, hz);
	if (s.active_s > 0)
		show_cores(l, &s, m);
	free(s.times);
}

static void
show_states(struct pt_live *l)
{
	for (size_t i = 0; i < l->now.len; i++) {
		const struct pt_reading *w = &l->now.worker[i];
		struct pt_worker_live *to = &l->workers[i];

		to->slot = w->slot;
		to->index = (uint32_t)i;
		to->tid = w->tid;
		to->cpu = w->cpu;
		to->state = (int)w->state;
	}
}

static void
keep_second(struct pt_live *l, const struct pt_model *m)
{
	l->second = (struct pt_live_second){ .utilization = m->utilization,
		.cpus_busy = m->cpus_busy,
		.balance = m->balance,
		.steals_per_s = m->steals_per_s,
		.attempts_per_s = m->attempts_per_s,
		.tasks_per_s = m->tasks_per_s,
		.cores = m->cores,
		.there = true };
}

/* Between runs the last second of the pool stays, as the shares of its workers do. */
static void
show_second(const struct pt_live *l, struct pt_model *m)
{
	const struct pt_live_second *s = &l->second;

	if (!s->there)
		return;
	m->utilization = s->utilization;
	m->cpus_busy = s->cpus_busy;
	m->balance = s->balance;
	m->steals_per_s = s->steals_per_s;
	m->attempts_per_s = s->attempts_per_s;
	m->tasks_per_s = s->tasks_per_s;
	m->cores = s->cores;
	m->cores_estimated = true;
}

void
pt_live_show(struct pt_live *l, struct pt_rec_reader *r, const struct pt_phases *phases,
	uint64_t hz, struct pt_model *m)
{
	if (l->now.len == 0)
		return;
	const struct pt_sample *a = window_begin(l, hz);

	show_states(l);
	if (a && a->at < l->now.at && pt_phases_about(phases, l->roster.slot, l->roster.len)) {
		show_window(l, a, hz, m);
		keep_second(l, m);
	} else {
		show_second(l, m);
	}
	show_matrix(l, r, phases);
	show_totals(l, phases, m);
	m->workers = l->workers;
	m->workers_len = l->roster.len;
	m->matrix = l->matrix;
	m->per_cpu = l->cpus;
	m->per_cpu_len = l->cpus_len;
}

static void
show_run_cpus(struct pt_live *l, const struct pt_breakdown *b, struct pt_model *m)
{
	l->cpus_len = 0;
	for (size_t i = 0; i < b->len; i++)
		cpu_entry(l, b->worker[i].cpu);
	for (size_t i = 0; i < b->len; i++) {
		struct pt_cpu_live *c = cpu_entry(l, b->worker[i].cpu);

		c->busy = fmin(c->busy + b->worker[i].times.s[PT_SHARE_BUSY] / b->run_s, 1);
		c->workers++;
	}
	m->per_cpu = l->cpus;
	m->per_cpu_len = l->cpus_len;
}

void
pt_live_show_run(struct pt_live *l, const struct pt_breakdown *b, struct pt_model *m)
{
	if (b->len != l->roster.len || !(b->run_s > 0))
		return;
	m->steals_per_s = m->attempts_per_s = m->tasks_per_s = 0;
	for (size_t i = 0; i < b->len; i++) {
		const struct pt_breakdown_worker *from = &b->worker[i];
		struct pt_worker_live *w = &l->workers[i];

		for (unsigned k = 0; k < PT_SHARES; k++)
			w->share[k] = from->times.s[k] / b->run_s;
		w->queue = 0;
		w->steals_per_s = (double)from->counter[PT_COUNTER_STOLEN] / b->run_s;
		w->tasks_per_s = (double)pt_tasks_of(from->counter) / b->run_s;
		m->steals_per_s += w->steals_per_s;
		m->tasks_per_s += w->tasks_per_s;
		m->attempts_per_s += (double)from->counter[PT_COUNTER_TRIES] / b->run_s;
	}
	show_run_cpus(l, b, m);
}

/* SPDX-License-Identifier: MIT */
/* Hand-made models: see ui_models.h. */
#include "ui_models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static uint32_t
next(struct fake_model *f)
{
	f->random = f->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(f->random >> 33);
}

/* Even in [0, 1). */
static double
share(struct fake_model *f)
{
	return next(f) / 2147483648.0;
}

static void
allocate(struct fake_model *f, unsigned workers, unsigned cpus)
{
	struct pt_model *m = &f->model;

	fake_model_fini(f);
	m->threads = workers;
	m->cpus = cpus;
	m->workers_len = workers;
	m->per_cpu_len = cpus;
	m->workers = pt_xcalloc(workers + 1, sizeof(*m->workers));
	m->per_cpu = pt_xcalloc(cpus + 1, sizeof(*m->per_cpu));
	f->matrix = pt_xcalloc((size_t)workers * workers + 1, sizeof(*f->matrix));
	m->matrix = f->matrix;
}

static void
step_worker(struct fake_model *f, struct pt_worker_live *w, double cpu_share)
{
	double busy = (0.90 + 0.1 * share(f)) * cpu_share, left = 1 - busy;

	w->share[PT_SHARE_OFF_CPU] =
		cpu_share < 1 ? (1 - cpu_share) * (0.97 + 0.03 * share(f)) : 0.004;
	if (w->share[PT_SHARE_OFF_CPU] > left)
		w->share[PT_SHARE_OFF_CPU] = left;
	left -= w->share[PT_SHARE_OFF_CPU];
	w->share[PT_SHARE_BUSY] = busy;
	w->share[PT_SHARE_SEARCH] = left * 0.3;
	w->share[PT_SHARE_PARK] = left * 0.5;
	w->share[PT_SHARE_WAIT] = left * 0.2;
	w->steals_per_s = 10 + next(f) % 90;
	w->tasks_per_s = 40000 + next(f) % 9000;
	w->queue = next(f) % 6;
	w->state = 1;
	if (w->spark_len == PT_SPARK)
		memmove(w->spark, w->spark + 1, PT_SPARK - 1);
	else
		w->spark_len++;
	w->spark[w->spark_len - 1] = (uint8_t)(busy * 255 * (0.8 + 0.2 * share(f)));
}

static void
step_history(struct fake_model *f, double utilization)
{
	struct pt_history *h = &f->model.history;

	if (h->len == PT_HISTORY) {
		for (uint32_t i = 0; i < PT_HISTORY / 2; i++) {
			h->utilization[i] = h->utilization[2 * i];
			h->steals_per_s[i] = h->steals_per_s[2 * i];
		}
		h->len /= 2;
		h->period_s *= 2;
	}
	h->utilization[h->len] = (float)(utilization * (0.85 + 0.15 * share(f)));
	h->steals_per_s[h->len] = (float)(2000 + next(f) % 1500);
	h->len++;
}

static void
step_steals(struct fake_model *f)
{
	static const char *const labels[] = { "sort", "partition", "sort_leaf" };
	struct pt_model *m = &f->model;

	if (m->threads < 2)
		return;
	for (int i = 0; i < 3; i++) {
		uint32_t thief = next(f) % m->threads, victim = next(f) % m->threads;

		if (thief == victim)
			victim = (victim + 1) % m->threads;
		f->matrix[thief * m->threads + victim] +=
			1 + next(f) % (1 + (thief * 7 + victim * 3) % 60);
		memmove(m->last_steals + 1, m->last_steals,
			(PT_LAST_STEALS - 1) * sizeof(m->last_steals[0]));
		m->last_steals[0] = (struct pt_steal_live){ .at_s = m->elapsed_s - 0.003 * (2 - i),
			.thief = thief,
			.victim = victim,
			.label = labels[next(f) % 3],
			.tries = 1 + next(f) % 5,
			.depth = next(f) % 14 };
		if (m->last_steals_len < PT_LAST_STEALS)
			m->last_steals_len++;
	}
}

void
fake_model_step(struct fake_model *f)
{
	struct pt_model *m = &f->model;
	double cpu_share = m->cpus < m->threads ? (double)m->cpus / m->threads : 1, busy = 0,
	       most = 0;

	m->elapsed_s += 0.1;
	for (uint32_t i = 0; i < m->threads; i++) {
		struct pt_worker_live *w = &m->workers[i];

		step_worker(f, w, cpu_share);
		w->index = i;
		w->cpu = m->cpus ? i % m->cpus : 0;
		busy += w->share[PT_SHARE_BUSY];
		if (w->share[PT_SHARE_BUSY] > most)
			most = w->share[PT_SHARE_BUSY];
	}
	for (uint32_t i = 0; i < m->cpus; i++)
		m->per_cpu[i] = (struct pt_cpu_live){ .cpu = i,
			.workers = 1,
			.busy = 0.94 + 0.06 * share(f) };
	m->utilization = busy / m->threads;
	m->cpus_busy = busy;
	m->balance = most / (busy / m->threads);
	m->steals_per_s = m->threads > 1 ? 3100 + next(f) % 200 : 0;
	m->attempts_per_s = m->steals_per_s * 1.4;
	m->tasks_per_s = 1.2e6;
	step_history(f, m->utilization);
	step_steals(f);
}

static void
add_advice(struct pt_model *m, enum pt_advice_level level, int screen, const char *text)
{
	struct pt_advice *a = &m->advice[m->advice_len++];

	a->level = level;
	a->screen = screen;
	(void)snprintf(a->text, sizeof(a->text), "%s", text);
}

static void
numbers(struct fake_model *f)
{
	struct pt_model *m = &f->model;
	double p = m->threads, c = m->cpus < m->threads ? m->cpus : m->threads;

	m->speedup = 0.80 * c;
	m->efficiency = m->speedup / p;
	m->speedup_estimated = true;
	m->sequential_s = 8.41;
	m->one_worker_s = 8.92;
	m->run_s = 8.41 / m->speedup;
	m->cores = (struct pt_cores){ .useful = m->speedup,
		.inflation = 0.12 * c,
		.scheduling = 0.025 * c,
		.idle = 0.05 * c,
		.off_cpu = p - c,
		.offcpu_own = p - c,
		.offcpu_others = 0.005 * c,
		.inflation_machine = NAN,
		.inflation_program = NAN };
	m->capacity = PT_CAPACITY_UNKNOWN;
	m->capacity_share = NAN;
	m->cores.other = p - m->cores.useful - m->cores.inflation - m->cores.scheduling -
		m->cores.idle - m->cores.off_cpu - 0.005 * c;
	m->cores.off_cpu += 0.005 * c;
	m->cores.other = 0;
	m->cores.idle =
		p - m->cores.useful - m->cores.inflation - m->cores.scheduling - m->cores.off_cpu;
	m->cores_estimated = true;
	m->steals = 4021;
	m->attempts = 5630;
	m->tasks = 1210000;
	m->events = 31000;
}

void
fake_model_starting(struct fake_model *f)
{
	struct pt_model *m = &f->model;

	fake_model_fini(f);
	m->state = PT_MODEL_STARTING;
	m->progress = m->utilization = m->cpus_busy = m->balance = NAN;
	m->speedup = m->efficiency = NAN;
	m->sequential_s = m->one_worker_s = m->run_s = NAN;
	m->cores = PT_CORES_UNKNOWN;
}

void
fake_model_make(struct fake_model *f, unsigned workers, unsigned cpus, uint64_t seed)
{
	struct pt_model *m = &f->model;

	allocate(f, workers, cpus);
	f->random = seed;
	m->state = PT_MODEL_RUNNING;
	(void)snprintf(m->title, sizeof(m->title), "quicksort n=100M");
	(void)snprintf(m->phase, sizeof(m->phase), "run 3/5");
	m->oversubscribed = workers > cpus;
	m->pinned = !m->oversubscribed;
	m->progress = 0.74;
	m->history.period_s = 0.1;
	for (int i = 0; i < 93; i++)
		fake_model_step(f);
	for (int i = 0; i < 6; i++)
		m->history.utilization[i] = m->history.steals_per_s[i] = NAN;
	numbers(f);
	if (m->oversubscribed)
		add_advice(m, PT_ADVICE_WARNING, 0,
			"more workers than CPUs: they wait for each other; try --threads with fewer");
	add_advice(m, PT_ADVICE_INFO, 0,
		"work inflation 15%: busy time grew over the one-worker run; memory bandwidth?");
	add_advice(m, PT_ADVICE_INFO, 2, "28% of the steal attempts fail");
}

static struct pt_plan_step
measured(double median_s, uint64_t done)
{
	return (struct pt_plan_step){ .state = PT_PLAN_DONE,
		.planned = 5,
		.done = done,
		.median_s = median_s,
		.min_s = median_s * 0.98,
		.max_s = median_s * 1.03,
		.expected_s = median_s,
		.current_s = NAN };
}

void
fake_model_plan(struct fake_model *f)
{
	struct pt_model *m = &f->model;
	struct pt_plan *p = &m->plan;

	pt_plan_none(p);
	p->stage = PT_PLAN_RUNS;
	p->rounds = true;
	p->now = PT_PLAN_PARALLEL;
	p->round = 3;
	p->rounds_planned = 5;
	p->step[PT_PLAN_SEQUENTIAL] = measured(m->sequential_s, 3);
	p->step[PT_PLAN_ONE_WORKER] = measured(m->one_worker_s, 3);
	p->step[PT_PLAN_PARALLEL] = measured(m->run_s, 2);
	p->step[PT_PLAN_PARALLEL].state = PT_PLAN_RUNNING;
	p->step[PT_PLAN_PARALLEL].current_s = 0.4;
	if (m->threads == 1)
		p->step[PT_PLAN_ONE_WORKER].planned = 0;
	p->axis_s = fmax(m->one_worker_s, m->run_s);
	p->first_answer_s = 0;
	p->all_s = 21;
}

/* Three queues: one full, one that comes and goes, one that was empty at the last look. */
void
fake_model_marks(struct fake_model *f)
{
	static const char *const labels[] = { "made", "edited", "slowed" };
	struct pt_model *m = &f->model;

	m->marks_len = 3;
	m->marks = pt_xcalloc(m->marks_len, sizeof(*m->marks));
	for (uint32_t i = 0; i < m->marks_len; i++) {
		struct pt_mark_live *k = &m->marks[i];

		*k = (struct pt_mark_live){ .label = labels[i],
			.last = i < 2 ? 16 - i : 0,
			.most = 16,
			.count = 1000 };
		for (uint32_t n = 0; n < PT_SPARK; n++)
			k->mean[n] = n < 20 ? NAN : i == 0 ? 16 : (float)(n * (i + 1) % 17);
	}
}

static void
hostile_marks(struct fake_model *f)
{
	struct pt_model *m = &f->model;

	m->marks_len = next(f) % 70;
	m->marks = pt_xcalloc(m->marks_len, sizeof(*m->marks));
	for (uint32_t i = 0; i < m->marks_len; i++) {
		struct pt_mark_live *k = &m->marks[i];

		*k = (struct pt_mark_live){ .label = next(f) % 3 ? "\033[2J\xe4\xb8\xad\n" : "",
			.last = next(f),
			.most = next(f) % 3,
			.count = UINT64_MAX };
		for (uint32_t n = 0; n < PT_SPARK; n++)
			k->mean[n] = next(f) % 3 ? (float)next(f) * (n % 2 ? -1 : 1) : NAN;
	}
}

void
fake_model_hostile(struct fake_model *f, unsigned workers, uint64_t seed)
{
	static const double bad[] = { 1e300, -1e300, 0, -0.5, 1.5, 1e18, 0.5, 1 };
	struct pt_model *m = &f->model;

	allocate(f, workers, workers / 3);
	f->random = seed;
	m->state = (enum pt_model_state)(next(f) % 5);
	memset(m->title, 0, sizeof(m->title));
	for (size_t i = 0; i < sizeof(m->title) - 1; i++)
		m->title[i] = (char)(1 + next(f) % 255);
	(void)snprintf(m->phase, sizeof(m->phase), "\033]52;c;!\a\xe4\xb8\xad\xe6\x96\x87\n");
	(void)snprintf(m->error, sizeof(m->error), "\xe4\xb8\xad\033[2J\xc2\x9b%u", next(f));
	m->progress = next(f) % 9 ? bad[next(f) % 8] : NAN;
	m->utilization = m->balance = m->speedup = bad[next(f) % 8];
	m->cpus_busy = m->efficiency = m->elapsed_s = bad[next(f) % 8];
	m->sequential_s = m->one_worker_s = m->run_s = bad[next(f) % 8];
	m->steals_per_s = m->attempts_per_s = m->tasks_per_s = bad[next(f) % 8];
	m->cores = (struct pt_cores){ bad[next(f) % 8], NAN, bad[next(f) % 8], bad[next(f) % 8],
		bad[next(f) % 8], bad[next(f) % 8] };
	m->steals = m->tasks = m->events_lost = UINT64_MAX - next(f);
	for (uint32_t i = 0; i < workers; i++) {
		struct pt_worker_live *w = &m->workers[i];

		for (int k = 0; k < PT_SHARES; k++)
			w->share[k] = next(f) % 7 ? bad[next(f) % 8] : NAN;
		w->steals_per_s = bad[next(f) % 8];
		w->queue = UINT64_MAX >> next(f) % 64;
		w->cpu = next(f);
		w->spark_len = next(f) % (PT_SPARK + 1);
		for (uint32_t k = 0; k < PT_SPARK; k++)
			w->spark[k] = (uint8_t)next(f);
		for (uint32_t k = 0; k < workers; k++)
			f->matrix[i * workers + k] = (UINT64_MAX / 300) >> next(f) % 60;
	}
	for (uint32_t i = 0; i < m->per_cpu_len; i++)
		m->per_cpu[i] = (struct pt_cpu_live){ .cpu = next(f), .busy = bad[next(f) % 8] };
	m->history.len = next(f) % (PT_HISTORY + 1);
	m->history.period_s = bad[next(f) % 8];
	for (uint32_t i = 0; i < m->history.len; i++) {
		m->history.utilization[i] = next(f) % 5 ? (float)bad[2 + next(f) % 6] : NAN;
		m->history.steals_per_s[i] = next(f) % 5 ? (float)bad[2 + next(f) % 6] : NAN;
	}
	m->last_steals_len = next(f) % (PT_LAST_STEALS + 1);
	for (uint32_t i = 0; i < m->last_steals_len; i++)
		m->last_steals[i] = (struct pt_steal_live){ .at_s = bad[next(f) % 8],
			.thief = next(f),
			.victim = UINT32_MAX,
			.label = "\xf0\x9f\x98\x80\033[31m\xe2\x80\xae",
			.tries = next(f) };
	hostile_marks(f);
	for (m->advice_len = 0; m->advice_len < next(f) % (PT_ADVICE_MAX + 1);)
		add_advice(m, PT_ADVICE_WARNING, (int)(next(f) % 4),
			"\xe4\xb8\xad\xe6\x96\x87\033c");
}

void
fake_model_fini(struct fake_model *f)
{
	free(f->model.workers);
	free(f->model.per_cpu);
	free(f->model.marks);
	free(f->matrix);
	memset(f, 0, sizeof(*f));
}

/* SPDX-License-Identifier: MIT */
/*
 * Series of runs.  Measured code runs between two readings of the clock and nothing else does.
 */
#include "runner/measure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "runner/capacity.h"
#include "runner/interrupt.h"
#include "runner/metadata.h"
#include "runner/job.h"
#include "os/calibrate.h"
#include "os/clock.h"
#include "recording/writer.h"
#include "runner/preview.h"
#include "runtime/pool.h"

#define SECOND UINT64_C(1000000000)
#define BASELINE_RUNS 3 /* in blocks */
#define BASELINE_NS (SECOND / 2)
#define BUDGET_NS (20 * SECOND) /* rounds with baselines in them take no longer, but the first */
#define RUNS_MIN 5
#define RUNS_NS (3 * SECOND)

static const struct {
	enum pt_rec_phase_kind kind;
	const char *what; /* for messages */
} steps[PT_STEPS] = {
	[PT_STEP_SEQUENTIAL] = { PT_REC_PHASE_SEQUENTIAL, "sequential version" },
	[PT_STEP_ONE_WORKER] = { PT_REC_PHASE_ONE_WORKER, "version on one worker" },
	[PT_STEP_PARALLEL] = { PT_REC_PHASE_RUN, "parallel version" },
};

/* --runs: exactly so many; --time: for so long; both: whatever comes first; none: 5 and 3 s. */
static void
limit_runs(struct pt_schedule_rules *rules, const struct pt_job *job)
{
	rules->max_runs =
		job->trace != NULL ? PT_JOB_RUNS_MAX : pt_job_runs_max(job->threads) - job->warmup;
	rules->min_runs = RUNS_MIN < rules->max_runs ? RUNS_MIN : rules->max_runs;
	rules->min_ns = RUNS_NS;
	if (job->time_ns > 0) {
		rules->min_runs = 1;
		rules->min_ns = job->time_ns;
	}
	if (job->runs > 0) {
		rules->max_runs = job->runs;
		rules->min_runs = job->time_ns > 0 ? 1 : job->runs;
	}
	if (rules->min_runs < job->runs_min)
		rules->min_runs = job->runs_min < rules->max_runs ? job->runs_min : rules->max_runs;
}

/* A number of runs that is asked for is kept: the user is in a hurry, or measures something long. */
static struct pt_schedule_rules
rules_of(const struct pt_measure *m)
{
	struct pt_schedule_rules rules = {
		.order = m->job->order,
		.one_worker = m->threads > 1,
		.budget_ns = BUDGET_NS,
		.baseline_runs = BASELINE_RUNS,
		.baseline_ns = m->job->runs > 0 ? 0 : BASELINE_NS,
		.baselines_max = m->job->baselines,
	};

	limit_runs(&rules, m->job);
	return rules;
}

static void
write_plan(const struct pt_measure *m)
{
	static const char *const keys[PT_STEPS] = { PT_KEY_PLAN_SEQUENTIAL, PT_KEY_PLAN_ONE_WORKER,
		PT_KEY_PLAN_RUNS };

	for (enum pt_step i = 0; i < PT_STEPS; i++)
		pt_metadata_u64(m->writer, keys[i], pt_schedule_planned(&m->schedule, i));
}

/* Before anything runs: the screens show the plan from the first moment on. */
static void
plan(struct pt_measure *m)
{
	struct pt_schedule_rules rules = rules_of(m);

	pt_schedule_begin(&m->schedule, &rules);
	pt_rec_meta(m->writer, PT_KEY_ORDER, pt_job_orders[rules.order]);
	write_plan(m);
	if (pt_runner_capacity_is_due())
		pt_metadata_u64(m->writer, PT_KEY_PLAN_CALIBRATE_NS, PT_CALIBRATE_NS);
	pt_metadata_u64(m->writer, PT_KEY_PLAN_TIME_NS,
		rules.max_runs > rules.min_runs ? rules.min_ns : 0);
}

/* ---- one run ---- */

struct call {
	struct pt_measure *m;
	struct pt_error *e;
	int rc;
};

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	struct call *c = arg;

	if (!pt_interrupt_seen())
		c->rc = c->m->job->workload->parallel(w, head, c->m->state, c->e);
}

static int
run_parallel(struct pt_measure *m, partop_pool *pool, uint64_t *elapsed_ns, struct pt_error *e)
{
	struct call c = { .m = m, .e = e };
	uint64_t begin;
	int error;

	pt_interrupt_pool_begin(pool);
	begin = pt_now_ns();
	error = partop_run(pool, root, &c);
	*elapsed_ns = pt_now_ns() - begin;
	pt_interrupt_pool_end();
	if (c.rc < 0)
		return -1;
	if (error == 0 || pt_interrupt_seen())
		return 0;
	errno = error < 0 ? -error : error;
	return pt_fail_errno(e, PT_EXIT_FAILED, "%s: a task failed", m->job->workload->name);
}

static int
run_sequential(struct pt_measure *m, uint64_t *elapsed_ns, struct pt_error *e)
{
	uint64_t begin;
	int rc;

	pt_interrupt_plain_begin();
	begin = pt_now_ns();
	rc = m->job->workload->sequential(m->state, e);
	*elapsed_ns = pt_now_ns() - begin;
	pt_interrupt_plain_end();
	return rc;
}

static void
reset(struct pt_measure *m, uint32_t index)
{
	const struct pt_workload *w = m->job->workload;
	uint64_t begin;
	uint32_t id;

	if (w->reset == NULL)
		return;
	id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_RESET, index, 0, 0);
	begin = pt_now_ns();
	pt_interrupt_plain_begin();
	w->reset(m->state);
	pt_interrupt_plain_end();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, 0);
}

static partop_pool *
pool_of(const struct pt_measure *m, enum pt_step step)
{
	return step == PT_STEP_SEQUENTIAL ? NULL : step == PT_STEP_PARALLEL ? m->pool : m->one;
}

static int
run_phase(struct pt_measure *m, enum pt_step step, enum pt_rec_phase_kind kind, uint32_t index,
	struct pt_error *e)
{
	partop_pool *pool = pool_of(m, step);
	uint32_t slot = pool != NULL ? pt_pool_first_slot(pool) : 0;
	uint32_t workers = pool != NULL ? (uint32_t)partop_pool_threads(pool) : 0;
	uint64_t elapsed_ns = 0;
	uint32_t id;
	int rc;

	reset(m, index);
	id = pt_rec_phase_begin(m->writer, kind, index, slot, workers);
	if (pool != NULL)
		rc = run_parallel(m, pool, &elapsed_ns, e);
	else
		rc = run_sequential(m, &elapsed_ns, e);
	if (pt_interrupt_seen()) {
		pt_rec_phase_end(m->writer, id, elapsed_ns, ECANCELED);
		pt_interrupt_end_process();
	}
	pt_rec_phase_end(m->writer, id, elapsed_ns, rc < 0 ? -1 : 0);
	if (kind == PT_REC_PHASE_RUN && (m->shortest_ns == 0 || elapsed_ns < m->shortest_ns))
		m->shortest_ns = elapsed_ns;
	return rc;
}

/* ---- checks ---- */

static bool
wants_check(const struct pt_measure *m, uint32_t index)
{
	if (m->job->verify == PT_JOB_VERIFY_FULL)
		return true;
	return m->job->verify == PT_JOB_VERIFY_AUTO && m->checks && index == 0;
}

static int
check(struct pt_measure *m, enum pt_step step, uint32_t index, struct pt_error *e)
{
	struct pt_error wrong = { 0 };
	uint64_t begin;
	uint32_t id;
	int rc;

	if (!wants_check(m, index))
		return 0;
	id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_VERIFY, index, 0, 0);
	begin = pt_now_ns();
	pt_interrupt_plain_begin();
	rc = m->job->workload->verify(m->state, &wrong);
	pt_interrupt_plain_end();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, rc);
	if (rc == 0) {
		m->verified = true;
		return 0;
	}
	m->wrong = wrong.exit == PT_EXIT_FAILED;
	if (!m->wrong) {
		*e = wrong;
		return -1;
	}
	return pt_fail(e, PT_EXIT_FAILED, "%s: wrong result of the %s in run %u: %s",
		m->job->workload->name, steps[step].what, index + 1, wrong.text);
}

/* ---- all of them ---- */

static partop_pool *
open_pool(const struct pt_measure *m, int threads, struct pt_error *e)
{
	const struct partop_config c = {
		.threads = threads,
		.name = m->job->workload->name,
		.pin = m->pin,
		.seed = m->job->seed,
	};
	partop_pool *pool;
	int error = partop_pool_open(&pool, &c);

	if (error == 0)
		return pool;
	errno = -error;
	pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot start a pool of %d worker%s", threads,
		threads == 1 ? "" : "s");
	return NULL;
}

static void
write_pool(const struct pt_measure *m)
{
	pt_metadata_u64(m->writer, PT_KEY_THREADS, (uint64_t)m->threads);
	pt_rec_meta(m->writer, PT_KEY_PINNED, pt_pool_pinned(m->pool) ? "1" : "0");
	if (m->threads < m->job->threads)
		pt_metadata_warning(m->writer, "only %d of %d workers could be started", m->threads,
			m->job->threads);
}

int
pt_measure_begin(struct pt_measure *m, struct pt_error *e)
{
	m->pool = open_pool(m, m->job->threads, e);
	if (m->pool == NULL)
		return -1;
	m->threads = partop_pool_threads(m->pool);
	if (m->threads > 1 && (m->one = open_pool(m, 1, e)) == NULL)
		return -1;
	write_pool(m);
	plan(m);
	return 0;
}

void
pt_measure_end(struct pt_measure *m)
{
	if (m->one != NULL)
		partop_pool_close(m->one);
	if (m->pool != NULL)
		partop_pool_close(m->pool);
}

/* Right before the first of the runs that they warm up for. */
static int
warm_up(struct pt_measure *m, struct pt_error *e)
{
	for (uint32_t i = 0; i < m->job->warmup; i++)
		if (run_phase(m, PT_STEP_PARALLEL, PT_REC_PHASE_WARMUP, i, e) < 0 ||
			check(m, PT_STEP_PARALLEL, i, e) < 0)
			return -1;
	return 0;
}

static int
make_step(struct pt_measure *m, enum pt_step step, struct pt_error *e)
{
	uint32_t index = (uint32_t)m->schedule.done[step];
	uint64_t begin = pt_now_ns();

	if (step == PT_STEP_PARALLEL && index == 0 && warm_up(m, e) < 0)
		return -1;
	if (run_phase(m, step, steps[step].kind, index, e) < 0 || check(m, step, index, e) < 0)
		return -1;
	pt_schedule_made(&m->schedule, step, pt_now_ns() - begin);
	return 0;
}

int
pt_measure_run(struct pt_measure *m, struct pt_error *e)
{
	enum pt_step step;
	bool parallel_only = false;

	while ((step = pt_schedule_next(&m->schedule, pt_now_ns())) < PT_STEPS) {
		if (m->schedule.parallel_only && !parallel_only)
			write_plan(m); /* fewer baselines than were planned */
		parallel_only = m->schedule.parallel_only;
		if (make_step(m, step, e) < 0)
			return -1;
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Series of runs.  Measured code runs between two readings of the clock and nothing else does.
 */
#include "cmd/measure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/interrupt.h"
#include "cmd/note.h"
#include "cmd/run_args.h"
#include "metrics/progress.h"
#include "os/clock.h"
#include "recording/writer.h"
#include "runtime/pool.h"

#define SECOND UINT64_C(1000000000)
#define BASELINE_RUNS 3
#define BASELINE_NS (SECOND / 2)
#define RUNS_MIN 5
#define RUNS_NS (3 * SECOND)
#define BASELINE_RUNS_MAX 100	/* enough of short ones */

struct series {
	enum pt_rec_phase_kind kind;
	const char *what;		/* for messages */
	partop_pool *pool;		/* NULL: the sequential version */
	uint64_t min_runs, max_runs;
	uint64_t min_ns;		/* goes on until so much time has passed since its begin */
};

/* Who asks for a number of runs is in a hurry, or measures something long. */
static struct series
baseline(const struct pt_run_args *args, enum pt_rec_phase_kind kind, const char *what,
	partop_pool *pool)
{
	return (struct series){
		.kind = kind,
		.what = what,
		.pool = pool,
		.min_runs = BASELINE_RUNS,
		.max_runs = BASELINE_RUNS_MAX,
		.min_ns = args->runs > 0 ? 0 : BASELINE_NS,
	};
}

/* --runs: exactly so many; --time: for so long; both: whatever comes first; none: 5 and 3 s. */
static struct series
parallel(const struct pt_run_args *args, partop_pool *pool)
{
	uint64_t most = args->record.trace != NULL ? PT_RUN_RUNS_MAX :
		pt_run_args_runs_max(args->threads) - args->warmup;
	struct series s = {
		.kind = PT_REC_PHASE_RUN,
		.what = "parallel version",
		.pool = pool,
		.min_runs = RUNS_MIN,
		.max_runs = most,
		.min_ns = RUNS_NS,
	};

	if (args->time_ns > 0) {
		s.min_runs = 1;
		s.max_runs = most;
		s.min_ns = args->time_ns;
	}
	if (args->runs > 0) {
		s.max_runs = args->runs;
		s.min_runs = args->time_ns > 0 ? 1 : args->runs;
	}
	return s;
}

static struct series
warmup(const struct pt_run_args *args, partop_pool *pool)
{
	return (struct series){
		.kind = PT_REC_PHASE_WARMUP,
		.what = "parallel version",
		.pool = pool,
		.min_runs = args->warmup,
		.max_runs = args->warmup,
	};
}

void
pt_measure_plan(const struct pt_measure *m)
{
	struct series s = parallel(m->args, NULL);

	pt_note_u64(m->writer, PT_PLAN_SEQUENTIAL, BASELINE_RUNS);
	pt_note_u64(m->writer, PT_PLAN_ONE_WORKER, BASELINE_RUNS);
	pt_note_u64(m->writer, PT_PLAN_RUNS, s.min_runs);
	pt_note_u64(m->writer, PT_PLAN_TIME_NS, s.max_runs > s.min_runs ? s.min_ns : 0);
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
		c->rc = c->m->args->workload->parallel(w, head, c->m->state, c->e);
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
	return pt_fail_errno(e, PT_EXIT_FAILED, "%s: a task failed", m->args->workload->name);
}

static int
run_sequential(struct pt_measure *m, uint64_t *elapsed_ns, struct pt_error *e)
{
	uint64_t begin;
	int rc;

	pt_interrupt_plain_begin();
	begin = pt_now_ns();
	rc = m->args->workload->sequential(m->state, e);
	*elapsed_ns = pt_now_ns() - begin;
	pt_interrupt_plain_end();
	return rc;
}

static void
reset(struct pt_measure *m, uint32_t index)
{
	const struct pt_workload *w = m->args->workload;
	uint64_t begin = pt_now_ns();
	uint32_t id;

	if (w->reset == NULL)
		return;
	id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_RESET, index, 0, 0);
	pt_interrupt_plain_begin();
	w->reset(m->state);
	pt_interrupt_plain_end();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, 0);
}

static int
run_once(struct pt_measure *m, const struct series *s, uint32_t index, struct pt_error *e)
{
	uint32_t slot = s->pool != NULL ? pt_pool_first_slot(s->pool) : 0;
	uint32_t workers = s->pool != NULL ? (uint32_t)partop_pool_threads(s->pool) : 0;
	uint64_t elapsed_ns = 0;
	uint32_t id;
	int rc;

	reset(m, index);
	id = pt_rec_phase_begin(m->writer, s->kind, index, slot, workers);
	if (s->pool != NULL)
		rc = run_parallel(m, s->pool, &elapsed_ns, e);
	else
		rc = run_sequential(m, &elapsed_ns, e);
	if (pt_interrupt_seen()) {
		pt_rec_phase_end(m->writer, id, elapsed_ns, ECANCELED);
		pt_interrupt_end_process();
	}
	pt_rec_phase_end(m->writer, id, elapsed_ns, rc < 0 ? -1 : 0);
	if (s->kind == PT_REC_PHASE_RUN && (m->shortest_ns == 0 || elapsed_ns < m->shortest_ns))
		m->shortest_ns = elapsed_ns;
	return rc;
}

/* ---- checks ---- */

static bool
wants_check(const struct pt_measure *m, uint32_t index)
{
	if (m->args->verify == PT_RUN_VERIFY_FULL)
		return true;
	return m->args->verify == PT_RUN_VERIFY_AUTO && m->checks && index == 0;
}

static int
check(struct pt_measure *m, const struct series *s, uint32_t index, struct pt_error *e)
{
	struct pt_error wrong = { 0 };
	uint64_t begin = pt_now_ns();
	uint32_t id;
	int rc;

	if (!wants_check(m, index))
		return 0;
	id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_VERIFY, index, 0, 0);
	pt_interrupt_plain_begin();
	rc = m->args->workload->verify(m->state, &wrong);
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
		m->args->workload->name, s->what, index + 1, wrong.text);
}

/* ---- series ---- */

static int
run_series(struct pt_measure *m, struct series s, struct pt_error *e)
{
	uint64_t begin = pt_now_ns();

	for (uint32_t i = 0; i < s.max_runs; i++) {
		if (i >= s.min_runs && pt_now_ns() - begin >= s.min_ns)
			break;
		if (run_once(m, &s, i, e) < 0 || check(m, &s, i, e) < 0)
			return -1;
	}
	return 0;
}

static partop_pool *
open_pool(const struct pt_measure *m, int threads, struct pt_error *e)
{
	const struct partop_config c = {
		.threads = threads,
		.name = m->args->workload->name,
		.pin = m->pin,
		.seed = m->args->seed,
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

static int
measure_one_worker(struct pt_measure *m, struct pt_error *e)
{
	partop_pool *pool = open_pool(m, 1, e);
	int rc;

	if (pool == NULL)
		return -1;
	rc = run_series(m, baseline(m->args, PT_REC_PHASE_ONE_WORKER, "version on one worker", pool),
		e);
	partop_pool_close(pool);
	return rc;
}

static int
measure_parallel(struct pt_measure *m, struct pt_error *e)
{
	partop_pool *pool = open_pool(m, m->args->threads, e);
	int rc;

	if (pool == NULL)
		return -1;
	m->threads = partop_pool_threads(pool);
	pt_note_u64(m->writer, PT_KEY_THREADS, (uint64_t)m->threads);
	pt_rec_meta(m->writer, PT_KEY_PINNED, pt_pool_pinned(pool) ? "1" : "0");
	if (m->threads < m->args->threads)
		pt_note_warning(m->writer, "only %d of %d workers could be started", m->threads,
			m->args->threads);
	rc = run_series(m, warmup(m->args, pool), e);
	if (rc == 0)
		rc = run_series(m, parallel(m->args, pool), e);
	partop_pool_close(pool);
	return rc;
}

int
pt_measure_run(struct pt_measure *m, struct pt_error *e)
{
	struct series s = baseline(m->args, PT_REC_PHASE_SEQUENTIAL, "sequential version", NULL);

	if (run_series(m, s, e) < 0)
		return -1;
	if (measure_one_worker(m, e) < 0)
		return -1;
	return measure_parallel(m, e);
}

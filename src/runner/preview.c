/* SPDX-License-Identifier: MIT */
/*
 * The preview.  See preview.h.  Nothing that goes wrong here ends the measurement: the runs that
 * are measured will meet it again, and tell.
 */
#include "runner/preview.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parse.h"
#include "runner/interrupt.h"
#include "runner/measure.h"
#include "runner/metadata.h"
#include "runner/job.h"
#include "os/clock.h"
#include "recording/writer.h"
#include "runner/deadline.h"
#include "runtime/pool.h"

#define LONG_ENOUGH_NS UINT64_C(200000000)
#define CUT_NS UINT64_C(500000000)
#define RUNS_MAX 8 /* of a short version: the measured runs come as soon */
#define PART 4

struct preview {
	struct pt_measure *m;
	void *state;
	struct pt_deadline deadline;
	struct pt_error e;
	int rc;
};

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	struct preview *p = arg;

	if (!pt_interrupt_seen() && !pt_deadline_over(&p->deadline))
		p->rc = p->m->job->workload->parallel(w, head, p->state, &p->e);
}

static void
reset(struct preview *p)
{
	if (p->m->job->workload->reset == NULL)
		return;
	pt_interrupt_plain_begin();
	p->m->job->workload->reset(p->state);
	pt_interrupt_plain_end();
}

/* Nanoseconds of one run, 0 when it was not a whole one. */
static uint64_t
run(struct preview *p)
{
	partop_pool *pool = p->m->pool;
	uint64_t begin, elapsed_ns;
	int error;

	reset(p);
	pt_interrupt_pool_begin(pool);
	pt_deadline_pool(&p->deadline, pool);
	begin = pt_now_ns();
	error = partop_run(pool, root, p);
	elapsed_ns = pt_now_ns() - begin;
	pt_deadline_pool(&p->deadline, NULL);
	pt_interrupt_pool_end();
	return error == 0 && p->rc == 0 && !pt_deadline_over(&p->deadline) ? elapsed_ns : 0;
}

/* One phase, with the time of its last whole run; 0 when there was none. */
static void
run_phase(struct preview *p)
{
	struct pt_measure *m = p->m;
	uint64_t begin = pt_now_ns(), elapsed_ns = 0, last_ns = 1;
	uint32_t id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_PREVIEW, 0,
		pt_pool_first_slot(m->pool), (uint32_t)partop_pool_threads(m->pool));

	pt_deadline_begin(&p->deadline, begin + CUT_NS);
	for (int i = 0; i < RUNS_MAX && last_ns > 0 && pt_now_ns() - begin < LONG_ENOUGH_NS; i++) {
		last_ns = run(p);
		elapsed_ns = last_ns > 0 ? last_ns : elapsed_ns;
		if (pt_interrupt_seen())
			break;
	}
	pt_deadline_end(&p->deadline);
	pt_rec_phase_end(m->writer, id, elapsed_ns, pt_interrupt_seen() ? ECANCELED : 0);
	if (pt_interrupt_seen())
		pt_interrupt_end_process();
}

/* ---- a small input ---- */

static size_t
size_of(const struct pt_job *j)
{
	const struct pt_workload *w = j->workload;
	size_t i = 0;

	while (i < w->params_len && strcmp(w->params[i].name, "size") != 0)
		i++;
	return i;
}

static double
work_of(const struct pt_workload *w, uint64_t size)
{
	return w->work != NULL ? w->work(size) : (double)size;
}

/* The largest size that is no more than a part of the work of `whole`. */
static uint64_t
part_of(const struct pt_workload *w, uint64_t whole)
{
	double most = work_of(w, whole) / PART;
	uint64_t lo = 0, hi = whole;

	while (hi - lo > 1) {
		uint64_t mid = lo + (hi - lo) / 2;

		if (work_of(w, mid) <= most)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static uint64_t
small_size(const struct pt_workload *w, const struct pt_option *size, uint64_t asked)
{
	uint64_t usual = asked, small;

	if (size->fallback != NULL)
		(void)pt_parse_size(size->fallback, &usual);
	small = part_of(w, usual < asked ? usual : asked);
	return small < size->min ? size->min : small;
}

static int
set_up(struct preview *p, const struct pt_setup *s)
{
	const struct pt_workload *w = p->m->job->workload;
	uint32_t id = pt_rec_phase_begin(p->m->writer, PT_REC_PHASE_SETUP, 0, 0, 0);
	uint64_t begin = pt_now_ns();
	int rc;

	pt_interrupt_plain_begin();
	rc = w->setup != NULL ? w->setup(p->state, s, &p->e) : 0;
	pt_interrupt_plain_end();
	pt_rec_phase_end(p->m->writer, id, pt_now_ns() - begin, rc);
	return rc;
}

static void
run_small(struct pt_measure *m, const struct pt_setup *s)
{
	const struct pt_workload *w = m->job->workload;
	struct preview p = { .m = m, .state = pt_xcalloc(1, w->state_bytes + 1) };

	if (set_up(&p, s) == 0)
		run_phase(&p);
	if (w->teardown != NULL) {
		pt_interrupt_plain_begin();
		w->teardown(p.state);
		pt_interrupt_plain_end();
	}
	free(p.state);
}

/* How much is in it, and how many times as much the whole input is. */
static void
write_size(struct pt_measure *m, uint64_t small, uint64_t whole)
{
	const struct pt_workload *w = m->job->workload;
	char scale[32];

	snprintf(scale, sizeof(scale), "%.3f", work_of(w, whole) / work_of(w, small));
	pt_metadata_u64(m->writer, PT_KEY_PREVIEW_SIZE, small);
	pt_rec_meta(m->writer, PT_KEY_PREVIEW_SCALE, scale);
}

bool
pt_preview_small(struct pt_measure *m, const struct pt_setup *s)
{
	const struct pt_workload *w = m->job->workload;
	size_t at = size_of(m->job);
	struct pt_value *values;
	struct pt_setup small = *s;

	if (at == w->params_len || pt_job_has_input(m->job))
		return false;
	values = pt_xcalloc(w->params_len, sizeof(*values));
	memcpy(values, s->values, w->params_len * sizeof(*values));
	values[at].u64 = small_size(w, &w->params[at], s->values[at].u64);
	values[at].text = NULL;
	small.values = values;
	small.preview_of = s->values[at].u64;
	write_size(m, values[at].u64, s->values[at].u64);
	run_small(m, &small);
	free(values);
	return true;
}

void
pt_preview_cut(struct pt_measure *m)
{
	struct preview p = { .m = m, .state = m->state };

	pt_rec_meta(m->writer, PT_KEY_PREVIEW_SCALE, "1");
	run_phase(&p);
}

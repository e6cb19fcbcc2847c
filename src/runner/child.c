/* SPDX-License-Identifier: MIT */
/*
 * The child's side of a run: opens the recording that its parent made, and measures into it.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "runner/capacity.h"
#include "runner/input.h"
#include "runner/interrupt.h"
#include "runner/limits.h"
#include "runner/measure.h"
#include "runner/metadata.h"
#include "runner/job.h"
#include "os/clock.h"
#include "os/cpus.h"
#include "os/proc.h"
#include "recording/handover.h"
#include "recording/writer.h"
#include "runner/preview.h"
#include "runtime/calibrate.h"
#include "runtime/recorder.h"

#define SHORT_RUN_NS 5000000

/* Events kept per worker when the recording is not a file: 16 chunks are 65,536 slots. */
#define RING_CHUNKS 16

/* Workers besides those of the measured pool: the pool of one, and some to be safe. */
#define SPARE_SLOTS 7

static int
recording_fd(struct pt_error *e)
{
	const char *text = getenv("PARTOP_RECORDING");
	int fd = text != NULL ? pt_handover_claim(text) : -1;

	if (fd < 0)
		return pt_fail(e, PT_EXIT_USAGE, "__child is for partop itself; see partop help");
	return fd;
}

static int
open_session(const struct pt_job *j, struct pt_error *e)
{
	int fd = recording_fd(e), error;

	if (fd < 0)
		return -1;
	const bool kept = j->trace != NULL;
	const struct pt_rec_options o = {
		.fd = fd,
		.slots = (uint32_t)j->threads + SPARE_SLOTS,
		.ring_chunks = kept                    ? j->ring :
			j->level >= PT_REC_LEVEL_TASKS ? PT_REC_RING_CHUNKS_TASKS :
							 RING_CHUNKS,
		.cap_bytes = kept ? j->cap_bytes : 0,
		.service = kept,
		.level = (enum pt_rec_level)j->level,
	};
	double event_ns = pt_calibrate_event_ns(o.level);

	error = pt_recorder_open(&o);
	close(fd);
	if (error == 0) {
		pt_rec_survive_cuts(pt_recorder_writer());
		pt_calibrate_note(pt_recorder_writer(), event_ns);
		return 0;
	}
	errno = -error;
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write the recording%s%s",
		kept ? " " : "", kept ? j->trace : "");
}

/* Pinning helps when every worker has a CPU for itself, and only then. */
static bool
will_pin(const struct pt_job *j)
{
	return j->pin && j->threads <= pt_cpus_allowed() && isnan(pt_cpus_quota());
}

static int
set_up(struct pt_measure *m, struct pt_setup *s, struct pt_error *e)
{
	const struct pt_workload *w = m->job->workload;
	uint32_t id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_SETUP, 1, 0, 0);
	uint64_t begin = pt_now_ns();
	int rc;

	pt_interrupt_plain_begin();
	rc = w->setup != NULL ? w->setup(m->state, s, e) : 0;
	pt_interrupt_plain_end();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, rc);
	return rc;
}

static void
write_end(struct pt_measure *m, int rc, const struct pt_error *e)
{
	uint64_t peak;

	if (pt_proc_peak_rss(0, &peak) == 0)
		pt_metadata_u64(m->writer, PT_KEY_PEAK_RSS_BYTES,
			peak > m->peak_rss_bytes ? peak : m->peak_rss_bytes);
	pt_rec_meta(m->writer, PT_KEY_VERIFIED, m->wrong ? "false" : m->verified ? "true" : "none");
	if (rc < 0) {
		pt_rec_meta(m->writer, PT_KEY_ERROR, e->text);
		pt_rec_meta(m->writer, PT_KEY_STATUS, "failed");
		return;
	}
	pt_metadata_results(m->writer, m->job, m->state);
	if (m->shortest_ns > 0 && m->shortest_ns < SHORT_RUN_NS)
		pt_metadata_warning(m->writer, "a run took %.3g ms: too short to measure well",
			(double)m->shortest_ns * 1e-6);
	pt_rec_meta(m->writer, PT_KEY_STATUS, "done");
}

/* In a recording that is kept, the preview's many events would take the room of the runs'. */
static bool
wants_preview(const struct pt_job *j)
{
	return j->preview && (j->trace == NULL || j->level < PT_REC_LEVEL_TASKS);
}

static int
measure(struct pt_measure *m, struct pt_job *j, struct pt_error *e)
{
	const struct pt_workload *w = j->workload;
	struct pt_setup s = {
		.values = j->params,
		.variant = j->variant,
		.policy = j->policy,
		.simd = j->simd,
		.seed = j->seed,
		.workers = j->threads,
		.threads = pt_cpus_default_threads(),
	};
	bool previewed;

	pt_metadata_run(m->writer, j);
	if (pt_limits_apply(j, &s, m->writer, e) < 0)
		return -1;
	pt_metadata_params(m->writer, j);
	if (pt_measure_begin(m, e) < 0)
		return -1;
	previewed = !wants_preview(j) || pt_preview_small(m, &s);
	if (set_up(m, &s, e) < 0)
		return -1;
	if (!previewed)
		pt_preview_cut(m);
	if (pt_runner_capacity_is_due())
		pt_runner_calibrate(m);
	if (w->streams)
		pt_metadata_stream(m->writer, w->input_bytes(m->state));
	m->checks = w->input_bytes == NULL || w->input_bytes(m->state) <= PT_LIMITS_VERIFY_BYTES;
	return pt_measure_run(m, e);
}

static int
run_workload(struct pt_job *j, struct pt_error *e)
{
	struct pt_measure m = {
		.job = j,
		.writer = pt_recorder_writer(),
		.pin = will_pin(j),
		.threads = j->threads,
	};
	int rc;

	m.state = pt_xcalloc(1, j->workload->state_bytes + 1);
	pt_interrupt_plain_begin();
	rc = pt_runner_take_input(j, e);
	pt_interrupt_plain_end();
	if (rc == 0)
		rc = measure(&m, j, e);
	pt_measure_end(&m);
	write_end(&m, rc, e);
	if (j->workload->teardown != NULL) {
		pt_interrupt_plain_begin();
		j->workload->teardown(m.state);
		pt_interrupt_plain_end();
	}
	free(m.state);
	return rc;
}

int
pt_job_do(struct pt_job *j, struct pt_error *e)
{
	int rc;

	if (open_session(j, e) < 0)
		return -1;
	rc = pt_interrupt_begin(e);
	if (rc == 0)
		rc = run_workload(j, e);
	pt_recorder_close();
	return rc;
}

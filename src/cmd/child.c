/* SPDX-License-Identifier: MIT */
/*
 * partop __child: the process that runs a workload.  It gets the words of `partop run`, and the
 * recording by descriptor; it never touches the terminal.  What it prints is its error line.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/parse.h"
#include "cmd/command.h"
#include "runner/interrupt.h"
#include "runner/limits.h"
#include "runner/measure.h"
#include "runner/metadata.h"
#include "cmd/run_args.h"
#include "os/clock.h"
#include "os/cpus.h"
#include "os/proc.h"
#include "recording/writer.h"
#include "runner/preview.h"
#include "runtime/calibrate.h"
#include "runtime/session.h"

#define SHORT_RUN_NS 5000000

/* Events kept per worker when the recording is not a file: 16 chunks are 65,536 slots. */
#define RING_CHUNKS 16

/* Workers besides those of the measured pool: the pool of one, and some to be safe. */
#define SPARE_SLOTS 7

static int
recording_fd(struct pt_error *e)
{
	const char *text = getenv("PARTOP_RECORDING_FD");
	uint64_t fd;

	if (text == NULL || pt_parse_u64(text, &fd) != PT_PARSE_OK || fd > INT32_MAX)
		return pt_fail(e, PT_EXIT_USAGE, "__child is for partop itself; see partop help");
	return (int)fd;
}

static int
open_session(const struct pt_run_args *r, struct pt_error *e)
{
	int fd = recording_fd(e), error;

	if (fd < 0)
		return -1;
	const bool kept = r->record.trace != NULL;
	const struct pt_rec_options o = {
		.fd = fd,
		.slots = (uint32_t)r->threads + SPARE_SLOTS,
		.ring_chunks = kept ? r->ring : r->record.level >= PT_REC_LEVEL_TASKS ?
			PT_REC_RING_CHUNKS_TASKS : RING_CHUNKS,
		.cap_bytes = kept ? r->record.cap_bytes : 0,
		.service = kept,
		.level = (enum pt_rec_level)r->record.level,
	};
	double event_ns = pt_calibrate_event_ns(o.level);

	error = pt_session_open(&o);
	if (error == 0) {
		pt_rec_survive_cuts(pt_session_writer());
		pt_calibrate_note(pt_session_writer(), event_ns);
		return 0;
	}
	errno = -error;
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write the recording%s%s",
		kept ? " " : "", kept ? r->record.trace : "");
}

/* Pinning helps when every worker has a CPU for itself, and only then. */
static bool
will_pin(const struct pt_run_args *r)
{
	return r->pin && r->threads <= pt_cpus_allowed() && isnan(pt_cpus_quota());
}

static int
set_up(struct pt_measure *m, struct pt_setup *s, struct pt_error *e)
{
	const struct pt_workload *w = m->args->workload;
	uint64_t begin = pt_now_ns();
	uint32_t id = pt_rec_phase_begin(m->writer, PT_REC_PHASE_SETUP, 1, 0, 0);
	int rc;

	pt_interrupt_plain_begin();
	rc = w->setup != NULL ? w->setup(m->state, s, e) : 0;
	pt_interrupt_plain_end();
	pt_rec_phase_end(m->writer, id, pt_now_ns() - begin, rc);
	return rc;
}

static void
note_end(struct pt_measure *m, int rc, const struct pt_error *e)
{
	uint64_t peak;

	if (pt_proc_peak_rss(0, &peak) == 0)
		pt_metadata_u64(m->writer, PT_KEY_PEAK_RSS_BYTES, peak);
	pt_rec_meta(m->writer, PT_KEY_VERIFIED, m->wrong ? "false" : m->verified ? "true" : "none");
	if (rc < 0) {
		pt_rec_meta(m->writer, PT_KEY_ERROR, e->text);
		pt_rec_meta(m->writer, PT_KEY_STATUS, "failed");
		return;
	}
	pt_metadata_results(m->writer, m->args, m->state);
	if (m->shortest_ns > 0 && m->shortest_ns < SHORT_RUN_NS)
		pt_metadata_warning(m->writer, "a run took %.3g ms: too short to measure well",
			(double)m->shortest_ns * 1e-6);
	pt_rec_meta(m->writer, PT_KEY_STATUS, "done");
}

static int
measure(struct pt_measure *m, struct pt_run_args *r, struct pt_error *e)
{
	const struct pt_workload *w = r->workload;
	struct pt_setup s = {
		.values = r->params,
		.variant = r->variant,
		.seed = r->seed,
		.workers = r->threads,
		.threads = pt_cpus_default_threads(),
	};
	bool previewed;

	pt_metadata_run(m->writer, r);
	if (pt_limits_apply(r, &s, m->writer, e) < 0)
		return -1;
	pt_metadata_params(m->writer, r);
	if (pt_measure_begin(m, e) < 0)
		return -1;
	previewed = !r->preview || pt_preview_small(m, &s);
	if (set_up(m, &s, e) < 0)
		return -1;
	if (!previewed)
		pt_preview_cut(m);
	m->checks = w->input_bytes == NULL || w->input_bytes(m->state) <= PT_LIMITS_VERIFY_BYTES;
	return pt_measure_run(m, e);
}

static int
run_workload(struct pt_run_args *r, struct pt_error *e)
{
	struct pt_measure m = {
		.args = r,
		.writer = pt_session_writer(),
		.pin = will_pin(r),
		.threads = r->threads,
	};
	int rc;

	m.state = pt_xcalloc(1, r->workload->state_bytes + 1);
	rc = measure(&m, r, e);
	pt_measure_end(&m);
	note_end(&m, rc, e);
	if (r->workload->teardown != NULL) {
		pt_interrupt_plain_begin();
		r->workload->teardown(m.state);
		pt_interrupt_plain_end();
	}
	free(m.state);
	return rc;
}

static int
child_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_run_args r;
	int rc = -1;

	pt_proc_name_self("partop");
	if (pt_run_args_read(&r, self->options, argc, argv, e) == 0 && open_session(&r, e) == 0) {
		rc = pt_interrupt_begin(e);
		if (rc == 0)
			rc = run_workload(&r, e);
		pt_session_close();
	}
	pt_run_args_fini(&r);
	return rc;
}

const struct pt_command pt_command_child = {
	.name = "__child",
	.usage = "WORKLOAD [OPTIONS]",
	.summary = "run a workload for a partop that watches",
	.options = pt_run_options,
	.hidden = true,
	.run = child_run,
};

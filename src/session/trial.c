/* SPDX-License-Identifier: MIT */
/*
 * One process that is timed.  See trial.h.
 */
#include "session/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/alloc.h"
#include "base/text.h"
#include "metrics/measured.h"
#include "metrics/quiet.h"
#include "metrics/source.h"
#include "os/clock.h"
#include "os/cputime.h"
#include "session/headless.h"
#include "session/host.h"
#include "session/record.h"
#include "session/session.h"
#include "session/tracefile.h"

#define CAP_BYTES (UINT64_C(1) << 30)

/* ---- how it ended ---- */

static const char prefix[] = "partop: ";

/* A workload's child has said why; of a program its title and its last line of errors are told. */
static void
tell_failure(struct pt_error *e, const struct pt_trial *t, const struct pt_host *h, int code)
{
	const struct pt_trial_config *c = t->config;
	char last[512];

	pt_collect_last_error(&h->output, last, sizeof(last));
	if (c->kind == PT_TRIAL_WORKLOAD && strncmp(last, prefix, sizeof(prefix) - 1) == 0)
		pt_fail(e, code, "%s", last + sizeof(prefix) - 1);
	else
		pt_fail(e, c->kind == PT_TRIAL_COMMAND ? PT_EXIT_FAILED : code,
			"%s failed with exit code %d%s%s", c->title, code, *last ? ": " : "", last);
}

static enum pt_trial_end
end_of(const struct pt_trial *t, const struct pt_host *h, struct pt_error *e)
{
	int code = pt_child_exit_code(h->status);

	if (h->signal != 0) {
		e->exit = pt_host_verdict(h, e);
		return PT_TRIAL_STOPPED;
	}
	if (h->cancelled || h->wait_error != 0 || !WIFEXITED(h->status)) {
		(void)pt_host_verdict(h, e); /* which fills it */
		return PT_TRIAL_FAILED;
	}
	if (code == 0 || (t->ignore_failure && t->config->kind == PT_TRIAL_COMMAND))
		return PT_TRIAL_DONE;
	tell_failure(e, t, h, code);
	return PT_TRIAL_FAILED;
}

static double
wall_s(const struct pt_host *h)
{
	return (double)(h->ended_ns - h->begun_ns) / 1e9;
}

static struct pt_measured_process
process_of(const struct pt_trial *t, const struct pt_host *h)
{
	const struct pt_child_usage *u = &h->child.usage;

	return (struct pt_measured_process){
		.round = t->round,
		.wall_s = wall_s(h),
		.user_s = u->user_s,
		.system_s = u->system_s,
		.max_rss_bytes = u->max_rss_bytes,
		.involuntary = u->involuntary,
	};
}

/* ---- a program ---- */

static int
disturbed(const struct pt_measured_process *p, const struct pt_cputime *before,
	const struct pt_cputime *after)
{
	double all_s = after->busy_s - before->busy_s + after->stolen_s - before->stolen_s;

	return pt_quiet_process_disturbed(&(struct pt_quiet_process){ .wall_s = p->wall_s,
		.others_s = fmax(all_s - p->user_s - p->system_s, 0),
		.involuntary = p->involuntary });
}

static void
read_cputime(struct pt_cputime *t)
{
	if (pt_cputime_read(t) < 0)
		*t = (struct pt_cputime){ NAN, NAN };
}

static struct pt_trial_result
run_command(const struct pt_trial *t, struct pt_measured *into)
{
	const struct pt_host_options o = {
		.name = t->config->title,
		.argv = t->config->argv,
		.recording_fd = -1,
		.timeout_ns = t->timeout_ns,
		.own_signals = true,
		.mute = true,
	};
	struct pt_trial_result r = { .end = PT_TRIAL_FAILED, .wall_s = NAN };
	struct pt_cputime before, after;
	struct pt_measured_process p;
	struct pt_session s;

	read_cputime(&before);
	if (pt_session_of_child(&s, &o, &pt_timepiece_real, &r.error) < 0)
		return r;
	pt_headless_run(&s, t->progress);
	read_cputime(&after);
	r.end = end_of(t, s.child, &r.error);
	r.wall_s = wall_s(s.child);
	p = process_of(t, s.child);
	if (r.end == PT_TRIAL_DONE)
		pt_measured_add_command(into, &p, disturbed(&p, &before, &after));
	pt_session_end(&s);
	return r;
}

/* ---- a workload ---- */

struct words {
	char *trace, *mark;
	char **argv;
};

static char *
option(const char *name, const char *value)
{
	struct pt_text t = { 0 };

	pt_text_add(&t, "--%s=%s", name, value);
	return t.s;
}

/* The words of the configuration, and after them the options of this process. */
static void
make_words(struct words *w, const struct pt_trial *t)
{
	size_t n = 0;

	while (t->config->argv[n] != NULL)
		n++;
	*w = (struct words){ .argv = pt_xcalloc(n + 3, sizeof(*w->argv)) };
	memcpy(w->argv, t->config->argv, n * sizeof(*w->argv));
	if (t->mark != NULL)
		w->argv[n++] = w->mark = option("trial", t->mark);
	if (t->trace != NULL)
		w->argv[n++] = w->trace = option("trace", t->trace);
}

static void
free_words(struct words *w)
{
	free(w->trace);
	free(w->mark);
	free(w->argv);
}

static void
take(struct pt_trial_result *r, const struct pt_trial *t, struct pt_session *s,
	struct pt_measured *into)
{
	const struct pt_summary *sum = pt_source_summary(s->source);
	struct pt_measured_process p = process_of(t, s->child);

	r->end = end_of(t, s->child, &r->error);
	r->wall_s = wall_s(s->child);
	if (r->end == PT_TRIAL_FAILED && sum->verified == 0)
		r->end = PT_TRIAL_WRONG;
	if (r->end == PT_TRIAL_DONE || r->end == PT_TRIAL_WRONG)
		pt_measured_add_run(into, s->source, &p);
}

static void
watch(struct pt_trial_result *r, const struct pt_trial *t, const struct pt_tracefile *f,
	char *const *argv, struct pt_measured *into)
{
	const struct pt_record record = {
		.trace = t->trace,
		.cap_bytes = CAP_BYTES,
		.level = t->config->level,
	};
	const struct pt_host_options o = {
		.name = t->config->name,
		.file = "/proc/self/exe",
		.argv = argv,
		.record = &record,
		.capacity = t->capacity,
		.calibrate = t->calibrate,
		.recording_fd = f->fd,
		.timeout_ns = t->timeout_ns,
	};
	struct pt_session s;

	if (pt_session_of_child(&s, &o, &pt_timepiece_real, &r->error) < 0)
		return;
	pt_headless_run(&s, t->progress);
	take(r, t, &s, into);
	pt_session_end(&s);
}

static struct pt_trial_result
run_workload(const struct pt_trial *t, struct pt_measured *into)
{
	struct pt_trial_result r = { .end = PT_TRIAL_FAILED, .wall_s = NAN };
	struct pt_tracefile f;
	struct words w;

	if (pt_tracefile_open(&f, t->trace, false, &r.error) < 0)
		return r;
	make_words(&w, t);
	watch(&r, t, &f, w.argv, into);
	free_words(&w);
	if (r.end == PT_TRIAL_FAILED || r.end == PT_TRIAL_STOPPED)
		pt_newfile_remove(&f.made);
	if (pt_tracefile_close(&f, r.end == PT_TRIAL_DONE ? &r.error : NULL) < 0 &&
		r.end == PT_TRIAL_DONE)
		r.end = PT_TRIAL_FAILED;
	return r;
}

struct pt_trial_result
pt_trial_run(const struct pt_trial *t, struct pt_measured *into)
{
	return t->config->kind == PT_TRIAL_COMMAND ? run_command(t, into) : run_workload(t, into);
}

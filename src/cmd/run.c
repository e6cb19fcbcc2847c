/* SPDX-License-Identifier: MIT */
/*
 * partop run WORKLOAD: the parent.  It makes the recording, starts itself as the child that runs
 * the workload (child.c), and only looks at the recording from then on.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/options.h"
#include "base/args.h"
#include "cmd/command.h"
#include "session/host.h"
#include "cmd/run_args.h"
#include "session/tracefile.h"
#include "session/watch.h"
#include "cmd/workload_help.h"

/* An output that is one of the inputs would destroy it. */
static int
refuse_overwriting_input(const struct pt_run_args *r, const char *output, struct pt_error *e)
{
	if (output == NULL)
		return 0;
	for (size_t i = 0; i < r->job.workload->params_len; i++) {
		const struct pt_option *p = &r->job.workload->params[i];
		const char *in = r->job.params[i].text;

		if (p->type == PT_OPT_TEXT && in != NULL && pt_output_same(in, output))
			return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is the input file: not overwritten", output);
	}
	return 0;
}

/* Both are opened before anything runs: what cannot be written is told at once. */
static int
open_outputs(const struct pt_run_args *r, struct pt_tracefile *t, struct pt_show_to *to,
	struct pt_error *e)
{
	const char *json = r->show.json ? r->show.json_path : NULL;

	if (refuse_overwriting_input(r, r->record.trace, e) < 0 || refuse_overwriting_input(r, json, e) < 0)
		return -1;
	if (pt_tracefile_open(t, r->record.trace, r->record.force, e) < 0)
		return -1;
	if (json != NULL && r->record.trace != NULL && pt_output_same(json, r->record.trace))
		pt_fail(e, PT_EXIT_USAGE, "--trace and --json name the same file");
	else if (pt_output_begin(&to->json, json, r->record.force, e) == 0)
		return 0;
	pt_tracefile_close(t);
	return -1;
}

/* The child reads the same words: { "partop", "__child", ... } */
static char **
child_argv(int argc, char **argv)
{
	static char program[] = "partop", hidden[] = "__child";
	char **v = pt_xcalloc((size_t)argc + 2, sizeof(*v));

	v[0] = program;
	v[1] = hidden;
	memcpy(&v[2], &argv[1], (size_t)(argc - 1) * sizeof(*v));
	return v;
}

static int
end_run(struct pt_host *h, const struct pt_run_args *r, struct pt_show_to *to, struct pt_error *e)
{
	pt_collect_replay(&h->output);
	if (h->signal == SIGHUP)
		to->report = NULL;
	if (pt_show_results(&r->show, h->source, r->record.trace, to, e) < 0)
		return -1;
	return pt_host_verdict(h, e);
}

static int
run_measured(const struct pt_run_args *r, int argc, char **argv, struct pt_error *e)
{
	struct pt_tracefile t;
	struct pt_show_to to = { .report = stdout };
	char **child = child_argv(argc, argv);
	struct pt_host h;
	int rc = -1;

	if (open_outputs(r, &t, &to, e) == 0) {
		const struct pt_host_options o = {
			.name = r->job.workload->name,
			.file = "/proc/self/exe",
			.argv = child,
			.record = &r->record,
			.recording_fd = t.fd,
			.timeout_ns = r->timeout_ns,
		};

		if (pt_host_start(&h, &o, e) == 0) {
			pt_watch(&h, &r->show);
			rc = end_run(&h, r, &to, e);
			pt_host_fini(&h);
		}
		pt_output_drop(&to.json);
		pt_tracefile_close(&t);
	}
	free(child);
	return rc;
}

static int
run_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_run_args r;
	int rc = -1;

	if (pt_run_args_read(&r, self->options, argc, argv, e) == 0)
		rc = run_measured(&r, argc, argv, e);
	pt_run_args_fini(&r);
	return rc;
}

static int
run_help(const char *name, struct pt_error *e)
{
	const struct pt_workload *w = pt_run_workload(name, e);

	if (w == NULL)
		return -1;
	printf("usage: partop run %s [OPTIONS]\n%s\n", w->name, w->summary);
	pt_workload_help(w, stdout);
	printf("\npartop help run shows the options that all workloads have.\n");
	return PT_EXIT_OK;
}

const struct pt_command pt_command_run = {
	.name = "run",
	.usage = "WORKLOAD [OPTIONS]",
	.summary = "run a built-in workload and watch it",
	.notes = "A workload adds options of its own, --size and --grain among them: see\n"
		 "partop help run WORKLOAD, or partop list -v.\n",
	.options = pt_run_options,
	.add_options = pt_run_args_add_all,
	.help = run_help,
	.run = run_run,
};

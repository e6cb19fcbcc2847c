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

static const char *const pins[] = { "auto", "none", NULL };
static const char *const previews[] = { "auto", "none", NULL };
static const char *const verifies[] = { "auto", "full", "none", NULL };

static const struct pt_option options[] = {
	{ .name = "threads", .letter = 't', .type = PT_OPT_U64, .value_name = "N", .min = 1,
		.max = PT_RUN_THREADS_MAX, .help = "workers (default: the CPUs there are to use)" },
	{ .name = "variant", .type = PT_OPT_TEXT, .value_name = "NAME", .min = 1,
		.help = "which parallel version of the work" },
	{ .name = "seed", .type = PT_OPT_U64, .value_name = "N", .fallback = "1",
		.help = "of made inputs and of victims" },
	{ .name = "runs", .type = PT_OPT_U64, .value_name = "N", .min = 1, .max = PT_RUN_RUNS_MAX,
		.help = "rounds of runs (default: at least 5, and 3 s)" },
	{ .name = "time", .type = PT_OPT_DURATION, .value_name = "TIME",
		.min = PT_SHOW_TIME_MIN_NS, .max = PT_SHOW_TIME_MAX_NS,
		.help = "go on with rounds for so long" },
	{ .name = "order", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = pt_run_orders,
		.fallback = "rounds", .help = "how runs follow" },
	{ .name = "preview", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = previews,
		.fallback = "auto", .help = "a part first, not counted" },
	{ .name = "warmup", .type = PT_OPT_U64, .value_name = "N", .max = PT_RUN_RUNS_MAX,
		.fallback = "0", .help = "whole runs before those that count" },
	{ .name = "verify", .type = PT_OPT_CHOICE, .value_name = "WHEN", .choices = verifies,
		.fallback = "auto", .help = "check results" },
	{ .name = "pin", .type = PT_OPT_CHOICE, .value_name = "HOW", .choices = pins,
		.fallback = "auto", .help = "bind workers to CPUs" },
	PT_TIMEOUT_OPTION,
	PT_RECORD_OPTIONS,
	PT_SHOW_OPTIONS,
};

/* An output that is one of the inputs would destroy it. */
static int
refuse_overwriting_input(const struct pt_run_args *r, const char *output, struct pt_error *e)
{
	if (output == NULL)
		return 0;
	for (size_t i = 0; i < r->workload->params_len; i++) {
		const struct pt_param *p = &r->workload->params[i];
		const char *in = r->params[i].text;

		if (p->type == PT_PARAM_TEXT && in != NULL && pt_output_same(in, output))
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
			.name = r->workload->name,
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

	if (pt_run_args_read(&r, argc, argv, e) == 0)
		rc = run_measured(&r, argc, argv, e);
	pt_run_args_fini(&r);
	return rc;
}

static void
print_workload(const struct pt_workload *w)
{
	printf("usage: partop run %s [OPTIONS]\n%s\n", w->name, w->summary);
	pt_workload_help(w, stdout);
	printf("\npartop help run shows the options that all workloads have.\n");
}

/* The first word that names a workload; options stand before and after it. */
static int
run_help(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	const struct pt_workload *w = NULL;

	for (int i = 1; i < argc && w == NULL; i++)
		w = pt_workload_find(argv[i]);
	if (w == NULL && argc == 2 && argv[1][0] != '-')
		w = pt_run_workload(argv[1], e);
	else if (w == NULL)
		pt_help_command(self, stdout);
	if (w != NULL)
		print_workload(w);
	else if (argc == 2 && argv[1][0] != '-')
		return -1;
	return PT_EXIT_OK;
}

const struct pt_command pt_command_run = {
	.name = "run",
	.usage = "WORKLOAD [OPTIONS]",
	.summary = "run a built-in workload and watch it",
	.notes = "A workload adds options of its own, --size and --grain among them: see\n"
		 "partop help run WORKLOAD, or partop list -v.\n",
	.options = options,
	.options_len = sizeof(options) / sizeof(options[0]),
	.help = run_help,
	.run = run_run,
};

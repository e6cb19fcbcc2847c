/* SPDX-License-Identifier: MIT */
/*
 * partop run WORKLOAD: the parent.  It makes the recording, starts itself as the child that runs
 * the workload (child.c), and only looks at the recording from then on.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "base/parse.h"
#include "cmd/command.h"
#include "cmd/run_args.h"
#include "cmd/workload_help.h"
#include "os/child.h"
#include "session/launch.h"
#include "session/output.h"

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
			return pt_fail(e, PT_EXIT_ENVIRONMENT,
				"%s is the input file: not overwritten", output);
	}
	return 0;
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

/* Speedup is judged by what the CPUs can give; one worker has none to judge, but may be reading. */
static enum pt_capacity_effort
capacity_effort(const struct pt_run_args *r)
{
	bool judged = r->job.threads > 1 || r->job.workload->streams;

	return judged && !pt_args_flag(r->args, "no-calibrate") ? PT_CAPACITY_CALIBRATE :
								  PT_CAPACITY_IF_KNOWN;
}

/* The number of a descriptor of our own that a path stands for, -1: it is a file's. */
static int
number_of(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	uint64_t n;

	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0)
		return STDIN_FILENO;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t len = strlen(folders[i]);

		if (strncmp(path, folders[i], len) == 0 &&
			pt_parse_u64(path + len, &n) == PT_PARSE_OK && n <= INT32_MAX)
			return (int)n;
	}
	return -1;
}

/* In the child the caller's numbers mean something else: takes a descriptor of the input for it.
 * Returns that, 0: not needed, or -1 with e filled. */
static int
give_input(const struct pt_run_args *r, struct pt_error *e)
{
	for (size_t i = 0; i < r->job.workload->params_len; i++) {
		const char *path = r->job.params[i].text;
		int number, fd;

		if (strcmp(r->job.workload->params[i].name, "input") != 0 || path == NULL)
			continue;
		number = number_of(path);
		if (number < 0)
			return 0;
		fd = pt_child_reserve(number);
		if (fd >= 0)
			return fd;
		errno = -fd;
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open '%s'", path);
	}
	return 0;
}

static int
run_measured(const struct pt_run_args *r, int argc, char **argv, struct pt_error *e)
{
	const char *json = r->show.json ? r->show.json_path : NULL;
	char **child;
	int rc, input;

	if (refuse_overwriting_input(r, r->record.trace, e) < 0 ||
		refuse_overwriting_input(r, json, e) < 0)
		return -1;
	input = give_input(r, e);
	if (input < 0)
		return -1;
	child = child_argv(argc, argv);
	rc = pt_launch(
		&(struct pt_launch){
			.name = r->job.workload->name,
			.file = "/proc/self/exe",
			.argv = child,
			.record = &r->record,
			.input_fd = input,
			.capacity = capacity_effort(r),
			.show = &r->show,
			.timeout_ns = r->timeout_ns,
			.report = stdout,
		},
		e);
	free(child);
	if (input > 0)
		close(input);
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
	.outlives_pipe = true,
	.run = run_run,
};

/* SPDX-License-Identifier: MIT */
/*
 * partop exec -- PROGRAM: watches a program that uses libpartop.  Without screens the program has
 * partop's standard streams to itself; the report goes to standard error, after it.
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
#include "session/record.h"
#include "session/show.h"
#include "session/tracefile.h"
#include "session/watch.h"

struct plan {
	struct pt_args *args;
	struct pt_show show;
	struct pt_record record;
	char **program;		/* its argv */
};

static int
read_plan(struct plan *p, const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	p->args = pt_command_args(self, argc, argv, e);
	if (p->args == NULL)
		return -1;
	if (p->args->operands_len == 0)
		return pt_fail(e, PT_EXIT_USAGE, "exec: which program? usage: partop exec %s", self->usage);
	p->program = p->args->operands;
	pt_show_read(&p->show, p->args);
	return pt_record_read(&p->record, p->args, e);
}

static int
open_outputs(const struct plan *p, struct pt_tracefile *t, struct pt_show_to *to,
	struct pt_error *e)
{
	const char *trace = p->record.trace, *json = p->show.json_path;

	if (pt_tracefile_open(t, trace, p->record.force, e) < 0)
		return -1;
	if (json != NULL && trace != NULL && pt_output_same(json, trace))
		pt_fail(e, PT_EXIT_USAGE, "--trace and --json name the same file");
	else if (pt_output_begin(&to->json, json, p->record.force, e) == 0)
		return 0;
	pt_tracefile_close(t);
	return -1;
}

static int
end_exec(struct pt_host *h, const struct plan *p, const struct pt_tracefile *t,
	struct pt_show_to *to, struct pt_error *e)
{
	char note[512];

	pt_collect_replay(&h->output);
	if (h->signal == SIGHUP)
		to->report = NULL;
	if (pt_tracefile_empty(t) && !p->show.quiet) {
		snprintf(note, sizeof(note), "%s did not use libpartop: nothing was recorded", h->name);
		pt_output_note(note);
	}
	if (pt_show_results(&p->show, h->source, p->record.trace, to, e) < 0)
		return -1;
	return pt_host_verdict(h, e);
}

static int
run_program(const struct plan *p, struct pt_error *e)
{
	struct pt_show_to to = { .report = stderr };
	struct pt_tracefile t;
	struct pt_host h;
	int rc = -1;

	if (open_outputs(p, &t, &to, e) < 0)
		return -1;
	const struct pt_host_options o = {
		.name = p->program[0],
		.argv = p->program,
		.record = &p->record,
		.recording_fd = t.fd,
		.timeout_ns = pt_args_u64(p->args, "timeout", 0),
		.own_streams = !pt_show_wants_ui(&p->show),
		.own_signals = true,
	};

	if (pt_host_start(&h, &o, e) == 0) {
		pt_watch(&h, &p->show);
		rc = end_exec(&h, p, &t, &to, e);
		pt_host_fini(&h);
	}
	pt_output_drop(&to.json);
	pt_tracefile_close(&t);
	return rc;
}

static int
exec_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct plan p = { 0 };
	int rc = -1;

	if (read_plan(&p, self, argc, argv, e) == 0)
		rc = run_program(&p, e);
	pt_args_free(p.args);
	return rc;
}

const struct pt_command pt_command_exec = {
	.name = "exec",
	.usage = "[OPTIONS] -- PROGRAM [ARGUMENTS]",
	.summary = "watch a program that uses libpartop",
	.options = (const struct pt_options *const[]){
		&pt_timeout_options, &pt_record_options, &pt_show_options, &pt_text_options, NULL },
	.operands = PT_OPERANDS_LAST,
	.run = exec_run,
};

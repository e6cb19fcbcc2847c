/* SPDX-License-Identifier: MIT */
/*
 * partop exec -- PROGRAM: watches a program that uses libpartop.  Without screens the program has
 * partop's standard streams to itself; the report goes to standard error, after it.
 */
#include <stdio.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "cmd/command.h"
#include "session/choose.h"
#include "session/launch.h"
#include "session/record.h"
#include "session/show.h"

struct plan {
	struct pt_args *args;
	struct pt_show show;
	struct pt_record record;
	char **program; /* its argv */
};

static int
read_plan(struct plan *p, const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	p->args = pt_command_args(self, argc, argv, e);
	if (p->args == NULL)
		return -1;
	if (p->args->operands_len == 0)
		return pt_fail(e, PT_EXIT_USAGE, "exec: which program? usage: partop exec %s",
			self->usage);
	p->program = p->args->operands;
	pt_show_read(&p->show, p->args);
	return pt_record_read(&p->record, p->args, e);
}

static int
exec_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct plan p = { 0 };
	int rc = -1;

	if (read_plan(&p, self, argc, argv, e) == 0)
		rc = pt_launch(
			&(struct pt_launch){
				.name = p.program[0],
				.argv = p.program,
				.record = &p.record,
				.show = &p.show,
				.timeout_ns = pt_args_u64(p.args, "timeout", 0),
				.pool = pt_choose_read(p.args),
				.report = stderr,
				.foreign = true,
			},
			e);
	pt_args_free(p.args);
	return rc;
}

const struct pt_command pt_command_exec = {
	.name = "exec",
	.usage = "[OPTIONS] -- PROGRAM [ARGUMENTS]",
	.summary = "watch a program that uses libpartop",
	.options = (const struct pt_options *const[]){ &pt_timeout_options, &pt_choose_options,
		&pt_record_options, &pt_show_options, &pt_text_options, NULL },
	.operands = PT_OPERANDS_LAST,
	.outlives_pipe = true,
	.run = exec_run,
};

/* SPDX-License-Identifier: MIT */
/*
 * partop __child: the process that runs a workload.  It gets the words of `partop run`, and the
 * recording by descriptor.  What it prints is its error line.
 */
#include "base/error.h"
#include "cmd/command.h"
#include "cmd/run_args.h"
#include "os/proc.h"
#include "runner/job.h"

static int
child_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_run_args r;
	int rc = -1;

	pt_proc_name_self("partop");
	if (pt_run_args_read(&r, self->options, argc, argv, e) == 0)
		rc = pt_job_do(&r.job, e);
	pt_run_args_fini(&r);
	return rc;
}

const struct pt_command pt_command_child = {
	.name = "__child",
	.usage = "WORKLOAD [OPTIONS]",
	.summary = "run a workload for a partop that watches",
	.options = pt_run_options,
	.hidden = true,
	.outlives_pipe = true,
	.run = child_run,
};

/* SPDX-License-Identifier: MIT */
/*
 * partop check FILE: do the numbers of a recording add up?
 */
#include <stdio.h>

#include "base/error.h"
#include "base/args.h"
#include "cmd/command.h"
#include "export/check.h"

static int
check_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	int found;

	if (a == NULL)
		return -1;
	found = pt_check_recording(a->operands[0], stdout, e);
	pt_args_free(a);
	if (found < 0)
		return -1;
	return found > 0 ? PT_EXIT_FAILED : PT_EXIT_OK;
}

const struct pt_command pt_command_check = {
	.name = "check",
	.usage = "FILE",
	.summary = "check the invariants of a recording",
	.notes = "Exit code 1 when one is violated.\n",
	.run = check_run,
};

/* SPDX-License-Identifier: MIT */
/*
 * partop list: the workloads; with -v also what each teaches, its variants and its options.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/options.h"
#include "base/args.h"
#include "cmd/command.h"
#include "cmd/workload_help.h"
#include "workloads/workload.h"

static const struct pt_option rows[] = {
	{ .name = "verbose", .letter = 'v', .type = PT_OPT_FLAG,
		.help = "also what each teaches, its variants and its options" },
};
static const struct pt_options options = PT_OPTIONS(rows);

static int
list_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_none(self, argc, argv, e);
	bool verbose;

	if (a == NULL)
		return -1;
	verbose = pt_args_flag(a, "verbose");
	pt_args_free(a);
	for (const struct pt_workload *const *w = pt_workloads; *w != NULL; w++) {
		printf("%-12s%s\n", (*w)->name, (*w)->summary);
		if (verbose) {
			pt_workload_help(*w, stdout);
			if (w[1] != NULL)
				putchar('\n');
		}
	}
	return PT_EXIT_OK;
}

const struct pt_command pt_command_list = {
	.name = "list",
	.usage = "[-v]",
	.summary = "the workloads",
	.options = (const struct pt_options *const[]){ &options, NULL },
	.run = list_run,
};

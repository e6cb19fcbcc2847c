/* SPDX-License-Identifier: MIT */
/*
 * partop list: the workloads; with -v also what each teaches, what to expect of it, its variants and
 * its options.  With --counters the counters, from the table of the recording.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/options.h"
#include "base/args.h"
#include "cmd/command.h"
#include "cmd/workload_help.h"
#include "recording/layout.h"
#include "recording/names.h"
#include "workloads/workload.h"

static const struct pt_option rows[] = {
	{ .name = "verbose",
		.letter = 'v',
		.type = PT_OPT_FLAG,
		.help = "also what each teaches, what to expect, its options" },
	{ .name = "counters",
		.type = PT_OPT_FLAG,
		.help = "the counters of a worker instead, as in JSON and CSV" },
};
static const struct pt_options options = PT_OPTIONS(rows);

static void
list_counters(void)
{
	for (unsigned k = 0; k < PT_COUNTERS_USED; k++)
		printf("%-17s%-6s%s%s\n", pt_counter_name(k), pt_counter_unit(k),
			pt_counter_help(k), pt_counter_is_gauge(k) ? " (a maximum)" : "");
}

static void
list_workloads(bool verbose)
{
	for (const struct pt_workload *const *w = pt_workloads; *w != NULL; w++) {
		printf("%-12s%s\n", (*w)->name, (*w)->summary);
		if (verbose) {
			pt_workload_help(*w, stdout);
			if (w[1] != NULL)
				putchar('\n');
		}
	}
}

static int
list_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_none(self, argc, argv, e);

	if (a == NULL)
		return -1;
	if (pt_args_flag(a, "counters"))
		list_counters();
	else
		list_workloads(pt_args_flag(a, "verbose"));
	pt_args_free(a);
	return PT_EXIT_OK;
}

const struct pt_command pt_command_list = {
	.name = "list",
	.usage = "[-v | --counters]",
	.summary = "the workloads, or the counters of a worker",
	.options = (const struct pt_options *const[]){ &options, NULL },
	.run = list_run,
};

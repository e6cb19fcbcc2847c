/* SPDX-License-Identifier: MIT */
/*
 * partop list: the workloads, by chapters; with -v also what each teaches, what to expect of it, its
 * variants and its options.  With --counters the counters, from the table of the recording.
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

/* With a blank line behind everything but the end. */
static void
print_fully(const struct pt_course_line *l)
{
	if (l->chapter != NULL)
		printf("%s\n\n", l->chapter);
	if (l->workload == NULL)
		return;
	printf("%-12s%s\n", l->workload->name, l->workload->summary);
	pt_workload_help(l->workload, stdout);
	if (l[1].chapter != NULL || l[1].workload != NULL)
		putchar('\n');
}

static void
list_workloads(bool verbose)
{
	for (const struct pt_course_line *l = pt_course; l->chapter || l->workload; l++)
		if (verbose)
			print_fully(l);
		else if (l->chapter != NULL)
			puts(l->chapter);
		else
			printf("  %-12s%s\n", l->workload->name, l->workload->summary);
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
	.summary = "the workloads as a course, or the counters of a worker",
	.options = (const struct pt_options *const[]){ &options, NULL },
	.run = list_run,
};

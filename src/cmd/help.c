/* SPDX-License-Identifier: MIT */
/*
 * partop help: made from the tables of commands and workloads.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/args.h"
#include "cmd/command.h"
#include "cmd/run_args.h"

void
pt_help_short(FILE *f)
{
	fputs("usage: partop COMMAND ...\n"
	      "  partop run quicksort --threads 8    watch a workload run\n"
	      "  partop list                         the workloads\n"
	      "  partop help                         the commands\n",
		f);
}

void
pt_help_commands(FILE *f)
{
	fputs("partop: top for parallel runs\n\nusage: partop COMMAND ...\n\n", f);
	for (const struct pt_command *const *c = pt_commands; *c != NULL; c++) {
		if (!(*c)->hidden)
			fprintf(f, "  %-10s%s\n", (*c)->name, (*c)->summary);
	}
	fputs("\npartop help COMMAND shows the options of a command, partop help run WORKLOAD those "
	      "of a\nworkload.  Sizes are like 100M or 64Ki, times like 250ms, 3s or 2m.\n",
		f);
}

static void
print_usage(const struct pt_command *c, FILE *f)
{
	fprintf(f, "usage: partop %s%s%s\n%s\n", c->name, c->usage[0] != 0 ? " " : "", c->usage,
		c->summary);
}

static void
print_command(const struct pt_command *c, FILE *f)
{
	print_usage(c, f);
	if (c->options != NULL)
		fputs("\n", f);
	for (size_t i = 0; c->options != NULL && c->options[i] != NULL; i++)
		pt_options_print(c->options[i]->row, c->options[i]->len, f);
	if (c->notes != NULL)
		fprintf(f, "\n%s", c->notes);
	if (c->print_notes != NULL)
		c->print_notes(f);
}

int
pt_help_on(const struct pt_command *c, const char *operand, struct pt_error *e)
{
	if (operand != NULL && c->help != NULL)
		return c->help(operand, e);
	print_command(c, stdout);
	return PT_EXIT_OK;
}

static int
help_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	const struct pt_command *c;

	if (argc == 1) {
		pt_help_commands(stdout);
		return PT_EXIT_OK;
	}
	c = pt_command_find(argv[1], e);
	if (c == NULL)
		return -1;
	if (argc > (c->help != NULL ? 3 : 2))
		return pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", self->name,
			argv[argc - 1]);
	return pt_help_on(c, argv[2], e);
}

const struct pt_command pt_command_help = {
	.name = "help",
	.usage = "[COMMAND [WORKLOAD]]",
	.summary = "explain a command, or the options of a workload",
	.run = help_run,
};

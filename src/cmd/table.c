/* SPDX-License-Identifier: MIT */
/*
 * The subcommands, in the order of `partop help`, and how a name finds its command.
 */
#include "cmd/command.h"

#include <string.h>

#include "base/error.h"
#include "base/nearest.h"

const struct pt_command *const pt_commands[] = {
	&pt_command_run,
	&pt_command_exec,
	&pt_command_list,
	&pt_command_report,
	&pt_command_export,
	&pt_command_check,
	&pt_command_info,
	&pt_command_help,
	&pt_command_version,
	&pt_command_child,
	NULL,
};

static int
unknown(const char *name, struct pt_error *e)
{
	const char *names[sizeof(pt_commands) / sizeof(pt_commands[0])];
	char hint[256];
	size_t n = 0;

	for (const struct pt_command *const *c = pt_commands; *c != NULL; c++) {
		if (!(*c)->hidden)
			names[n++] = (*c)->name;
	}
	pt_nearest_hint(hint, sizeof(hint), name, names, n);
	return pt_fail(e, PT_EXIT_USAGE, "unknown command '%s'%s", name,
		hint[0] != 0 ? hint : "; partop help lists them");
}

const struct pt_command *
pt_command_find(const char *name, struct pt_error *e)
{
	for (const struct pt_command *const *c = pt_commands; *c != NULL; c++) {
		if (strcmp((*c)->name, name) == 0)
			return *c;
	}
	unknown(name, e);
	return NULL;
}

/* Whether --help stands among the words that are the command's own. */
static bool
wants_help(const struct pt_command *c, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			return false;
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
		if (c->foreign_operands && argv[i][0] != '-')
			return false;
	}
	return false;
}

int
pt_command_dispatch(int argc, char **argv, struct pt_error *e)
{
	const struct pt_command *c = pt_command_find(argv[0], e);

	if (c == NULL)
		return -1;
	if (!wants_help(c, argc, argv))
		return c->run(c, argc, argv, e);
	if (c->help != NULL)
		return c->help(c, argc, argv, e);
	pt_help_command(c, stdout);
	return PT_EXIT_OK;
}

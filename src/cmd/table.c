/* SPDX-License-Identifier: MIT */
/*
 * The subcommands, in the order of `partop help`, made from their names in local.mk; and how a name
 * finds its command.
 */
#include "cmd/command.h"

#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "base/nearest.h"
#include "base/args.h"

#define X(name) extern const struct pt_command pt_command_##name;
#include "cmd/table.inc"
#undef X

const struct pt_command *const pt_commands[] = {
#define X(name) &pt_command_##name,
#include "cmd/table.inc"
#undef X
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

static void
scan(const struct pt_command *c, int argc, char **argv, struct pt_options_words *words)
{
	static const struct pt_option help = { .name = "help", .letter = 'h', .type = PT_OPT_FLAG };
	struct pt_args *a = pt_args_new(c->options, c->operands);

	pt_args_add(a, &help, 1);
	if (c->add_options != NULL)
		c->add_options(a);
	pt_options_scan(a->table, a->len, a->where, argc, argv, words);
	pt_args_free(a);
}

int
pt_command_dispatch(int argc, char **argv, struct pt_error *e)
{
	const struct pt_command *c = pt_command_find(argv[0], e);
	struct pt_options_words words;

	if (c == NULL)
		return -1;
	scan(c, argc, argv, &words);
	if (words.help)
		return pt_help_on(c, words.operand, e);
	if (c->outlives_pipe)
		signal(SIGPIPE, SIG_IGN);
	return c->run(c, argc, argv, e);
}

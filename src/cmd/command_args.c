/* SPDX-License-Identifier: MIT */
/*
 * The words of a command, by its own table of options.
 */
#include "cmd/command.h"

#include "base/args.h"
#include "base/error.h"

struct pt_args *
pt_command_args(const struct pt_command *c, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_args_new(c->options, c->operands);

	if (c->add_options != NULL)
		c->add_options(a);
	if (pt_args_parse(a, argc, argv, e) == 0)
		return a;
	pt_args_free(a);
	return NULL;
}

static struct pt_args *
refuse(struct pt_args *a)
{
	pt_args_free(a);
	return NULL;
}

struct pt_args *
pt_command_args_exactly(const struct pt_command *c, int argc, char **argv, const char *what,
	struct pt_error *e)
{
	struct pt_args *a = pt_command_args(c, argc, argv, e);

	if (a == NULL)
		return NULL;
	if (a->operands_len == 0) {
		pt_fail(e, PT_EXIT_USAGE, "%s: which %s? usage: partop %s %s", c->name, what,
			c->name, c->usage);
		return refuse(a);
	}
	if (a->operands_len > 1) {
		pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", c->name, a->operands[1]);
		return refuse(a);
	}
	return a;
}

struct pt_args *
pt_command_args_none(const struct pt_command *c, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args(c, argc, argv, e);

	if (a == NULL || a->operands_len == 0)
		return a;
	pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", c->name, a->operands[0]);
	return refuse(a);
}

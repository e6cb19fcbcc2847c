/* SPDX-License-Identifier: MIT */
/*
 * What a subcommand is: one file with one const struct pt_command, named in local.mk.  What a user
 * can see of a command (usage, options) is data beside its code; help, parsing and the check
 * against the manual page come from it.
 */
#ifndef PT_CMD_COMMAND_H
#define PT_CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/options.h"

struct pt_args;
struct pt_error;
struct pt_look;
struct pt_trials;

struct pt_command {
	const char *name;
	const char *usage;                       /* what follows the name; "" for nothing */
	const char *summary;                     /* one line for `partop help` */
	const char *notes;                       /* printed below the options; NULL for none */
	void (*print_notes)(FILE *f);            /* the same, where a table has them; NULL: none */
	const struct pt_options *const *options; /* tables, NULL at the end; NULL: none */
	/* Adds the options that an operand or the value of an option may bring; NULL: none. */
	void (*add_options)(struct pt_args *a);
	enum pt_operands operands;
	bool hidden; /* not in the list of commands */
	/* It has children and files to put in order before a closed pipe ends it; others die of it. */
	bool outlives_pipe;

	/* argv[0] is the command's name.  The exit code, or -1 with e filled. */
	int (*run)(const struct pt_command *self, int argc, char **argv, struct pt_error *e);
	/* What `partop report` shows of recordings that this command has saved; NULL: it saves none. */
	int (*report_saved)(const struct pt_trials *t, const char *folder,
		const struct pt_look *look, FILE *f);
	/* Help on the first operand; NULL: there is only that on the command. */
	int (*help)(const char *operand, struct pt_error *e);
};

/* Table and parse of a command in one; NULL with e filled. */
struct pt_args *
pt_command_args(const struct pt_command *c, int argc, char **argv, struct pt_error *e);
/* The same for commands that take one operand (`what` it is), or none. */
struct pt_args *pt_command_args_exactly(const struct pt_command *c, int argc, char **argv,
	const char *what, struct pt_error *e);
struct pt_args *
pt_command_args_none(const struct pt_command *c, int argc, char **argv, struct pt_error *e);

extern const struct pt_command *const pt_commands[]; /* NULL at the end */

/* NULL with e filled (nearest names) when there is none. */
const struct pt_command *pt_command_find(const char *name, struct pt_error *e);

/* Runs argv[0] = name of a command; the exit code, or -1 with e filled. */
int pt_command_dispatch(int argc, char **argv, struct pt_error *e);

void pt_help_short(FILE *f);
void pt_help_commands(FILE *f);
/* Help on a command or, where it has such, on an operand of it (NULL: none). */
int pt_help_on(const struct pt_command *c, const char *operand, struct pt_error *e);

#endif

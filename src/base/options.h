/* SPDX-License-Identifier: MIT */
/*
 * Options of a command from a table: parsing, limits, messages and help all come from it.
 *
 * Words are split as getopt_long does: "--size 5", "--size=5", "-n 5", "-n5", and letters in one
 * word, "-qo FILE"; but a name is written out, its beginning is refused. An *operand* is an
 * argument that is no option; "--" ends the options. Messages are one line and name the option:
 * "--threads: '4x' is not a number". Not thread-safe (getopt has global state).
 */
#ifndef PT_BASE_OPTIONS_H
#define PT_BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

enum pt_option_type {
	PT_OPT_FLAG,
	PT_OPT_U64,
	PT_OPT_SIZE,     /* pt_parse_size() */
	PT_OPT_DURATION, /* pt_parse_duration_ns() */
	PT_OPT_TEXT,
	PT_OPT_CHOICE,
	PT_OPT_LIST, /* text, may be repeated */
};

struct pt_option {
	const char *name; /* without the dashes */
	char letter;      /* 0: none */
	enum pt_option_type type;
	const char *value_name; /* "N", "FILE"; for the help */
	const char *help;       /* one line; may be NULL */
	uint64_t min, max; /* of the number, for text of its length in bytes; max 0: no limit */
	const char *const *choices; /* PT_OPT_CHOICE: names, NULL at the end */
	const char *fallback;       /* text of the value when not given; NULL: none */
	bool optional_value;        /* --json[=FILE]: without a value `text` is NULL */
	bool hidden;                /* not in the help, not suggested */
};

/* A table that several commands have in common. */
struct pt_options {
	const struct pt_option *row;
	size_t len;
};
#define PT_OPTIONS(rows) \
	{ \
		(rows), sizeof(rows) / sizeof(*(rows)) \
	}

enum pt_operands {
	PT_OPERANDS_ANYWHERE, /* between the options, too */
	PT_OPERANDS_LAST,     /* the first ends the options: what follows is another program's */
};

/* Strings are borrowed from argv or the table. */
struct pt_value {
	bool given;       /* on the command line, not by fallback */
	uint64_t u64;     /* U64, SIZE, DURATION (ns); FLAG: 1 if given */
	const char *text; /* TEXT, CHOICE; otherwise the text as given, NULL if absent */
	const char **list;
	size_t list_len;
	int choice; /* index in choices, -1 if absent */
};

/*
 * Parses argv[1..argc-1]. `values` has one element per row of the table, is overwritten, and is to
 * be given back with pt_options_fini() after success and failure. Given twice, the last wins,
 * except in a LIST. argv is reordered: the operands are argv[*first_operand] to argv[argc-1].
 * Returns 0, or -1 with `e` filled (PT_EXIT_USAGE).
 */
int pt_options_parse(const struct pt_option *table, size_t n, enum pt_operands where, int argc,
	char **argv, struct pt_value *values, int *first_operand, struct pt_error *e);
void pt_options_fini(struct pt_value *values, size_t n);

struct pt_options_words {
	const char *operand; /* the first; NULL: none */
	bool help;           /* an option of the name "help" is among them */
};

/* Splits the words as pt_options_parse() does, without judging them; argv keeps its order. */
void pt_options_scan(const struct pt_option *table, size_t n, enum pt_operands where, int argc,
	char **argv, struct pt_options_words *words);

/*
 * Sets one value from text under the rules of its row, as if given on the command line; also for
 * values from elsewhere (environment, a form). `text` NULL: a flag, or an absent optional value.
 */
int pt_options_set(const struct pt_option *row, const char *text, struct pt_value *v,
	struct pt_error *e);

/* A line of help in two columns; the right one is ASCII, and goes on below where it is long. */
void pt_help_columns(const char *left, const char *right, FILE *out);

/* The table as help text: names to the left, meaning to the right, in 80 columns. */
void pt_options_print(const struct pt_option *table, size_t n, FILE *out);

#endif

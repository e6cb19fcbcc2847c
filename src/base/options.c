/* SPDX-License-Identifier: MIT */
/*
 * Options from a table, on top of getopt_long. It runs in its "in order" mode ('-'): it returns
 * operands too, and POSIXLY_CORRECT in the environment has no effect. Where the first operand ends
 * the options it runs in the mode of POSIX ('+').
 *
 * getopt_long would take the beginning of a name for the name. A word would then mean one thing to
 * one command and another to the next, and a new option could change what an old script says, so
 * such a word is refused.
 */
#include "base/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "base/options_internal.h"
#include "base/text.h"

#define FIRST_ROW 256 /* getopt's value of a long option: this plus its row */

/* Everything of one pt_options_parse(). */
struct parser {
	const struct pt_option *table;
	size_t n;
	struct pt_value *values;
	struct option *longs;
	char *shorts;
	bool *is_operand; /* per argument */
	enum pt_operands where;
	const char *word; /* the argument that getopt looked at last */
	struct pt_error *e;
};

static int
argument_kind(const struct pt_option *row)
{
	if (row->type == PT_OPT_FLAG)
		return no_argument;
	return row->optional_value ? optional_argument : required_argument;
}

/* getopt's own two tables. */
static void
describe(struct parser *p)
{
	struct pt_text shorts = { 0 };

	p->longs = pt_xcalloc(p->n + 1, sizeof(*p->longs));
	/* a missing value gives ':' */
	pt_text_add(&shorts, p->where == PT_OPERANDS_LAST ? "+:" : "-:");
	for (size_t i = 0; i < p->n; i++) {
		const struct pt_option *row = &p->table[i];
		int kind = argument_kind(row);

		p->longs[i] = (struct option){ .name = row->name,
			.has_arg = kind,
			.val = FIRST_ROW + (int)i };
		if (row->letter)
			pt_text_add(&shorts, "%c%s", row->letter,
				kind == no_argument               ? "" :
					kind == required_argument ? ":" :
								    "::");
	}
	p->shorts = shorts.s;
}

static const struct pt_option *
row_of(const struct parser *p, int code)
{
	if (code >= FIRST_ROW)
		return &p->table[code - FIRST_ROW];
	for (size_t i = 0; i < p->n; i++)
		if (code && p->table[i].letter == code)
			return &p->table[i];
	return NULL;
}

static bool
is_beginning(const struct pt_option *row, const char *name, size_t len)
{
	return len > 0 && !row->hidden && strncmp(row->name, name, len) == 0;
}

/* The options that begin like this, of which there are `begun`. */
static int
fail_abbreviated(const struct parser *p, const char *name, size_t len, size_t begun)
{
	struct pt_text text = { 0 };
	int result;

	for (size_t i = 0; i < p->n; i++)
		if (is_beginning(&p->table[i], name, len)) {
			pt_text_add(&text, "%s--%s",
				text.len == 0      ? "" :
					begun == 1 ? " or " :
						     ", ",
				p->table[i].name);
			begun--;
		}
	result = pt_fail(p->e, PT_EXIT_USAGE, "unknown option '--%.*s': did you mean %s?", (int)len,
		name, pt_text_string(&text));
	pt_text_fini(&text);
	return result;
}

/* The option that was probably meant; NULL if none is near. */
static const char *
nearest_option(const struct parser *p, const char *name, size_t len)
{
	const char **names = pt_xcalloc(p->n, sizeof(*names)), *near = NULL;
	char *word = pt_xmemdup(name, len);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!p->table[i].hidden)
			names[n++] = p->table[i].name;
	pt_nearest(word, names, n, &near, 1);
	free(word);
	free(names);
	return near;
}

/* "--foo" or "--foo=value". */
static int
fail_unknown_long(const struct parser *p, const char *name)
{
	char shown[PT_OPTIONS_SHOWN];
	const char *near;
	size_t len = strcspn(name, "="), begun = 0;

	for (size_t i = 0; i < p->n; i++)
		begun += is_beginning(&p->table[i], name, len);
	if (begun > 0)
		return fail_abbreviated(p, name, len, begun);
	near = nearest_option(p, name, len);
	pt_clean(shown, sizeof(shown), name, len);
	if (near)
		return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '--%s': did you mean --%s?",
			shown, near);
	return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '--%s'", shown);
}

/* getopt said '?': an option that is unknown, abbreviated, or got a value it does not take. */
static int
fail_option(const struct parser *p)
{
	const struct pt_option *row = optopt ? row_of(p, optopt) : NULL;
	unsigned char letter = (unsigned char)optopt;

	if (row)
		return pt_fail(p->e, PT_EXIT_USAGE, "--%s: takes no value", row->name);
	if (optopt == 0 && strncmp(p->word, "--", 2) == 0)
		return fail_unknown_long(p, p->word + 2);
	if (letter > ' ' && letter < 0x7f)
		return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '-%c'", letter);
	return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '-\\x%02x'", letter);
}

/* Whether the word that gave the row has its whole name. */
static bool
is_whole(const char *word, const struct pt_option *row)
{
	size_t len = strlen(row->name);

	return strncmp(word + 2, row->name, len) == 0 && strchr("=", word[2 + len]) != NULL;
}

/* A step of getopt_long that knows no abbreviations: they are '?' without a letter. */
static int
next_code(struct parser *p, int argc, char **argv)
{
	int code, meant;

	p->word = argv[optind > 0 ? optind : 1];
	code = getopt_long(argc, argv, p->shorts, p->longs, NULL);
	meant = code == ':' || code == '?' ? optopt : code;
	if (meant < FIRST_ROW || is_whole(p->word, row_of(p, meant)))
		return code;
	optopt = 0;
	return '?';
}

/* One step of getopt; 0 goes on, 1 is the end, -1 an error. */
static int
take_next(struct parser *p, int argc, char **argv)
{
	int code = next_code(p, argc, argv);
	const struct pt_option *row;

	if (code == -1)
		return 1;
	if (code == 1) {
		p->is_operand[optind - 1] = true;
		return 0;
	}
	if (code == '?')
		return fail_option(p);
	row = row_of(p, code == ':' ? optopt : code);
	if (!row)
		return fail_option(p);
	return pt_options_set(row, code == ':' ? NULL : optarg, &p->values[row - p->table], p->e);
}

/* Moves the operands behind everything else, both in their order; returns where they begin. */
static int
gather_operands(const bool *is_operand, int argc, char **argv)
{
	char **sorted = pt_xcalloc((size_t)argc + 1, sizeof(*sorted));
	int len = 0, first;

	for (int i = 0; i < argc; i++)
		if (!is_operand[i])
			sorted[len++] = argv[i];
	first = len;
	for (int i = 0; i < argc; i++)
		if (is_operand[i])
			sorted[len++] = argv[i];
	memcpy(argv, sorted, (size_t)argc * sizeof(*sorted));
	free(sorted);
	return first;
}

static void
start_getopt(void)
{
	optind = 0; /* glibc: start afresh */
	opterr = 0;
}

static int
parse_arguments(struct parser *p, int argc, char **argv, int *first_operand)
{
	int step;

	start_getopt();
	while ((step = take_next(p, argc, argv)) == 0)
		continue;
	if (step < 0)
		return -1;
	for (int i = optind; i < argc; i++)
		p->is_operand[i] = true;
	*first_operand = gather_operands(p->is_operand, argc, argv);
	return 0;
}

static int
set_fallbacks(const struct parser *p)
{
	for (size_t i = 0; i < p->n; i++) {
		p->values[i] = (struct pt_value){ .choice = -1 };
		if (p->table[i].fallback &&
			pt_options_assign(&p->table[i], p->table[i].fallback, &p->values[i],
				p->e) != 0)
			return -1;
	}
	return 0;
}

int
pt_options_parse(const struct pt_option *table, size_t n, enum pt_operands where, int argc,
	char **argv, struct pt_value *values, int *first_operand, struct pt_error *e)
{
	struct parser p = { .table = table, .n = n, .values = values, .where = where, .e = e };
	int result;

	memset(values, 0, n * sizeof(*values));
	if (set_fallbacks(&p) != 0)
		return -1;
	describe(&p);
	p.is_operand = pt_xcalloc((size_t)argc + 1, sizeof(*p.is_operand));
	result = parse_arguments(&p, argc, argv, first_operand);
	free(p.is_operand);
	free(p.longs);
	free(p.shorts);
	return result;
}

void
pt_options_scan(const struct pt_option *table, size_t n, enum pt_operands where, int argc,
	char **argv, struct pt_options_words *words)
{
	struct parser p = { .table = table, .n = n, .where = where };
	int code;

	*words = (struct pt_options_words){ 0 };
	describe(&p);
	start_getopt();
	while ((code = next_code(&p, argc, argv)) != -1) {
		const struct pt_option *row = code == '?' || code == ':' ? NULL : row_of(&p, code);

		if (code == 1 && !words->operand)
			words->operand = optarg;
		words->help |= row && strcmp(row->name, "help") == 0;
	}
	if (!words->operand && optind < argc)
		words->operand = argv[optind];
	free(p.longs);
	free(p.shorts);
}

void
pt_options_fini(struct pt_value *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(values[i].list);
		values[i].list = NULL;
		values[i].list_len = 0;
	}
}

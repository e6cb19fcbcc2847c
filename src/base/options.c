/* SPDX-License-Identifier: MIT */
/*
 * Options from a table, on top of getopt_long. It runs in its "in order" mode ('-'): operands are
 * handed to us, and an environment with POSIXLY_CORRECT changes nothing.
 */
#include "base/options.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "base/parse.h"
#include "base/text.h"

#define FIRST_ROW 256 /* getopt's value of a long option: this plus its row */
#define SHOWN 200     /* bytes of a user's text in a message */

/* Everything of one pt_options_parse(). */
struct parser {
	const struct pt_option *table;
	size_t n;
	struct pt_value *values;
	struct option *longs;
	char *shorts;
	bool *is_operand; /* per argument */
	struct pt_error *e;
};

/* ---- one value ---- */

static int
fail(struct pt_error *e, const struct pt_option *row, const char *text, const char *what)
{
	char shown[SHOWN];

	pt_clean(shown, sizeof(shown), text, strlen(text));
	return pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' is not %s", row->name, shown, what);
}

/* A limit as the user would write it. */
static const char *
limit(const struct pt_option *row, uint64_t v, char buf[PT_NUM])
{
	static const struct {
		const char *name;
		uint64_t size;
	} units[] = {
		{ "h", 3600 * UINT64_C(1000000000) }, { "m", 60 * UINT64_C(1000000000) },
		{ "s", 1000000000 }, { "ms", 1000000 }, { "us", 1000 }, { "ns", 1 }
	};
	size_t i = 0;

	if (row->type != PT_OPT_DURATION) {
		snprintf(buf, PT_NUM, "%" PRIu64, v);
		return buf;
	}
	while (v % units[i].size != 0)
		i++;
	snprintf(buf, PT_NUM, "%" PRIu64 "%s", v / units[i].size, v ? units[i].name : "s");
	return buf;
}

static int
fail_limit(struct pt_error *e, const struct pt_option *row, const char *text, bool above)
{
	char shown[SHOWN], bound[PT_NUM];
	uint64_t max = row->max ? row->max : UINT64_MAX;

	pt_clean(shown, sizeof(shown), text, strlen(text));
	if (row->type == PT_OPT_DURATION && max == UINT64_MAX)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: %s is too long", row->name, shown);
	return pt_fail(e, PT_EXIT_USAGE, "--%s: %s is %s %s", row->name, shown,
	    above ? "above" : "below", limit(row, above ? max : row->min, bound));
}

static int
set_number(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	static const struct {
		enum pt_parse (*parse)(const char *, uint64_t *);
		const char *what;
	} kinds[] = {
		[PT_OPT_U64] = { pt_parse_u64, "a number" },
		[PT_OPT_SIZE] = { pt_parse_size, "a size (100M, 64Ki)" },
		[PT_OPT_DURATION] = { pt_parse_duration_ns, "a duration (250ms, 3s)" },
	};
	uint64_t n = 0;

	switch (kinds[row->type].parse(text, &n)) {
	case PT_PARSE_OK:
		break;
	case PT_PARSE_RANGE:
		return fail_limit(e, row, text, true);
	case PT_PARSE_EMPTY:
	case PT_PARSE_SYNTAX:
		return fail(e, row, text, kinds[row->type].what);
	}
	if (n < row->min || (row->max && n > row->max))
		return fail_limit(e, row, text, n >= row->min);
	v->u64 = n;
	v->text = text;
	return 0;
}

static int
set_choice(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	struct pt_text names = { 0 };
	char what[SHOWN];

	for (int i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], text) == 0) {
			v->choice = i;
			v->text = text;
			pt_text_fini(&names);
			return 0;
		}
		pt_text_add(&names, "%s%s", i ? ", " : "", row->choices[i]);
	}
	snprintf(what, sizeof(what), "one of %s", pt_text_string(&names));
	pt_text_fini(&names);
	return fail(e, row, text, what);
}

static int
set_text(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	size_t len = strlen(text);

	if (len < row->min || (row->max && len > row->max))
		return pt_fail(e, PT_EXIT_USAGE, "--%s: %zu bytes are %s %" PRIu64, row->name, len,
		    len < row->min ? "below" : "above", len < row->min ? row->min : row->max);
	v->text = text;
	if (row->type == PT_OPT_LIST) {
		v->list = pt_xrealloc(v->list, v->list_len + 1, sizeof(*v->list));
		v->list[v->list_len++] = text;
	}
	return 0;
}

/* The value without looking at `given`. */
static int
assign(const struct pt_option *row, const char *text, struct pt_value *v, struct pt_error *e)
{
	if (row->type == PT_OPT_FLAG || !text) {
		v->u64 = row->type == PT_OPT_FLAG;
		v->text = NULL;
		return 0;
	}
	if (*text == '\0' &&
	    (row->min > 0 || (row->type != PT_OPT_TEXT && row->type != PT_OPT_LIST)))
		return pt_fail(e, PT_EXIT_USAGE, "--%s: empty value", row->name);
	switch (row->type) {
	case PT_OPT_U64:
	case PT_OPT_SIZE:
	case PT_OPT_DURATION:
		return set_number(row, text, v, e);
	case PT_OPT_CHOICE:
		return set_choice(row, text, v, e);
	case PT_OPT_TEXT:
	case PT_OPT_LIST:
	case PT_OPT_FLAG:
		break;
	}
	return set_text(row, text, v, e);
}

int
pt_options_set(const struct pt_option *row, const char *text, struct pt_value *v,
    struct pt_error *e)
{
	if (!v->given)
		v->list_len = 0; /* what is given replaces the fallback */
	if (row->type == PT_OPT_FLAG && text)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: takes no value", row->name);
	if (row->type != PT_OPT_FLAG && !text && !row->optional_value)
		return pt_fail(e, PT_EXIT_USAGE, "--%s: needs a value", row->name);
	if (assign(row, text, v, e) != 0)
		return -1;
	v->given = true;
	return 0;
}

/* ---- the command line ---- */

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
	pt_text_add(&shorts, "-:"); /* operands in order; a missing value gives ':' */
	for (size_t i = 0; i < p->n; i++) {
		const struct pt_option *row = &p->table[i];
		int kind = argument_kind(row);

		p->longs[i] = (struct option) { .name = row->name, .has_arg = kind,
			.val = FIRST_ROW + (int)i };
		if (row->letter)
			pt_text_add(&shorts, "%c%s", row->letter,
			    kind == no_argument ? "" : kind == required_argument ? ":" : "::");
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

static int
fail_ambiguous(const struct parser *p, const char *name, size_t len)
{
	struct pt_text text = { 0 };
	int result;

	for (size_t i = 0; i < p->n; i++)
		if (strncmp(p->table[i].name, name, len) == 0)
			pt_text_add(&text, "%s--%s", text.len ? ", " : "", p->table[i].name);
	result = pt_fail(p->e, PT_EXIT_USAGE, "option '--%.*s' may mean %s", (int)len, name,
	    pt_text_string(&text));
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
	char shown[SHOWN];
	const char *near;
	size_t len = strcspn(name, "="), begun = 0;

	for (size_t i = 0; i < p->n; i++)
		begun += len > 0 && strncmp(p->table[i].name, name, len) == 0;
	if (begun > 1)
		return fail_ambiguous(p, name, len);
	near = nearest_option(p, name, len);
	pt_clean(shown, sizeof(shown), name, len);
	if (near)
		return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '--%s': did you mean --%s?",
		    shown, near);
	return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '--%s'", shown);
}

/* getopt said '?': an option that is unknown, ambiguous, or got a value it does not take. */
static int
fail_option(const struct parser *p, char **argv)
{
	const struct pt_option *row = row_of(p, optopt);
	const char *last = argv[optind - 1];
	unsigned char letter = (unsigned char)optopt;

	if (row)
		return pt_fail(p->e, PT_EXIT_USAGE, "--%s: takes no value", row->name);
	if (optopt == 0 && strncmp(last, "--", 2) == 0)
		return fail_unknown_long(p, last + 2);
	if (letter > ' ' && letter < 0x7f)
		return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '-%c'", letter);
	return pt_fail(p->e, PT_EXIT_USAGE, "unknown option '-\\x%02x'", letter);
}

/* One step of getopt; 0 goes on, 1 is the end, -1 an error. */
static int
take_next(struct parser *p, int argc, char **argv)
{
	int code = getopt_long(argc, argv, p->shorts, p->longs, NULL);
	const struct pt_option *row;

	if (code == -1)
		return 1;
	if (code == 1) {
		p->is_operand[optind - 1] = true;
		return 0;
	}
	if (code == '?')
		return fail_option(p, argv);
	row = row_of(p, code == ':' ? optopt : code);
	if (!row)
		return fail_option(p, argv);
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

static int
parse_arguments(struct parser *p, int argc, char **argv, int *first_operand)
{
	int step;

	optind = 0; /* glibc: start afresh */
	opterr = 0;
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
		p->values[i] = (struct pt_value) { .choice = -1 };
		if (p->table[i].fallback &&
		    assign(&p->table[i], p->table[i].fallback, &p->values[i], p->e) != 0)
			return -1;
	}
	return 0;
}

int
pt_options_parse(const struct pt_option *table, size_t n, int argc, char **argv,
    struct pt_value *values, int *first_operand, struct pt_error *e)
{
	struct parser p = { .table = table, .n = n, .values = values, .e = e };
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
pt_options_fini(struct pt_value *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(values[i].list);
		values[i].list = NULL;
		values[i].list_len = 0;
	}
}

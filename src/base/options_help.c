/* SPDX-License-Identifier: MIT */
/*
 * The option table as help text: names in a left column, help, choices and default to the right.
 */
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "base/text.h"

#define HELP_COLUMN 28
#define TEXT_COLUMNS (80 - HELP_COLUMN)

static void
add_choices(struct pt_text *t, const struct pt_option *o)
{
	for (int i = 0; o->choices && o->choices[i]; i++)
		pt_text_add(t, "%s%s", i ? "|" : "", o->choices[i]);
}

/* "  -t, --threads N" */
static void
add_names(struct pt_text *t, const struct pt_option *o)
{
	if (o->letter)
		pt_text_add(t, "  -%c, --%s", o->letter, o->name);
	else
		pt_text_add(t, "      --%s", o->name);
	if (o->type == PT_OPT_FLAG)
		return;
	pt_text_add(t, o->optional_value ? "[=" : " ");
	if (o->value_name || o->type != PT_OPT_CHOICE)
		pt_text_add(t, "%s", o->value_name ? o->value_name : "VALUE");
	else
		add_choices(t, o);
	if (o->optional_value)
		pt_text_add(t, "]");
}

/* What stands to the right: help, choices, default. */
static void
add_meaning(struct pt_text *t, const struct pt_option *o)
{
	pt_text_add(t, "%s", o->help ? o->help : "");
	if (o->value_name && o->type == PT_OPT_CHOICE) {
		pt_text_add(t, ": ");
		add_choices(t, o);
	}
	if (o->fallback && *o->fallback)
		pt_text_add(t, " (default: %s)", o->fallback);
}

/* How many bytes of the text go on a line: whole words, after a blank or the '|' of choices. */
static size_t
line_length(const char *text)
{
	size_t fits = 0;

	for (size_t i = 0; text[i] && (i < TEXT_COLUMNS || fits == 0); i++)
		if (text[i] == ' ' || text[i + 1] == '\0' ||
			(text[i] == '|' && i + 1 < TEXT_COLUMNS))
			fits = i + 1;
	return strlen(text) <= TEXT_COLUMNS ? strlen(text) : fits;
}

void
pt_help_columns(const char *left, const char *right, FILE *out)
{
	int column = (int)strlen(left);

	fputs(left, out);
	if (*right && column + 2 > HELP_COLUMN) {
		fputc('\n', out);
		column = 0;
	}
	while (*right) {
		size_t len = line_length(right), shown = len;

		while (shown > 0 && right[shown - 1] == ' ')
			shown--;
		fprintf(out, "%*s%.*s", HELP_COLUMN - column, "", (int)shown, right);
		right += len;
		column = 0;
		if (*right)
			fputc('\n', out);
	}
	fputc('\n', out);
}

void
pt_options_print(const struct pt_option *table, size_t n, FILE *out)
{
	struct pt_text left = { 0 }, right = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (table[i].hidden)
			continue;
		pt_text_clear(&left);
		pt_text_clear(&right);
		add_names(&left, &table[i]);
		add_meaning(&right, &table[i]);
		pt_help_columns(pt_text_string(&left), pt_text_string(&right), out);
	}
	pt_text_fini(&left);
	pt_text_fini(&right);
}

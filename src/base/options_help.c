/* SPDX-License-Identifier: MIT */
/*
 * The option table as help text: names in a left column, help, choices and default to the right.
 */
#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "base/text.h"

#define HELP_COLUMN 28

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

static void
add_help(struct pt_text *t, const struct pt_option *o)
{
	size_t start = t->len;

	if (start + 2 > HELP_COLUMN)
		pt_text_add(t, "\n%*s", HELP_COLUMN, "");
	else
		pt_text_add(t, "%*s", HELP_COLUMN - (int)start, "");
	pt_text_add(t, "%s", o->help ? o->help : "");
	if (o->value_name && o->type == PT_OPT_CHOICE) {
		pt_text_add(t, ": ");
		add_choices(t, o);
	}
	if (o->fallback && *o->fallback)
		pt_text_add(t, " (default: %s)", o->fallback);
}

void
pt_options_print(const struct pt_option *table, size_t n, FILE *out)
{
	struct pt_text line = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (table[i].hidden)
			continue;
		pt_text_clear(&line);
		add_names(&line, &table[i]);
		add_help(&line, &table[i]);
		fprintf(out, "%s\n", pt_text_string(&line));
	}
	pt_text_fini(&line);
}

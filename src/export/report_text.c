/* SPDX-License-Identifier: MIT */
/* Styles and foreign text of the report: see report_parts.h. */
#include "export/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

const char *
pt_report_on(const struct report *r, enum style style)
{
	static const char
		*const sgr[] = { [BOLD] = "\033[1m", [DIM] = "\033[2m", [WARN] = "\033[33m" };

	return r->o->color ? sgr[style] : "";
}

const char *
pt_report_off(const struct report *r)
{
	return r->o->color ? "\033[0m" : "";
}

#define INDENT 2 /* of what is behind a sign */

/* Clean, and without anything but ASCII where that is asked for. */
static void
add_clean(struct pt_text *t, const struct report *r, const char *s)
{
	const size_t size = 4 * strlen(s) + 1;
	char *clean = pt_xcalloc(1, size);

	pt_clean(clean, size, s, strlen(s));
	for (const char *c = clean; *c; c++)
		if (r->o->utf8 || (unsigned char)*c < 0x80)
			pt_text_put(t, c, 1);
		else
			pt_text_add(t, "\\x%02x", (unsigned)(unsigned char)*c);
	free(clean);
}

void
pt_report_foreign(const struct report *r, const char *s)
{
	struct pt_text t = { 0 };

	add_clean(&t, r, s);
	fputs(pt_text_string(&t), r->f);
	pt_text_fini(&t);
}

static int
put_word(const struct report *r, int column, const char *word)
{
	int blank = column > INDENT, columns = pt_text_width(word);

	if (r->o->width > 0 && blank && column + blank + columns > r->o->width) {
		fprintf(r->f, "\n%*s", INDENT, "");
		column = INDENT;
		blank = 0;
	}
	fprintf(r->f, "%*s%s", blank, "", word);
	return column + blank + columns;
}

int
pt_report_words(const struct report *r, int column, const char *s)
{
	struct pt_text t = { 0 };
	char *rest, *word;

	add_clean(&t, r, s);
	for (word = t.len > 0 ? strtok_r(t.s, " ", &rest) : NULL; word;
		word = strtok_r(NULL, " ", &rest))
		column = put_word(r, column, word);
	pt_text_fini(&t);
	return column;
}

const char *
pt_report_plural(double n)
{
	return n == 1 ? "" : "s";
}

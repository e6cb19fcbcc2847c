/* SPDX-License-Identifier: MIT */
/* Dialects, and where in a file a piece of text begins and ends. */
#include <string.h>

#include "base/error.h"
#include "workloads/lib/csv/csv.h"

/* The one character of an option's text; -1: it is none, or one that ends lines or quotes. */
static int
character(const char *text)
{
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		return '\t';
	if (text[0] == '\0' || text[1] != '\0' || strchr("\r\n\"", text[0]))
		return -1;
	return (unsigned char)text[0];
}

int
pt_csv_dialect(struct pt_csv_dialect *d, const char *separator, const char *comment, bool quotes,
	struct pt_error *e)
{
	int c = character(separator);

	*d = (struct pt_csv_dialect){ .quotes = quotes, .comment = -1 };
	if (c < 0)
		return pt_fail(e, PT_EXIT_USAGE,
			"--separator: '%s' is no single character (or the word tab)", separator);
	d->separator = (unsigned char)c;
	d->stops[c] = d->stops['\n'] = true;
	d->stops['"'] = quotes;
	if (!comment)
		return 0;
	d->comment = character(comment);
	if (d->comment < 0)
		return pt_fail(e, PT_EXIT_USAGE, "--comment: '%s' is no single character", comment);
	if (d->comment == c)
		return pt_fail(e, PT_EXIT_USAGE, "--comment and --separator are both '%s'",
			comment);
	return 0;
}

/* ---- places ---- */

enum { PLACES = 4, OTHER = 0, QUOTE, NEWLINE, COMMENT, CLASSES };

static enum pt_csv_place
step(enum pt_csv_place place, unsigned class)
{
	if (place == PT_CSV_IN_QUOTES)
		return class == QUOTE ? PT_CSV_IN_ROW : PT_CSV_IN_QUOTES;
	if (class == NEWLINE)
		return PT_CSV_AT_START;
	if (place == PT_CSV_IN_COMMENT || (place == PT_CSV_AT_START && class == COMMENT))
		return PT_CSV_IN_COMMENT;
	return class == QUOTE ? PT_CSV_IN_QUOTES : PT_CSV_IN_ROW;
}

static uint8_t
step_all(uint8_t transition, unsigned class)
{
	unsigned next = 0;

	for (unsigned i = 0; i < PLACES; i++) {
		enum pt_csv_place now = pt_csv_place_after(transition, (enum pt_csv_place)i);

		next |= (unsigned)step(now, class) << 2 * i;
	}
	return (uint8_t)next;
}

static unsigned
class_of(const struct pt_csv_dialect *d, unsigned byte)
{
	if (byte == '\n')
		return NEWLINE;
	if (byte == '"' && d->quotes)
		return QUOTE;
	return (int)byte == d->comment ? COMMENT : OTHER;
}

/* A byte costs two look-ups: the tables are made for every piece, of which there are few. */
uint8_t
pt_csv_transition(const struct pt_csv_dialect *d, const unsigned char *text, size_t len)
{
	uint8_t next[CLASSES][256], class[256], transition = 0xe4; /* every place is kept */

	for (unsigned i = 0; i < 256; i++) {
		class[i] = (uint8_t)class_of(d, i);
		for (unsigned k = 0; k < CLASSES; k++)
			next[k][i] = step_all((uint8_t)i, k);
	}
	for (size_t i = 0; i < len; i++)
		transition = next[class[text[i]]][transition];
	return transition;
}

uint8_t
pt_csv_transition_of_quotes(uint64_t quotes)
{
	const unsigned in = quotes & 1 ? PT_CSV_IN_QUOTES : PT_CSV_IN_ROW;
	const unsigned out = quotes & 1 ? PT_CSV_IN_ROW : PT_CSV_IN_QUOTES;

	return (uint8_t)(in << 2 * PT_CSV_AT_START | in << 2 * PT_CSV_IN_ROW |
		out << 2 * PT_CSV_IN_QUOTES | in << 2 * PT_CSV_IN_COMMENT);
}

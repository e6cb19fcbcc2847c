/* SPDX-License-Identifier: MIT */
/* One row: field after field; what ends a field decides what comes next. */
#include <string.h>

#include "workloads/lib/csv/csv.h"

struct cursor {
	const struct pt_csv_dialect *dialect;
	const unsigned char *at, *end;
	bool last;
};

static enum pt_csv
plain_field(struct cursor *c, struct pt_csv_field *f)
{
	const unsigned char *p = c->at, *end = c->end;
	const bool *stops = c->dialect->stops;

	f->at = p;
	while (p < end && !stops[*p])
		p++;
	if (p == end && !c->last)
		return PT_CSV_CUT;
	if (p < end && *p == '"') /* it does not stop where it means nothing */
		return PT_CSV_FAULT;
	f->len = (size_t)(p - f->at);
	f->doubled = false;
	if (f->len && p[-1] == '\r' && (p == end || *p == '\n'))
		f->len--;
	c->at = p;
	return PT_CSV_ROW;
}

/* Behind a closing quote: a separator or the end of the row. */
static enum pt_csv
behind_quote(struct cursor *c)
{
	const unsigned char *p = c->at;

	if (p < c->end && *p == '\r') {
		p++;
		if (p < c->end && *p != '\n')
			return PT_CSV_FAULT;
	}
	if (p == c->end && !c->last)
		return PT_CSV_CUT;
	c->at = p;
	return p == c->end || *p == c->dialect->separator || *p == '\n' ? PT_CSV_ROW : PT_CSV_FAULT;
}

static enum pt_csv
quoted_field(struct cursor *c, struct pt_csv_field *f)
{
	const unsigned char *quote;

	f->at = ++c->at;
	f->doubled = false;
	for (;;) {
		quote = memchr(c->at, '"', (size_t)(c->end - c->at));
		if (!quote)
			return c->last ? PT_CSV_FAULT : PT_CSV_CUT;
		c->at = quote + 1;
		if (c->at == c->end || *c->at != '"')
			break;
		f->doubled = true;
		c->at++;
	}
	f->len = (size_t)(quote - f->at);
	return behind_quote(c);
}

static enum pt_csv
comment(const struct cursor *c, struct pt_csv_row *row)
{
	const unsigned char *newline = memchr(c->at, '\n', (size_t)(c->end - c->at));

	if (!newline && !c->last)
		return PT_CSV_CUT;
	row->end = newline ? newline + 1 : c->end;
	return PT_CSV_COMMENT;
}

enum pt_csv
pt_csv_row(const unsigned char *text, const unsigned char *end, bool last,
	const struct pt_csv_wanted *wanted, struct pt_csv_row *row)
{
	const struct pt_csv_dialect *d = wanted->dialect;
	struct cursor c = { .dialect = d, .at = text, .end = end, .last = last };

	if (text < end && *text == d->comment)
		return comment(&c, row);
	for (row->columns = 0;;) {
		struct pt_csv_field f;
		bool quoted = d->quotes && c.at < end && *c.at == '"';
		enum pt_csv is = quoted ? quoted_field(&c, &f) : plain_field(&c, &f);

		if (is != PT_CSV_ROW)
			return is;
		if (row->columns == wanted->key)
			row->key = f;
		if (row->columns == wanted->value)
			row->value = f;
		row->columns++;
		if (c.at < end && *c.at == d->separator) {
			c.at++;
			continue;
		}
		row->end = c.at < end ? c.at + 1 : end;
		return row->columns == 1 && f.len == 0 && !quoted ? PT_CSV_EMPTY : PT_CSV_ROW;
	}
}

size_t
pt_csv_unquote(const struct pt_csv_field *f, unsigned char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < f->len; i++) {
		to[n++] = f->at[i];
		i += f->doubled && f->at[i] == '"';
	}
	return n;
}

/* SPDX-License-Identifier: MIT */
/* The head of a CSV file, which columns are meant, and what is wrong with a file. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/input_file.h"

/* The first row, in memory. */
struct head {
	unsigned char *text;
	size_t len;
	struct pt_csv_row row;
};

static int
no_memory(struct pt_error *e)
{
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to read the header");
}

/* Reads until the first row is whole; *offset is where it starts. */
static int
read_head(struct pt_csv_file *f, struct head *h, uint64_t offset, struct pt_error *e)
{
	const struct pt_csv_wanted none = { SIZE_MAX, SIZE_MAX };
	const uint64_t left = f->input->size - offset;

	for (uint64_t size = 4096; size <= 2 * (uint64_t)PT_CSV_ROW_BYTES; size *= 4) {
		unsigned char *text;
		enum pt_csv is;

		h->len = (size_t)(size < left ? size : left);
		text = realloc(h->text, h->len + 1);
		if (!text)
			return no_memory(e);
		h->text = text;
		if (pt_input_read(f->input, text, h->len, offset, e) != 0)
			return -1;
		is = pt_csv_row(text, text + h->len, h->len == left, &none, &h->row);
		if (is == PT_CSV_ROW)
			return 0;
		if (is == PT_CSV_EMPTY)
			return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s': its first line is empty",
				       f->input->name);
		if (is == PT_CSV_FAULT)
			break;
	}
	f->data = offset;
	return pt_csv_explain(f, e);
}

/* Column number i of the head, as text. */
static char *
column_name(const struct head *h, size_t i)
{
	const struct pt_csv_wanted wanted = { .key = i, .value = SIZE_MAX };
	struct pt_csv_row row;
	char *name;

	pt_csv_row(h->text, h->text + h->len, true, &wanted, &row);
	name = malloc(row.key.len + 1);
	if (name)
		name[pt_csv_unquote(&row.key, (unsigned char *)name)] = '\0';
	return name;
}

static int
not_found(const struct pt_csv_file *f, const struct head *h, const char *option, const char *name,
	  struct pt_error *e)
{
	char names[600] = "";
	size_t used = 0;

	for (size_t i = 0; i < h->row.columns && used < sizeof names - 1; i++) {
		char *column = column_name(h, i);
		int n = snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
				 column ? column : "?");

		free(column);
		used += (size_t)n < sizeof names - used ? (size_t)n : sizeof names - used - 1;
	}
	return pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' has no column '%.100s'; it has %s", option,
		       f->input->name, name, names);
}

/* Looks a name up; the one found is unique. */
static int
find_name(const struct pt_csv_file *f, const struct head *h, const char *option,
	  const char *name, size_t *column, struct pt_error *e)
{
	*column = SIZE_MAX;
	for (size_t i = 0; i < h->row.columns; i++) {
		char *has = column_name(h, i);
		bool same = has && strcmp(has, name) == 0;

		free(has);
		if (!has)
			return no_memory(e);
		if (same && *column != SIZE_MAX)
			return pt_fail(e, PT_EXIT_USAGE,
				       "--%s: '%s' has the column '%.100s' twice: give its number, "
				       "%zu or %zu",
				       option, f->input->name, name, *column + 1, i + 1);
		if (same)
			*column = i;
	}
	return 0;
}

static int
find_column(const struct pt_csv_file *f, const struct head *h, const char *option,
	    const char *name, size_t *column, struct pt_error *e)
{
	uint64_t number;

	*column = SIZE_MAX;
	if (f->data && find_name(f, h, option, name, column, e) != 0)
		return -1;
	if (*column != SIZE_MAX)
		return 0;
	if (pt_parse_u64(name, &number) == PT_PARSE_OK && number >= 1 &&
	    number <= h->row.columns) {
		*column = (size_t)number - 1;
		return 0;
	}
	if (!f->data)
		return pt_fail(e, PT_EXIT_USAGE,
			       "--%s: '%s' has no header: give a number from 1 to %zu", option,
			       f->input->name, h->row.columns);
	return not_found(f, h, option, name, e);
}

static int
find_columns(struct pt_csv_file *f, const struct head *h, const char *key, const char *value,
	     struct pt_error *e)
{
	f->columns = h->row.columns;
	return find_column(f, h, "key", key, &f->wanted.key, e) != 0 ||
			       find_column(f, h, "value", value, &f->wanted.value, e) != 0 ?
		       -1 :
		       0;
}

/* Bytes of the UTF-8 byte order mark at the start. */
static int
skip_mark(const struct pt_input *in, uint64_t *offset, struct pt_error *e)
{
	unsigned char mark[3];

	*offset = 0;
	if (in->size < 3)
		return 0;
	if (pt_input_read(in, mark, 3, 0, e) != 0)
		return -1;
	*offset = memcmp(mark, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	return 0;
}

int
pt_csv_open(struct pt_csv_file *f, const struct pt_input *in, const char *key, const char *value,
	    bool header, struct pt_error *e)
{
	struct head h = { .text = NULL };
	uint64_t offset;
	int failed;

	*f = (struct pt_csv_file){ .input = in };
	if (skip_mark(in, &offset, e) != 0)
		return -1;
	if (in->size == offset)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' is empty", in->name);
	failed = read_head(f, &h, offset, e);
	if (!failed) {
		/* Not 0 while the columns are looked for means: there are names. */
		f->data = header ? offset + (uint64_t)(h.row.end - h.text) : 0;
		failed = find_columns(f, &h, key, value, e);
		f->data = header ? f->data : offset;
	}
	free(h.text);
	return failed;
}

/* ---- what is wrong with a file ---- */

enum place { START, PLAIN, QUOTED, CLOSED, RETURNED };

struct reading {
	enum place place;	/* in a field */
	uint64_t line, row_line, quote_line, row_bytes;	/* lines count from 1 */
	const char *fault;
};

static enum place
behind_closing_quote(struct reading *r, unsigned char byte)
{
	if (byte == '"' && r->place == CLOSED)
		return QUOTED;
	if (byte == '\n' || (byte == ',' && r->place == CLOSED))
		return START;
	if (byte == '\r' && r->place == CLOSED)
		return RETURNED;
	r->fault = "text behind a closing quote";
	return PLAIN;
}

static void
step(struct reading *r, unsigned char byte)
{
	bool ends = byte == '\n' && r->place != QUOTED;

	r->row_bytes++;
	if (r->place == QUOTED) {
		r->place = byte == '"' ? CLOSED : QUOTED;
	} else if (r->place == CLOSED || r->place == RETURNED) {
		r->place = behind_closing_quote(r, byte);
	} else if (byte == '"') {
		if (r->place == PLAIN)
			r->fault = "a quote in a field without quotes around it";
		r->place = QUOTED;
		r->quote_line = r->line;
	} else {
		r->place = byte == ',' || byte == '\n' ? START : PLAIN;
	}
	r->line += byte == '\n';
	if (ends) {
		r->row_bytes = 0;
		r->row_line = r->line;
	}
	if (r->row_bytes > PT_CSV_ROW_BYTES && !r->fault)
		r->fault = "a row of more than 16 MiB; is a quote never closed?";
}

int
pt_csv_explain(const struct pt_csv_file *f, struct pt_error *e)
{
	const struct pt_input *in = f->input;
	struct reading r = { .line = 1, .row_line = 1 };
	unsigned char block[16384];
	uint64_t offset;

	if (skip_mark(in, &offset, e) != 0)
		return -1;
	while (offset < in->size) {
		uint64_t left = in->size - offset;
		size_t len = left < sizeof block ? (size_t)left : sizeof block;

		if (pt_input_read(in, block, len, offset, e) != 0)
			return -1;
		for (size_t i = 0; i < len; i++) {
			uint64_t line = r.line;

			step(&r, block[i]);
			if (r.fault)
				return pt_fail(e, PT_EXIT_ENVIRONMENT,
					       "'%s', line %" PRIu64 ": %s", in->name,
					       r.row_bytes > PT_CSV_ROW_BYTES ? r.row_line : line,
					       r.fault);
		}
		offset += len;
	}
	if (r.place == QUOTED)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			       "'%s', line %" PRIu64 ": a quote that is never closed", in->name,
			       r.quote_line);
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' was written to while it was read", in->name);
}

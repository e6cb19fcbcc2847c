/* SPDX-License-Identifier: MIT */
/* The head of a CSV file, and which columns are meant. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "base/text.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/input_file.h"

enum { NAMES_BYTES = 600, NAME_BYTES = 100 }; /* of columns, in a message */

/* The first row, in memory; `at` is where it starts in the file. */
struct head {
	unsigned char *text;
	size_t len;
	uint64_t at;
	struct pt_csv_row row;
};

static int
no_memory(struct pt_error *e)
{
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to read the header");
}

/* Reads up to `want` bytes from h->at. */
static int
read_text(const struct pt_csv_file *f, struct head *h, uint64_t want, struct pt_error *e)
{
	const uint64_t left = f->input->size - h->at;
	unsigned char *text;

	h->len = (size_t)(want < left ? want : left);
	text = realloc(h->text, h->len + 1);
	if (!text)
		return no_memory(e);
	h->text = text;
	return pt_input_read(f->input, text, h->len, h->at, e);
}

/* Whether lines end with CR alone, as no program writes them any more: then all is one row. */
static bool
only_returns(const struct head *h)
{
	const unsigned char *first = memchr(h->text, '\r', h->len);

	return first && first + 1 < h->text + h->len && !memchr(h->text, '"', h->len) &&
		!memchr(h->text, '\n', h->len);
}

/* Fills e with what is wrong with the first row. */
static int
bad_head(const struct pt_csv_file *f, const struct head *h, struct pt_error *e)
{
	if (!only_returns(h))
		return pt_csv_explain(f, e);
	return pt_fail(e, PT_EXIT_ENVIRONMENT,
		"'%s': its lines end with CR alone; convert them (tr '\\r' '\\n')", f->input->name);
}

/* Reads until the first row is whole. */
static int
read_head(const struct pt_csv_file *f, struct head *h, struct pt_error *e)
{
	const struct pt_csv_wanted none = { &f->dialect, SIZE_MAX, SIZE_MAX };

	for (uint64_t want = 4096; want <= 2 * (uint64_t)PT_CSV_ROW_BYTES;) {
		enum pt_csv is;

		if (h->at == f->input->size && h->text && only_returns(h))
			break;
		if (h->at == f->input->size)
			return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' has no rows", f->input->name);
		if (read_text(f, h, want, e) != 0)
			return -1;
		is = pt_csv_row(h->text, h->text + h->len, h->at + h->len == f->input->size, &none,
			&h->row);
		if (is == PT_CSV_ROW)
			return only_returns(h) ? bad_head(f, h, e) : 0;
		if (is == PT_CSV_FAULT)
			break;
		if (is == PT_CSV_CUT)
			want *= 4;
		else
			h->at += (uint64_t)(h->row.end - h->text);
	}
	return bad_head(f, h, e);
}

/* Column number i of the head, as text; its length is in *len, as there may be a NUL in it. */
static char *
column_name(const struct pt_csv_file *f, const struct head *h, size_t i, size_t *len)
{
	const struct pt_csv_wanted wanted = { &f->dialect, .key = i, .value = SIZE_MAX };
	struct pt_csv_row row;
	char *name;

	pt_csv_row(h->text, h->text + h->len, true, &wanted, &row);
	name = malloc(row.key.len + 1);
	if (name) {
		*len = pt_csv_unquote(&row.key, (unsigned char *)name);
		name[*len] = '\0';
	}
	return name;
}

/* The names of the columns, each in quotes, as far as there is room. */
static void
list_names(const struct pt_csv_file *f, const struct head *h, struct pt_text *names)
{
	for (size_t i = 0; i < h->row.columns && names->len < NAMES_BYTES; i++) {
		size_t len = 0;
		char *name = column_name(f, h, i, &len);

		pt_text_add(names, "%s'", i ? ", " : "");
		pt_text_escape(names, name, len, NAME_BYTES);
		pt_text_add(names, "'");
		free(name);
	}
	if (names->len >= NAMES_BYTES)
		pt_text_add(names, " ...");
}

/* One column with separators of another kind in it: the user will have meant those. */
static const char *
hint(const struct pt_csv_file *f, const struct head *h)
{
	static const char *const hints[][2] = {
		{ "\t", "; try --separator tab" },
		{ ";", "; try --separator ';'" },
		{ "|", "; try --separator '|'" },
		{ ",", "; try --separator ','" },
	};
	const size_t len = (size_t)(h->row.end - h->text);

	for (size_t i = 0; i < sizeof hints / sizeof *hints && h->row.columns == 1; i++)
		if (hints[i][0][0] != f->dialect.separator && memchr(h->text, hints[i][0][0], len))
			return hints[i][1];
	return "";
}

static int
not_found(const struct pt_csv_file *f, const struct head *h, const char *option, const char *name,
	struct pt_error *e)
{
	struct pt_text names = { 0 };

	list_names(f, h, &names);
	pt_fail(e, PT_EXIT_USAGE, "--%s: '%s' has no column '%.100s'; it has %s%s", option,
		f->input->name, name, pt_text_string(&names), hint(f, h));
	pt_text_fini(&names);
	return -1;
}

/* Looks a name up; the one found is unique. */
static int
find_name(const struct pt_csv_file *f, const struct head *h, const char *option, const char *name,
	size_t *column, struct pt_error *e)
{
	*column = SIZE_MAX;
	for (size_t i = 0; i < h->row.columns; i++) {
		size_t len;
		char *has = column_name(f, h, i, &len);
		bool same = has && len == strlen(name) && memcmp(has, name, len) == 0;

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
find_column(const struct pt_csv_file *f, const struct head *h, bool header, const char *option,
	const char *name, size_t *column, struct pt_error *e)
{
	uint64_t number;

	*column = SIZE_MAX;
	if (header && find_name(f, h, option, name, column, e) != 0)
		return -1;
	if (*column != SIZE_MAX)
		return 0;
	if (pt_parse_u64(name, &number) == PT_PARSE_OK && number >= 1 && number <= h->row.columns) {
		*column = (size_t)number - 1;
		return 0;
	}
	if (!header)
		return pt_fail(e, PT_EXIT_USAGE,
			"--%s: '%s' has no header: give a number from 1 to %zu%s", option,
			f->input->name, h->row.columns, hint(f, h));
	return not_found(f, h, option, name, e);
}

int
pt_csv_start(const struct pt_input *in, uint64_t *offset, struct pt_error *e)
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

static int
open_head(struct pt_csv_file *f, struct head *h, const char *key, const char *value, bool header,
	struct pt_error *e)
{
	if (read_head(f, h, e) != 0)
		return -1;
	f->wanted.dialect = &f->dialect;
	f->columns = h->row.columns;
	f->data = h->at + (header ? (uint64_t)(h->row.end - h->text) : 0);
	return find_column(f, h, header, "key", key, &f->wanted.key, e) != 0 ||
			find_column(f, h, header, "value", value, &f->wanted.value, e) != 0 ?
		-1 :
		0;
}

int
pt_csv_open(struct pt_csv_file *f, const struct pt_input *in, const char *key, const char *value,
	bool header, struct pt_error *e)
{
	struct head h = { .text = NULL };
	int failed;

	f->input = in;
	if (pt_csv_start(in, &h.at, e) != 0)
		return -1;
	if (in->size == h.at)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' is empty", in->name);
	failed = open_head(f, &h, key, value, header, e);
	free(h.text);
	return failed;
}

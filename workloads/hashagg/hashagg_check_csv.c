/* SPDX-License-Identifier: MIT */
/* A CSV file, byte by byte from front to back. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/hashagg/hashagg_check_groups.h"
#include "workloads/lib/input_file.h"

/* ---- a text that grows ---- */

struct field {
	char *s;
	size_t len, size;
};

static bool
add_byte(struct field *f, char byte)
{
	if (f->len + 1 >= f->size) {
		size_t size = 2 * f->size + 64;
		char *s = realloc(f->s, size);

		if (!s)
			return false;
		f->s = s;
		f->size = size;
	}
	f->s[f->len++] = byte;
	f->s[f->len] = '\0';
	return true;
}

struct check {
	const struct pt_csv_file *file;
	struct pt_agg_check groups;
	struct field key, value;
	uint64_t at, row;                    /* of the byte, and where its row starts */
	size_t column, bytes;                /* of the row */
	bool quoted, closing, held, comment; /* where in the row */
};

/* The reason to reject the row; PT_AGG_REASONS: there is none, *v is its value. */
static enum pt_agg_reason
judge(struct check *c, __int128 *v)
{
	enum pt_csv_number is = PT_CSV_NO_NUMBER;

	if (c->column + 1 != c->file->columns)
		return PT_AGG_RAGGED;
	if (c->value.len && strlen(c->value.s) == c->value.len &&
		!pt_agg_check_number(c->value.s, v, &is))
		c->groups.failed = true;
	if (is == PT_CSV_TOO_LARGE)
		return PT_AGG_TOO_LARGE;
	if (is == PT_CSV_TOO_FINE)
		return PT_AGG_TOO_FINE;
	return is == PT_CSV_NUMBER ? PT_AGG_REASONS : PT_AGG_NO_NUMBER;
}

static void
add_row(struct check *c)
{
	__int128 v = 0;
	enum pt_agg_reason why = judge(c, &v);

	if (why == PT_AGG_REASONS)
		pt_agg_check_add(&c->groups, c->key.s, c->key.len, v);
	else
		pt_agg_check_reject(&c->groups, why, c->row);
}

/* ---- the file, byte by byte ---- */

static void
keep(struct check *c, char byte)
{
	if (c->column == c->file->wanted.key && !add_byte(&c->key, byte))
		c->groups.failed = true;
	if (c->column == c->file->wanted.value && !add_byte(&c->value, byte))
		c->groups.failed = true;
}

static void
end_row(struct check *c)
{
	if (c->bytes)
		add_row(c);
	c->column = c->bytes = c->key.len = c->value.len = 0;
	c->row = c->at + 1;
	c->comment = false;
}

static void
read_quote(struct check *c)
{
	if (c->closing)
		keep(c, '"');
	c->closing = c->quoted;
	c->quoted = !c->quoted;
	c->bytes++;
}

static void
read_plain(struct check *c, char byte)
{
	if (byte == '\n') {
		end_row(c);
	} else if (byte == '\r') {
		c->held = true;
	} else if (c->bytes == 0 && (unsigned char)byte == c->file->dialect.comment) {
		c->comment = true;
	} else if (byte == (char)c->file->dialect.separator) {
		c->column++;
		c->bytes++;
	} else {
		keep(c, byte);
		c->bytes++;
	}
}

/* A return is kept back until it is known whether a newline follows. */
static void
read_byte(struct check *c, char byte)
{
	bool was_held = c->held;

	c->held = false;
	if (was_held && byte != '\n') {
		keep(c, '\r');
		c->bytes++;
	}
	if (c->comment) {
		if (byte == '\n')
			end_row(c);
		return;
	}
	if (byte == '"' && c->file->dialect.quotes) {
		read_quote(c);
		return;
	}
	if (c->quoted)
		keep(c, byte);
	else
		read_plain(c, byte);
	c->closing = false;
}

static int
read_file(struct check *c, struct pt_error *e)
{
	const struct pt_input *in = c->file->input;
	char block[16384];

	c->at = c->row = c->file->data;
	while (c->at < in->size) {
		uint64_t left = in->size - c->at;
		size_t len = left < sizeof block ? (size_t)left : sizeof block;

		if (pt_input_read(in, block, len, c->at, e) != 0)
			return -1;
		for (size_t i = 0; i < len; i++, c->at++)
			read_byte(c, block[i]);
	}
	end_row(c);
	return c->groups.failed ? pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups") :
				  0;
}

int
pt_agg_check_csv(const struct pt_csv_file *f, const struct pt_agg_answer *a, struct pt_error *e)
{
	struct check c = { .file = f };
	int bad = read_file(&c, e);

	if (!bad)
		bad = pt_agg_check_answer(&c.groups, a, pt_agg_show_text, e);
	if (bad && pt_input_changed(f->input))
		pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' was written to while it was read",
			f->input->name);
	pt_agg_check_fini(&c.groups);
	free(c.key.s);
	free(c.value.s);
	return bad;
}

/* SPDX-License-Identifier: MIT */
/* What is wrong with a CSV file, and in which line. */
#include <inttypes.h>

#include "base/error.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/input_file.h"

enum place { START, PLAIN, QUOTED, CLOSED, RETURNED, COMMENT };

struct reading {
	const struct pt_csv_dialect *dialect;
	enum place place;                               /* in a field */
	uint64_t line, row_line, quote_line, row_bytes; /* lines count from 1 */
	const char *fault;
};

static enum place
behind_closing_quote(struct reading *r, unsigned char byte)
{
	if (byte == '"' && r->place == CLOSED)
		return QUOTED;
	if (byte == '\n' || (byte == r->dialect->separator && r->place == CLOSED))
		return START;
	if (byte == '\r' && r->place == CLOSED)
		return RETURNED;
	r->fault = "text behind a closing quote";
	return PLAIN;
}

/* In a field without quotes, or at its start. */
static enum place
outside(struct reading *r, unsigned char byte)
{
	if (byte == r->dialect->comment && r->row_bytes == 0)
		return COMMENT;
	if (byte == '"' && r->dialect->quotes) {
		if (r->place == PLAIN)
			r->fault = "a quote in a field without quotes around it";
		r->quote_line = r->line;
		return QUOTED;
	}
	return byte == r->dialect->separator || byte == '\n' ? START : PLAIN;
}

static void
step(struct reading *r, unsigned char byte)
{
	bool ends = byte == '\n' && r->place != QUOTED;

	if (r->place == QUOTED)
		r->place = byte == '"' ? CLOSED : QUOTED;
	else if (r->place == CLOSED || r->place == RETURNED)
		r->place = behind_closing_quote(r, byte);
	else if (r->place == COMMENT)
		r->place = byte == '\n' ? START : COMMENT;
	else
		r->place = outside(r, byte);
	r->row_bytes++;
	r->line += byte == '\n';
	if (ends) {
		r->row_bytes = 0;
		r->row_line = r->line;
	}
	if (r->row_bytes > PT_CSV_ROW_BYTES && !r->fault)
		r->fault = r->dialect->quotes ?
			"a row of more than 16 MiB; is a quote never closed?" :
			"a row of more than 16 MiB";
}

int
pt_csv_explain(const struct pt_csv_file *f, struct pt_error *e)
{
	const struct pt_input *in = f->input;
	struct reading r = { .dialect = &f->dialect, .line = 1, .row_line = 1 };
	unsigned char block[16384];
	uint64_t offset;

	if (pt_csv_start(in, &offset, e) != 0)
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
				return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s', line %" PRIu64 ": %s",
					in->name,
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

uint64_t
pt_csv_line(const struct pt_input *in, uint64_t at)
{
	unsigned char block[16384];
	struct pt_error ignored;
	uint64_t line = 1;

	for (uint64_t done = 0; done < at;) {
		size_t len = at - done < sizeof block ? (size_t)(at - done) : sizeof block;

		if (pt_input_read(in, block, len, done, &ignored) != 0)
			return 0;
		for (size_t i = 0; i < len; i++)
			line += block[i] == '\n';
		done += len;
	}
	return line;
}

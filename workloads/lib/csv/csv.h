/* SPDX-License-Identifier: MIT */
/*
 * CSV as RFC 4180 has it, taken apart row by row from memory.
 *
 * A field in quotes may contain commas, newlines and doubled quotes; a quote in any other field, or
 * text behind a closing quote, is a *fault* of the file, because from there on nobody knows what
 * is quoted.  Rows end with LF or CRLF; the last one may end with the file.  An empty line is no
 * row.  A row with another number of columns than the header is *ragged*.
 *
 * In a file without faults a newline ends a row if the number of quotes before it is even: that is
 * how parallel parsers find the first row of a chunk.
 */
#ifndef PT_WORKLOADS_LIB_CSV_CSV_H
#define PT_WORKLOADS_LIB_CSV_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_error;
struct pt_input;

enum { PT_CSV_ROW_BYTES = 16 << 20 };	/* longest row */

struct pt_csv_field {
	const unsigned char *at;	/* without the quotes around it */
	size_t len;
	bool doubled;		/* has doubled quotes in it: pt_csv_unquote() */
};

enum pt_csv {
	PT_CSV_ROW,
	PT_CSV_EMPTY,		/* an empty line */
	PT_CSV_CUT,		/* the text ends before the row does */
	PT_CSV_FAULT,
};

/* The columns that somebody wants to see, counted from 0. */
struct pt_csv_wanted {
	size_t key, value;
};

struct pt_csv_row {
	size_t columns;
	struct pt_csv_field key, value;
	const unsigned char *end;	/* where the next row starts */
};

/*
 * Takes the row at text apart.  `last`: the file ends where the text does.  With PT_CSV_CUT and
 * PT_CSV_FAULT *row is not filled.
 */
enum pt_csv pt_csv_row(const unsigned char *text, const unsigned char *end, bool last,
		       const struct pt_csv_wanted *wanted, struct pt_csv_row *row);
/* Writes the field's text, at most len bytes, and returns its length. */
size_t pt_csv_unquote(const struct pt_csv_field *f, unsigned char *to);

/* A file whose columns are known. */
struct pt_csv_file {
	const struct pt_input *input;
	struct pt_csv_wanted wanted;
	size_t columns;
	uint64_t data;		/* where the rows start, behind byte order mark and header */
};

/*
 * Finds the columns by header name or number from 1 (a name wins).  Without a header only numbers
 * do, and the first row says how many columns there are.  0, or -1 with e filled: column not found
 * (usage), bad file (environment).
 */
int pt_csv_open(struct pt_csv_file *f, const struct pt_input *in, const char *key,
		const char *value, bool header, struct pt_error *e);
/* Fills e with the first fault of the file, found by reading it from its start; returns -1. */
int pt_csv_explain(const struct pt_csv_file *f, struct pt_error *e);

/*
 * A number, exactly: *out is it times 10^PT_CSV_DECIMALS.  Sign, digits with or without a point,
 * exponent; blanks around it.  False for everything else, and for numbers of 10^18 and more or
 * with more than 18 decimals.
 */
enum { PT_CSV_DECIMALS = 18 };
bool pt_csv_number(const unsigned char *text, size_t len, __int128 *out);

#endif

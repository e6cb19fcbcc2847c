/* SPDX-License-Identifier: MIT */
/*
 * CSV as RFC 4180 has it, taken apart row by row from memory; and its dialects, which have another
 * separator, lines of comment, or no quotes.
 *
 * A field in quotes may contain separators, newlines and doubled quotes; a quote in any other field,
 * or text behind a closing quote, is a *fault* of the file, because from there on it is unknown what
 * is quoted.  Rows end with LF or CRLF; the last one may end with the file.  An empty line is no
 * row, nor is one that starts with the character of comments.  A row with another number of
 * columns than the header is *ragged*.
 *
 * In a file without faults and comments a newline ends a row if the number of quotes before it is
 * even: that is how parallel parsers find the first row of a chunk.  With comments, in which quotes
 * mean nothing, they follow all places in which a chunk may begin at once (pt_csv_transition()), as
 * the states of an automaton.
 */
#ifndef PT_WORKLOADS_LIB_CSV_CSV_H
#define PT_WORKLOADS_LIB_CSV_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_error;
struct pt_input;

enum { PT_CSV_ROW_BYTES = 16 << 20 }; /* longest row */

struct pt_csv_dialect {
	unsigned char separator;
	bool quotes;     /* they keep separators and newlines in a field */
	int comment;     /* the byte that lines of comment start with; -1: there are none */
	bool stops[256]; /* bytes that end a field without quotes or must not be in it */
};

/*
 * Fills d: `separator` is a character or "tab", `comment` a character or NULL.  0, or -1 with e
 * filled (usage) when they cannot be told from each other, from quotes or ends of lines.
 */
int pt_csv_dialect(struct pt_csv_dialect *d, const char *separator, const char *comment,
	bool quotes, struct pt_error *e);

struct pt_csv_field {
	const unsigned char *at; /* without the quotes around it */
	size_t len;
	bool doubled; /* has doubled quotes in it: pt_csv_unquote() */
};

enum pt_csv {
	PT_CSV_ROW,
	PT_CSV_EMPTY,   /* an empty line */
	PT_CSV_COMMENT, /* a line of comment */
	PT_CSV_CUT,     /* the text ends before the row does */
	PT_CSV_FAULT,
};

/* The columns that are looked at, counted from 0. */
struct pt_csv_wanted {
	const struct pt_csv_dialect *dialect;
	size_t key, value;
};

struct pt_csv_row {
	size_t columns;
	struct pt_csv_field key, value;
	const unsigned char *end; /* where the next row starts */
};

/*
 * Takes the row at text apart.  `last`: the file ends where the text does.  With PT_CSV_CUT and
 * PT_CSV_FAULT *row is not filled.
 */
enum pt_csv pt_csv_row(const unsigned char *text, const unsigned char *end, bool last,
	const struct pt_csv_wanted *wanted, struct pt_csv_row *row);
/* Writes the field's text, at most len bytes, and returns its length. */
size_t pt_csv_unquote(const struct pt_csv_field *f, unsigned char *to);

/* Where in a file a byte stands. */
enum pt_csv_place {
	PT_CSV_AT_START, /* of a row, an empty line, or a comment */
	PT_CSV_IN_ROW,
	PT_CSV_IN_QUOTES,
	PT_CSV_IN_COMMENT,
};

/*
 * A *transition* is what a piece of text does to the place: for each place before it, in two bits,
 * the one behind it.
 */
uint8_t pt_csv_transition(const struct pt_csv_dialect *d, const unsigned char *text, size_t len);
/* Of a piece without comments, of which only the quotes count. */
uint8_t pt_csv_transition_of_quotes(uint64_t quotes);

static inline enum pt_csv_place
pt_csv_place_after(uint8_t transition, enum pt_csv_place before)
{
	return (enum pt_csv_place)(transition >> 2 * before & 3);
}

/* A file whose columns are known. */
struct pt_csv_file {
	const struct pt_input *input;
	struct pt_csv_dialect dialect;
	struct pt_csv_wanted wanted;
	size_t columns;
	uint64_t data; /* where the rows start, behind byte order mark and header */
};

/*
 * Finds the columns by header name or number from 1 (a name wins).  Without a header only numbers
 * do, and the first row says how many columns there are.  Empty lines and comments before the first
 * row are skipped.  f->dialect is filled before.  0, or -1 with e filled: column not found (usage),
 * bad file (environment).
 */
int pt_csv_open(struct pt_csv_file *f, const struct pt_input *in, const char *key,
	const char *value, bool header, struct pt_error *e);
/* Fills e with the first fault of the file, found by reading it from its start; returns -1. */
int pt_csv_explain(const struct pt_csv_file *f, struct pt_error *e);
/* Skips a byte order mark: *offset is where the text starts.  0, or -1 with e filled. */
int pt_csv_start(const struct pt_input *in, uint64_t *offset, struct pt_error *e);
/* The number of the line, from 1, that the byte at `at` is in; 0 when that cannot be read. */
uint64_t pt_csv_line(const struct pt_input *in, uint64_t at);

/*
 * A number, exactly: *out is it times 10^PT_CSV_DECIMALS.  Sign, digits with or without a point,
 * exponent; blanks around it.
 */
enum { PT_CSV_DECIMALS = 18 };

enum pt_csv_number {
	PT_CSV_NUMBER,
	PT_CSV_NO_NUMBER,
	PT_CSV_TOO_LARGE, /* 10^20 or more: all 64-bit integers are less */
	PT_CSV_TOO_FINE,  /* more than 18 decimals */
};
enum pt_csv_number pt_csv_number(const unsigned char *text, size_t len, __int128 *out);

#endif

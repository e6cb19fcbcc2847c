/* SPDX-License-Identifier: MIT */
/* The text of parse: a number in each line; and the kernel that reads it. */
#ifndef PT_WORKLOADS_PARSE_LINES_H
#define PT_WORKLOADS_PARSE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PT_LINES_DIGITS = 8,   /* of a number, at most; and a sign */
	PT_LINES_PADDING = 64, /* bytes that the kernel may read before and behind the text */
};

/* Lines are counted from 0; a place is a byte of the text. */
struct pt_lines {
	uint64_t n, seed, bytes;
	char *buffer, *text;
	uint64_t *begin; /* places of blocks of lines, and the end */
};

/* Estimated memory for n lines; UINT64_MAX when that is no number. */
uint64_t pt_lines_needs_bytes(uint64_t n);

/* Makes the text of l->n lines from l->seed; -1: no memory.  Free it in either case. */
int pt_lines_make(struct pt_lines *l, int threads);
void pt_lines_free(struct pt_lines *l);

/* What is written in a line: 1 to 8 digits, all lengths alike, and a sign. */
int64_t pt_lines_number(const struct pt_lines *l, uint64_t line);

/* Makes a line one that is no number; its length stays. */
void pt_lines_spoil(struct pt_lines *l, uint64_t line);

/* Where a line begins, and which line a place is in. */
uint64_t pt_lines_place(const struct pt_lines *l, uint64_t line);
uint64_t pt_lines_line(const struct pt_lines *l, uint64_t place);

/*
 * Adds up lines from *at on that begin before `end`, at most `most`; *at is then where it stopped.
 * Returns how many; *bad says whether it stopped at a bad one.
 */
uint64_t
pt_lines_add(const char *text, uint64_t *at, uint64_t end, uint64_t most, int64_t *sum, bool *bad);

#endif

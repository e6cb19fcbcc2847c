/* SPDX-License-Identifier: MIT */
/*
 * Where results go: standard output, or a file (newfile.h).
 */
#ifndef PT_SESSION_OUTPUT_H
#define PT_SESSION_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "session/newfile.h"

struct pt_error;

/* "partop: text", cleaned, on standard error. */
void pt_output_error(const struct pt_error *e);
void pt_output_note(const char *text); /* the same for a warning or a remark */

/* Flushes standard output.  0, or -1 with e filled when it did not take everything. */
int pt_output_flush(struct pt_error *e);

/* Whether both paths are the same existing file. */
bool pt_output_same(const char *a, const char *b);

/* A result file.  path NULL or "-": standard output. */
struct pt_output {
	FILE *file;
	const char *path;
	struct pt_newfile made;
};
int pt_output_begin(struct pt_output *o, const char *path, bool force, struct pt_error *e);
int pt_output_end(struct pt_output *o, struct pt_error *e); /* flushes and closes */
void pt_output_drop(struct pt_output *o);                   /* removes the file; o may be zeroed */

#endif

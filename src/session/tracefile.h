/* SPDX-License-Identifier: MIT */
/*
 * The file that a run records into: one that is kept (--trace), or one in memory (memfd_create).
 */
#ifndef PT_SESSION_TRACEFILE_H
#define PT_SESSION_TRACEFILE_H

#include <stdbool.h>

#include "session/newfile.h"

struct pt_error;

struct pt_tracefile {
	int fd;           /* read-write, close-on-exec: a blank recording (handover.h) */
	const char *path; /* NULL: not kept */
	struct pt_newfile made;
};

/* path NULL: memory.  0, or -1 with e filled. */
int pt_tracefile_open(struct pt_tracefile *t, const char *path, bool force, struct pt_error *e);

/* Whether nothing was recorded. */
bool pt_tracefile_empty(const struct pt_tracefile *t);

/* After the end of the program: whether a process that it left behind records, or still could. */
bool pt_tracefile_goes_on(const struct pt_tracefile *t);

/* Closes it: it takes its name, or is removed if it will stay empty.  0, or -1 with e filled. */
int pt_tracefile_close(struct pt_tracefile *t, struct pt_error *e);

#endif

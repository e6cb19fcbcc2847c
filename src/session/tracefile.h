/* SPDX-License-Identifier: MIT */
/*
 * The file that a run records into: one that is kept (--trace), or memory of the kernel.
 */
#ifndef PT_SESSION_TRACEFILE_H
#define PT_SESSION_TRACEFILE_H

#include <stdbool.h>

struct pt_error;

struct pt_tracefile {
	int fd;			/* read-write, close-on-exec: a blank recording (handover.h) */
	const char *path;	/* NULL: not kept */
	bool made;		/* did not exist before */
};

/* path NULL: memory.  0, or -1 with e filled. */
int pt_tracefile_open(struct pt_tracefile *t, const char *path, bool force, struct pt_error *e);

/* Nothing was recorded. */
bool pt_tracefile_empty(const struct pt_tracefile *t);

/* The program has ended, and a process that it left behind could still record, or does. */
bool pt_tracefile_goes_on(const struct pt_tracefile *t);

/* Closes it; a file that we made and that will stay empty is removed. */
void pt_tracefile_close(struct pt_tracefile *t);

#endif

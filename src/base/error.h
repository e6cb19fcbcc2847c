/* SPDX-License-Identifier: MIT */
/*
 * Exit codes and the error of one failed operation.
 *
 * The message is set once, at the place that failed, into a struct of the caller; the layers above
 * hand it on untouched, and the command layer prints "partop: TEXT" and exits with the code.
 */
#ifndef PT_BASE_ERROR_H
#define PT_BASE_ERROR_H

#include <stdio.h>

/* Checks the arguments of a printf-like function: format is argument `f`, the rest from `a`. */
#define PT_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* 126 and 127 (a program that cannot be run or found) and 128+N (a signal) come besides. */
enum pt_exit {
	PT_EXIT_OK = 0,
	PT_EXIT_FAILED = 1,      /* the run failed: wrong result, task error */
	PT_EXIT_USAGE = 2,       /* bad option, operand or value */
	PT_EXIT_ENVIRONMENT = 3, /* file, memory, disk, permission */
	PT_EXIT_THRESHOLD = 4,   /* a limit given by the user was crossed */
	PT_EXIT_TIMEOUT = 124,
	PT_EXIT_CLOSED_PIPE = 141, /* 128 + SIGPIPE: the reader of an output has seen enough */
};

struct pt_error {
	int exit;        /* enum pt_exit, or 126, 127 */
	char text[1024]; /* one line, without "partop: ", cut when longer */
};

/* Fills `e` (may be NULL) and returns -1, so that `return pt_fail(e, ...)` reads well. */
int pt_fail(struct pt_error *e, int exit, const char *fmt, ...) PT_PRINTF(3, 4);

/* The same, with ": " and the text of the errno of the call appended. Keeps errno. */
int pt_fail_errno(struct pt_error *e, int exit, const char *fmt, ...) PT_PRINTF(3, 4);

/* A stream did not take all: "cannot write WHAT: why"; PT_EXIT_CLOSED_PIPE or PT_EXIT_ENVIRONMENT. */
int pt_fail_write(struct pt_error *e, FILE *f, const char *what);

#endif

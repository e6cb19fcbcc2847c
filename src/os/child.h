/* SPDX-License-Identifier: MIT */
/*
 * A program run as a child: in a process group of its own, killed when the thread that spawned it
 * ends (so spawn from the main thread).
 *
 * The parent must not have descriptors without close-on-exec that the child should not get.
 * A struct pt_child belongs to one thread.
 */
#ifndef PT_OS_CHILD_H
#define PT_OS_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

struct pt_signals;

enum pt_child_stream {
	PT_CHILD_NULL,    /* /dev/null */
	PT_CHILD_INHERIT, /* as in the parent */
	PT_CHILD_PIPE,    /* output only: the parent reads from it */
};

/* All borrowed for the call. */
struct pt_child_options {
	const char *file;        /* program: searched in PATH without a slash; NULL: argv[0] */
	char *const *argv;       /* NULL at the end */
	const char *const *env;  /* "NAME=value" to add or replace, NULL at the end; may be NULL */
	enum pt_child_stream in; /* NULL or INHERIT */
	enum pt_child_stream out, err;
	const int *keep; /* descriptors that the child gets, under the same numbers */
	size_t keep_len;
	const struct pt_signals *signals; /* NULL: default dispositions, none blocked */
};

/* What a process used in all, with the children that it waited for. */
struct pt_child_usage {
	double user_s, system_s;
	uint64_t max_rss_bytes; /* of the largest of them */
	uint64_t involuntary;   /* switches: its CPU was taken in the middle of its work */
};

struct pt_child {
	pid_t pid;    /* also its process group; 0 once reaped */
	int pidfd;    /* readable when the child has ended; -1 after pt_child_fini() */
	int out, err; /* read ends, non-blocking, -1 without a pipe */
	struct pt_child_usage usage; /* once reaped */
};

/*
 * A duplicate of `fd` to hand over, close-on-exec here: on a number that is free in the parent, so
 * that it replaces no descriptor that the child inherits, and as high as can be, since shells and
 * programs count from below.  Or a negative errno.
 */
int pt_child_reserve(int fd);

/*
 * Returns 0 when the program is running. Otherwise -1 with `e` filled and nothing left behind:
 * exit 127 if the program was not found, 126 if it cannot be executed, PT_EXIT_ENVIRONMENT else.
 */
int pt_child_spawn(struct pt_child *c, const struct pt_child_options *o, struct pt_error *e);

/* Sends a signal to the whole group. Returns 0 or a negative errno; -ESRCH once reaped. */
int pt_child_signal(const struct pt_child *c, int signal);

/*
 * Waits for the end for at most `timeout_ms` (0: only looks, -1: for ever) and reaps the child.
 * Returns 1 with `*status` as of waitpid(), 0 if it still runs, or a negative errno: how it ended
 * is then not known (-ECHILD: other code of this process has reaped it).
 */
int pt_child_wait(struct pt_child *c, int timeout_ms, int *status);

/* The exit code of a shell for a wait status: the code, or 128 + signal. */
int pt_child_exit_code(int status);

/*
 * Kills the group if the child still runs, reaps it, closes the descriptors. Idempotent, and right
 * after a failed pt_child_spawn() too; not for a struct that was never given to it.
 */
void pt_child_fini(struct pt_child *c);

#endif

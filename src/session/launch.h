/* SPDX-License-Identifier: MIT */
/*
 * A session with a child, from its outputs to its exit code: what `run` and `exec` have in common.
 */
#ifndef PT_SESSION_LAUNCH_H
#define PT_SESSION_LAUNCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "session/capacity.h"

struct pt_error;
struct pt_record;
struct pt_show;

struct pt_launch {
	const char *name; /* of the workload or the program, for messages */
	const char *file; /* program to start; NULL: argv[0] */
	char *const *argv;
	const struct pt_record *record;
	const struct pt_show *show;
	enum pt_capacity_effort capacity; /* spent on what the machine can give */
	uint64_t timeout_ns;              /* 0: none */
	int input_fd;  /* for the child, which finds its number in PARTOP_INPUT; 0: none */
	uint32_t pool; /* to show; 0: the one that works most */
	FILE *report;
	/* A user's program: without screens it has partop's own standard streams, its
	 * signals are the caller's, and it may turn out to record nothing. */
	bool foreign;
};

/* Outputs are opened before anything runs.  An exit code, or -1 with e filled. */
int pt_launch(const struct pt_launch *l, struct pt_error *e);

#endif

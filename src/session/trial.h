/* SPDX-License-Identifier: MIT */
/*
 * A trial: one process that is timed.  Of a workload it is the child of `partop run`, which times
 * the versions itself and records; of any other program it is the process, from before it is
 * started to its end.
 *
 * A program gets no input, and what it prints is thrown away, except for the last line of its
 * errors, which is told when it fails.
 */
#ifndef PT_SESSION_TRIAL_H
#define PT_SESSION_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct pt_capacity_table;
struct pt_headless_progress;
struct pt_measured;

enum pt_trial_kind { PT_TRIAL_WORKLOAD, PT_TRIAL_COMMAND };

/* A configuration: what is timed. */
struct pt_trial_config {
	char *label; /* short, clean, unique in its comparison */
	char *title; /* longer: the words of a command */
	char *name;  /* of the workload or program, for messages */
	enum pt_trial_kind kind;
	char **argv; /* a program's, or { "partop", "__child", WORKLOAD, ... }; NULL at the end */
	uint32_t threads; /* of a workload; 0 unknown */
	unsigned level;   /* of a workload's recording: enum pt_rec_level */
};

struct pt_trial {
	const struct pt_trial_config *config;
	uint32_t round;
	const char *trace; /* where its recording is kept; NULL nowhere */
	const char *mark;  /* PT_KEY_TRIAL in it */
	const struct pt_capacity_table *capacity;
	bool calibrate;      /* a workload: it finds out what the machine can give */
	uint64_t timeout_ns; /* 0 none */
	bool ignore_failure; /* an exit code of a program is no failure */
	const struct pt_headless_progress *progress; /* NULL none */
};

enum pt_trial_end {
	PT_TRIAL_DONE,
	PT_TRIAL_FAILED,  /* or it could not be started, was killed, or took too long */
	PT_TRIAL_WRONG,   /* its result */
	PT_TRIAL_STOPPED, /* a signal ended partop */
};

struct pt_trial_result {
	enum pt_trial_end end;
	double wall_s;         /* NAN: it was not started */
	struct pt_error error; /* unless DONE; exit: 128 + signal when STOPPED */
};

/* What it measured is added to `into` when it is DONE, and when it is WRONG. */
struct pt_trial_result pt_trial_run(const struct pt_trial *t, struct pt_measured *into);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What `partop run` was asked to do.  The parent and its child read the same words, so that there
 * is one parser, and nothing has to be passed between them.
 */
#ifndef PT_CMD_RUN_ARGS_H
#define PT_CMD_RUN_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "session/record.h"
#include "session/show.h"
#include "runner/job.h"

struct pt_args;
struct pt_error;

#define PT_RUN_THREADS_MAX 256

struct pt_run_args {
	struct pt_args *args;
	struct pt_job job;   /* its values are those of args */
	uint64_t timeout_ns; /* 0: none */
	struct pt_record record;
	struct pt_show show;
};

/* What is measured and how: threads, variant, policy, seed, how many runs, checks. */
extern const struct pt_options pt_measure_options;
/* The tables of a command that measures a workload, shows and records it; NULL at the end. */
extern const struct pt_options *const pt_run_options[];

/* The words of a command with these tables, pt_measure_options among them.  0, or -1 with e filled;
 * pt_run_args_fini() also after a failure. */
int pt_run_args_read(struct pt_run_args *r, const struct pt_options *const *tables, int argc,
	char **argv, struct pt_error *e);

/* Adds the options of all workloads, as far as words are split by them. */
void pt_run_args_add_all(struct pt_args *a);

void pt_run_args_fini(struct pt_run_args *r);

/* The workload that the words of a command with these options name; NULL with e filled.  argv[0]
 * is the command's name; `a` is used up. */
const struct pt_workload *pt_run_find(struct pt_args *a, int argc, char **argv, struct pt_error *e);

/* NULL with e filled (nearest names). */
const struct pt_workload *pt_run_workload(const char *name, struct pt_error *e);

#endif

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
#include "runner/schedule.h"
#include "workloads/workload.h"

struct pt_args;
struct pt_error;

#define PT_RUN_THREADS_MAX 256
#define PT_RUN_RUNS_MAX 1000

/* By enum pt_order; NULL at the end. */
extern const char *const pt_run_orders[];

enum pt_run_verify { PT_RUN_VERIFY_AUTO, PT_RUN_VERIFY_FULL, PT_RUN_VERIFY_NONE };

struct pt_run_args {
	struct pt_args *args;
	const struct pt_workload *workload;
	struct pt_value *params;	/* those of args by position in the workload's table */
	unsigned variant;
	uint64_t seed;
	int threads;
	uint64_t runs;			/* 0: as many as the time asks for */
	uint64_t warmup;
	uint64_t time_ns;		/* 0: not given */
	uint64_t timeout_ns;		/* 0: none */
	struct pt_record record;
	uint32_t ring;			/* kept, overwriting: chunks per worker; else 0 */
	enum pt_order order;
	bool preview;
	bool pin;
	enum pt_run_verify verify;
	struct pt_show show;
};

/* What is measured and how: threads, variant, seed, how many runs, checks. */
extern const struct pt_options pt_measure_options;
/* The tables of a command that measures a workload, shows and records it; NULL at the end. */
extern const struct pt_options *const pt_run_options[];

/* The words of a command with these tables, pt_measure_options among them.  0, or -1 with e filled; pt_run_args_fini() also after
 * a failure. */
int pt_run_args_read(struct pt_run_args *r, const struct pt_options *const *tables, int argc,
	char **argv, struct pt_error *e);

/* Adds the options of all workloads, as far as words are split by them. */
void pt_run_args_add_all(struct pt_args *a);

/* Whether an input file was given: then the size of a made input does not matter. */
bool pt_run_args_input(const struct pt_run_args *r);

/* How many runs with so many workers a recording in memory holds, with what each worker did. */
uint64_t pt_run_args_runs_max(int threads);

void pt_run_args_fini(struct pt_run_args *r);

/* NULL with e filled (nearest names). */
const struct pt_workload *pt_run_workload(const char *name, struct pt_error *e);

#endif

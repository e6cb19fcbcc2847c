/* SPDX-License-Identifier: MIT */
/*
 * Where the results of trials go: text on standard output, or JSON, CSV, Markdown there or in files.
 */
#ifndef PT_SESSION_TRIALS_OUTPUT_H
#define PT_SESSION_TRIALS_OUTPUT_H

#include <stdbool.h>
#include "export/findings.h"
#include "session/output.h"
#include "session/show.h"

struct pt_args;
struct pt_error;
struct pt_options;

/* --json, --csv, --markdown, --force, --quiet; goes with pt_text_options. */
extern const struct pt_options pt_trials_output_options;

#define PT_TRIALS_FORMATS 3

struct pt_trials_output {
	struct pt_output file[PT_TRIALS_FORMATS]; /* of the formats asked for */
	bool wanted[PT_TRIALS_FORMATS];
	bool text; /* on standard output */
	struct pt_show show;
};

/* Opens the files, before anything runs.  0, or -1 with e filled. */
int pt_trials_output_begin(struct pt_trials_output *o, const struct pt_args *a, struct pt_error *e);
/* 0, or -1 with e filled; in both cases all is closed. */
int pt_trials_output_write(struct pt_trials_output *o, const struct pt_findings_printer *p,
	const struct pt_findings *what, struct pt_error *e);
/* Writes nothing and removes the files. */
void pt_trials_output_drop(struct pt_trials_output *o);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * How a run is shown while it goes on and after it: the options that `run` and `exec` share, and
 * the end of both: report, JSON object, exit code.
 */
#ifndef PT_SESSION_SHOW_H
#define PT_SESSION_SHOW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "export/look.h"
#include "session/output.h"

struct pt_args;
struct pt_error;
struct pt_options;
struct pt_source;

enum pt_show_color { PT_SHOW_COLOR_AUTO, PT_SHOW_COLOR_ALWAYS, PT_SHOW_COLOR_NEVER };

/* Limits of --time and --timeout: 1 ms to 1000 h. */
#define PT_SHOW_TIME_MIN_NS UINT64_C(1000000)
#define PT_SHOW_TIME_MAX_NS (UINT64_C(1000) * 3600 * 1000000000)

extern const struct pt_options pt_timeout_options, pt_show_options;
extern const struct pt_options pt_text_options; /* for all commands that print text */

struct pt_show {
	bool no_ui, quiet, ascii;
	bool json;
	const char *json_path; /* NULL: standard output */
	enum pt_show_color color;
};

/* Reads pt_show_options and pt_text_options; the latter alone. */
void pt_show_read(struct pt_show *s, const struct pt_args *a);
void pt_show_read_text(struct pt_show *s, const struct pt_args *a);

/* Whether the screens are wanted and possible. */
bool pt_show_wants_ui(const struct pt_show *s);

/* How text on a stream may look: 80 columns, or what the terminal has. */
struct pt_look pt_show_look(const struct pt_show *s, FILE *f);

/* The report.  trace: where the recording is kept, NULL nowhere.  0, or -1 with e filled. */
int pt_show_report(const struct pt_show *s, struct pt_source *source, const char *trace, FILE *f,
	struct pt_error *e);

/* Prints the warning of the reader of a recording on standard error. */
void pt_show_warning(const struct pt_source *source);

/* Where the results of a run go. */
struct pt_show_to {
	FILE *report;          /* NULL: nowhere */
	struct pt_output json; /* begun when show.json; then ended or dropped */
};

/* JSON and report as the options say, if anything was measured.  0, or -1 with e filled. */
int pt_show_results(const struct pt_show *s, struct pt_source *source, const char *trace,
	struct pt_show_to *to, struct pt_error *e);

#endif

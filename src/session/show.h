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

#include "session/output.h"

struct pt_args;
struct pt_error;
struct pt_source;

enum pt_show_color { PT_SHOW_COLOR_AUTO, PT_SHOW_COLOR_ALWAYS, PT_SHOW_COLOR_NEVER };
extern const char *const pt_show_colors[];

/* Limits of --time and --timeout: 1 ms to 1000 h. */
#define PT_SHOW_TIME_MIN_NS UINT64_C(1000000)
#define PT_SHOW_TIME_MAX_NS (UINT64_C(1000) * 3600 * 1000000000)

/* Initialisers for an option table. */
#define PT_TIMEOUT_OPTION \
	{ .name = "timeout", .type = PT_OPT_DURATION, .value_name = "TIME", \
		.min = PT_SHOW_TIME_MIN_NS, .max = PT_SHOW_TIME_MAX_NS, \
		.help = "give up after so long (exit 124)" }

#define PT_SHOW_OPTIONS \
	{ .name = "no-ui", .type = PT_OPT_FLAG, .help = "no screens: a report at the end" }, \
	{ .name = "json", .type = PT_OPT_TEXT, .value_name = "FILE", .optional_value = true, \
		.min = 1, .help = "one JSON object on standard output, or in FILE" }, \
	{ .name = "quiet", .letter = 'q', .type = PT_OPT_FLAG, .help = "print errors only" }, \
	{ .name = "color", .type = PT_OPT_CHOICE, .value_name = "WHEN", \
		.choices = pt_show_colors, .fallback = "auto", .help = "colours" }, \
	{ .name = "ascii", .type = PT_OPT_FLAG, .help = "draw with ASCII characters only" }

struct pt_show {
	bool no_ui, quiet, ascii;
	bool json;
	const char *json_path;	/* NULL: standard output */
	enum pt_show_color color;
};

void pt_show_read(struct pt_show *s, const struct pt_args *a);

/* Whether the screens are wanted and possible. */
bool pt_show_wants_ui(const struct pt_show *s);

/* The report.  trace: where the recording is kept, NULL nowhere.  0, or -1 with e filled. */
int pt_show_report(const struct pt_show *s, struct pt_source *source, const char *trace, FILE *f,
	struct pt_error *e);

/* What the reader of a recording had to say, on standard error. */
void pt_show_warning(const struct pt_source *source);

/* Where the results of a run go. */
struct pt_show_to {
	FILE *report;		/* NULL: nowhere */
	struct pt_output json;	/* begun when show.json; is ended or dropped */
};

/* JSON and report as asked for; nothing when nothing was measured.  0, or -1 with e filled. */
int pt_show_results(const struct pt_show *s, struct pt_source *source, const char *trace,
	struct pt_show_to *to, struct pt_error *e);

#endif

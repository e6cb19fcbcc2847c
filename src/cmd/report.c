/* SPDX-License-Identifier: MIT */
/*
 * partop report FILE: a recording as text, the same as after the run.
 */
#include <locale.h>
#include <stdio.h>

#include "base/error.h"
#include "base/options.h"
#include "base/args.h"
#include "cmd/command.h"
#include "session/show.h"
#include "metrics/source.h"

static const struct pt_option options[] = {
	{ .name = "color", .type = PT_OPT_CHOICE, .value_name = "WHEN", .choices = pt_show_colors,
		.fallback = "auto", .help = "colours" },
	{ .name = "ascii", .type = PT_OPT_FLAG, .help = "ASCII characters only" },
};

static int
report_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	struct pt_show show = { 0 };
	struct pt_source *s;
	int rc = -1;

	if (a == NULL)
		return -1;
	show.color = (enum pt_show_color)pt_args_choice(a, "color", PT_SHOW_COLOR_AUTO);
	show.ascii = pt_args_flag(a, "ascii");
	s = pt_source_open(a->operands[0], e);
	if (s != NULL) {
		rc = pt_show_report(&show, s, NULL, stdout, e);
		pt_source_close(s);
	}
	pt_args_free(a);
	return rc;
}

const struct pt_command pt_command_report = {
	.name = "report",
	.usage = "[OPTIONS] FILE",
	.summary = "show a recording as text",
	.options = options,
	.options_len = sizeof(options) / sizeof(options[0]),
	.run = report_run,
};

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

static int
report_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	struct pt_show show = { 0 };
	struct pt_source *s;
	int rc = -1;

	if (a == NULL)
		return -1;
	pt_show_read_text(&show, a);
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
	.options = (const struct pt_options *const[]){ &pt_text_options, NULL },
	.run = report_run,
};

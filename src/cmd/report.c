/* SPDX-License-Identifier: MIT */
/*
 * partop report FILE: a recording as text, the same as after the run.
 */
#include <locale.h>
#include <stdio.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "cmd/command.h"
#include "os/clock.h"
#include "session/choose.h"
#include "session/session.h"
#include "session/show.h"

static int
report_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	struct pt_show show = { 0 };
	struct pt_session s;
	int rc = -1;

	if (a == NULL)
		return -1;
	pt_show_read_text(&show, a);
	if (pt_session_of_file(&s, a->operands[0], &pt_timepiece_real, e) == 0) {
		rc = pt_choose_pool(s.source, pt_choose_read(a), e);
		if (rc == 0)
			rc = pt_show_report(&show, s.source, NULL, stdout, e);
		pt_session_end(&s);
	}
	pt_args_free(a);
	return rc;
}

const struct pt_command pt_command_report = {
	.name = "report",
	.usage = "[OPTIONS] FILE",
	.summary = "show a recording as text",
	.options = (const struct pt_options *const[]){ &pt_choose_options, &pt_text_options,
		NULL },
	.run = report_run,
};

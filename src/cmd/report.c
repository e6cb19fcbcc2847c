/* SPDX-License-Identifier: MIT */
/*
 * partop report FILE: a recording as text, the same as after the run; of a folder that compare or
 * scale has made all of them together.
 */
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "cmd/command.h"
#include "os/clock.h"
#include "session/choose.h"
#include "session/session.h"
#include "session/show.h"
#include "session/trials.h"

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Recordings that compare or scale has saved: shown together, as that command showed them. */
static int
report_folder(const struct pt_show *show, const char *folder, struct pt_error *e)
{
	struct pt_look look = pt_show_look(show, stdout);
	const struct pt_command *c;
	struct pt_trials t;
	char command[16];
	int rc;

	if (pt_trials_open(&t, folder, command, e) < 0)
		return -1;
	c = pt_command_find(command, e);
	if (c != NULL && c->report_saved != NULL)
		rc = c->report_saved(&t, folder, &look, stdout);
	else
		rc = pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: '%s' is no comparison that is known here",
			folder, command);
	pt_trials_fini(&t);
	return rc;
}

static int
report_file(const struct pt_show *show, const struct pt_args *a, struct pt_error *e)
{
	struct pt_session s;
	int rc;

	if (pt_session_of_file(&s, a->operands[0], &pt_timepiece_real, e) < 0)
		return -1;
	rc = pt_choose_pool(s.source, pt_choose_read(a), e);
	if (rc == 0)
		rc = pt_show_report(show, s.source, NULL, stdout, e);
	pt_session_end(&s);
	return rc;
}

static int
report_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	struct pt_show show = { 0 };
	int rc;

	if (a == NULL)
		return -1;
	pt_show_read_text(&show, a);
	if (is_folder(a->operands[0]))
		rc = report_folder(&show, a->operands[0], e);
	else
		rc = report_file(&show, a, e);
	pt_args_free(a);
	return rc;
}

const struct pt_command pt_command_report = {
	.name = "report",
	.usage = "[OPTIONS] FILE | FOLDER",
	.summary = "show a recording, or those of a comparison, as text",
	.options = (const struct pt_options *const[]){ &pt_choose_options, &pt_text_options, NULL },
	.run = report_run,
};

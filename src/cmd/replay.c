/* SPDX-License-Identifier: MIT */
/* partop replay FILE, and partop FILE: a recording on the screens, at its end and at any instant before. */
#include <unistd.h>

#include "base/args.h"
#include "base/error.h"
#include "base/options.h"
#include "cmd/command.h"
#include "os/clock.h"
#include "session/choose.h"
#include "session/session.h"
#include "session/show.h"
#include "session/watch.h"

static int
replay(const struct pt_show *show, const struct pt_args *a, struct pt_error *e)
{
	struct pt_session s;
	int rc;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"replay needs a terminal; partop report FILE prints a recording as text");
	if (pt_session_of_file(&s, a->operands[0], &pt_timepiece_real, e) < 0)
		return -1;
	pt_show_warning(s.source);
	rc = pt_choose_pool(s.source, pt_choose_read(a), e);
	if (rc == 0)
		rc = pt_watch_past(&s, show, e);
	pt_session_end(&s);
	return rc;
}

static int
replay_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	struct pt_args *a = pt_command_args_exactly(self, argc, argv, "FILE", e);
	struct pt_show show = { 0 };
	int rc;

	if (a == NULL)
		return -1;
	pt_show_read_text(&show, a);
	rc = replay(&show, a, e);
	pt_args_free(a);
	return rc;
}

const struct pt_command pt_command_replay = {
	.name = "replay",
	.usage = "[OPTIONS] FILE",
	.summary = "show a recording on the screens, forward and backward in time",
	.options = (const struct pt_options *const[]){ &pt_choose_options, &pt_text_options, NULL },
	.run = replay_run,
};

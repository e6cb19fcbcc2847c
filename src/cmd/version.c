/* SPDX-License-Identifier: MIT */
/*
 * partop version, and partop --version.
 */
#include "config.h"

#include <stdio.h>

#include "base/error.h"
#include "cmd/command.h"

static int
version_run(const struct pt_command *self, int argc, char **argv, struct pt_error *e)
{
	if (argc > 1)
		return pt_fail(e, PT_EXIT_USAGE, "%s: '%s' is one word too many", self->name,
			argv[1]);
	printf("partop %s\n", PACKAGE_VERSION);
	return PT_EXIT_OK;
}

const struct pt_command pt_command_version = {
	.name = "version",
	.usage = "",
	.summary = "print the version",
	.run = version_run,
};

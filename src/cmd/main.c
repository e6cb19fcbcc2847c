/* SPDX-License-Identifier: MIT */
/*
 * partop: starts a subcommand, prints its error, and makes sure that what was printed arrived.
 */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "cmd/command.h"
#include "session/output.h"
#include "os/signals.h"

/*
 * A program started with a closed stream would otherwise write its messages into the recording.
 * The number is taken by a file that is open in the wrong direction, so that reading or writing it
 * is an error, not a success.  The child of `exec` finds the stream closed, as it was.
 */
static void
keep_standard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		int flags = (fd == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC;

		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", flags) != fd)
			_exit(PT_EXIT_ENVIRONMENT);
	}
}

/* What the caller set is for the child of `exec`; partop itself waits for its children. */
static void
take_signals(void)
{
	pt_signals_remember();
	signal(SIGCHLD, SIG_DFL);
}

/* partop FILE.ptrace: as partop replay does. */
static bool
names_recording(const char *operand)
{
	const char *end = strrchr(operand, '.');

	return end != NULL && strcmp(end, ".ptrace") == 0;
}

static int
replay(int argc, char **argv, struct pt_error *e)
{
	char name[] = "replay", **args = pt_xcalloc((size_t)argc + 1, sizeof(*args));
	int rc;

	args[0] = name;
	for (int i = 1; i < argc; i++)
		args[i] = argv[i];
	rc = pt_command_dispatch(argc, args, e);
	free(args);
	return rc;
}

static int
start(int argc, char **argv, struct pt_error *e)
{
	const char *first = argv[1];
	char version[] = "version";

	if (first == NULL) {
		pt_help_short(stdout);
		return PT_EXIT_USAGE;
	}
	if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
		pt_help_commands(stdout);
		return PT_EXIT_OK;
	}
	if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
		return pt_command_dispatch(1, (char *[]){ version, NULL }, e);
	if (first[0] == '-')
		return pt_fail(e, PT_EXIT_USAGE, "'%s' stands before a command; see partop help",
			first);
	if (names_recording(first))
		return replay(argc, argv, e);
	return pt_command_dispatch(argc - 1, argv + 1, e);
}

/*
 * What was printed must have arrived, or its reader have gone, which is no error: `partop list | head`.
 * A command's own bad verdict stays the exit code.
 */
static int
finish(int rc, struct pt_error *e)
{
	if (rc >= 0 && pt_output_flush(e) == 0)
		return rc;
	if (e->exit == PT_EXIT_CLOSED_PIPE) {
		pt_signals_die_of_pipe();
		e->exit = PT_EXIT_ENVIRONMENT; /* the caller wants to be told */
	}
	pt_output_error(e);
	return rc > 0 ? rc : e->exit;
}

int
main(int argc, char **argv)
{
	struct pt_error e = { 0 };

	keep_standard_streams();
	setlocale(LC_CTYPE, "");
	take_signals();
	return finish(start(argc, argv, &e), &e);
}

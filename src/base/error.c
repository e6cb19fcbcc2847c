/* SPDX-License-Identifier: MIT */
/*
 * Filling a struct pt_error. Allocates nothing, so that it works when memory is what failed.
 */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void PT_PRINTF(3, 0) fill(struct pt_error *e, int exit, const char *fmt, va_list args)
{
	if (!e)
		return;
	e->exit = exit;
	vsnprintf(e->text, sizeof(e->text), fmt, args);
}

int
pt_fail(struct pt_error *e, int exit, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fill(e, exit, fmt, args);
	va_end(args);
	return -1;
}

int
pt_fail_errno(struct pt_error *e, int exit, const char *fmt, ...)
{
	int error = errno;
	va_list args;

	va_start(args, fmt);
	fill(e, exit, fmt, args);
	va_end(args);
	if (e) {
		size_t len = strlen(e->text);
		char reason[128];

		/* the GNU one: thread-safe, may return a constant instead of filling the buffer */
		snprintf(e->text + len, sizeof(e->text) - len, ": %s",
			strerror_r(error, reason, sizeof(reason)));
	}
	errno = error;
	return -1;
}

/* The write that failed may be long ago: what is still in the buffer fails in the same way. */
int
pt_fail_write(struct pt_error *e, FILE *f, const char *what)
{
	int error = errno;

	errno = 0;
	(void)fflush(f);
	if (errno == 0)
		errno = error != 0 ? error : EIO;
	return pt_fail_errno(e, errno == EPIPE ? PT_EXIT_CLOSED_PIPE : PT_EXIT_ENVIRONMENT,
		"cannot write %s", what);
}

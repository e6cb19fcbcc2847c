/* SPDX-License-Identifier: MIT */
/*
 * Filling a struct pt_error. Allocates nothing, so that it works when memory is what failed.
 */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
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

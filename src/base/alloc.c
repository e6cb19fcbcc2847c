/* SPDX-License-Identifier: MIT */
/*
 * Memory that never fails, for the program side: partop cannot go on without it, so its callers need
 * no branch for that.
 */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

_Noreturn void
pt_out_of_memory(void)
{
	static const char line[] = "partop: out of memory\n";

	/* there is no way left to tell if this fails too */
	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		exit(PT_EXIT_ENVIRONMENT);
	exit(PT_EXIT_ENVIRONMENT);
}

void *
pt_xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		pt_out_of_memory();
	return p;
}

void *
pt_xrealloc(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		pt_out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		pt_out_of_memory();
	return p;
}

char *
pt_xmemdup(const void *bytes, size_t len)
{
	char *copy = pt_xcalloc(len + 1, 1);

	if (len)
		memcpy(copy, bytes, len);
	return copy;
}

char *
pt_xstrdup(const char *s)
{
	return pt_xmemdup(s, strlen(s));
}

/* SPDX-License-Identifier: MIT */
/*
 * The growing string. Capacity doubles; the text is terminated after every change, so that `s` is a
 * valid string at any time.
 */
#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static void
reserve(struct pt_text *t, size_t more)
{
	size_t need, cap = t->cap ? t->cap : 64;

	if (__builtin_add_overflow(t->len, more, &need) || need >= SIZE_MAX / 2)
		pt_out_of_memory();
	if (need < t->cap)
		return;
	while (cap <= need)
		cap *= 2;
	t->s = pt_xrealloc(t->s, cap, 1);
	t->cap = cap;
}

void
pt_text_put(struct pt_text *t, const void *bytes, size_t n)
{
	reserve(t, n);
	if (n)
		memcpy(t->s + t->len, bytes, n);
	t->len += n;
	t->s[t->len] = '\0';
}

void
pt_text_vadd(struct pt_text *t, const char *fmt, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	if (n >= 0) {
		reserve(t, (size_t)n);
		vsnprintf(t->s + t->len, (size_t)n + 1, fmt, again);
		t->len += (size_t)n;
	}
	va_end(again);
}

void
pt_text_add(struct pt_text *t, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	pt_text_vadd(t, fmt, args);
	va_end(args);
}

const char *
pt_text_string(const struct pt_text *t)
{
	return t->s ? t->s : "";
}

void
pt_text_clear(struct pt_text *t)
{
	t->len = 0;
	if (t->s)
		t->s[0] = '\0';
}

void
pt_text_fini(struct pt_text *t)
{
	free(t->s);
	*t = (struct pt_text){ 0 };
}

/* SPDX-License-Identifier: MIT */
/*
 * Results as typed text: "u:" u64, "i:" i64, "d:" exact decimal, "f:" double, "s:" bytes,
 * "b:" true or false.  The text after the prefix is what JSON shows, except for "s:".
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workloads/workload.h"

__attribute__((format(printf, 3, 4))) static void
put(struct pt_result *r, const char *path, const char *format, ...)
{
	char text[64];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	r->put(r, path, text);
}

void
pt_result_u64(struct pt_result *r, const char *path, uint64_t v)
{
	put(r, path, "u:%" PRIu64, v);
}

void
pt_result_i64(struct pt_result *r, const char *path, int64_t v)
{
	put(r, path, "i:%" PRId64, v);
}

void
pt_result_f64(struct pt_result *r, const char *path, double v)
{
	put(r, path, "f:%.17g", v);
}

void
pt_result_bool(struct pt_result *r, const char *path, bool v)
{
	r->put(r, path, v ? "b:true" : "b:false");
}

/* Bytes end at the first NUL: a value is a C string. */
void
pt_result_text(struct pt_result *r, const char *path, const char *bytes, size_t len)
{
	char small[256], *text = small;

	if (len + 3 > sizeof small && !(text = malloc(len + 3))) {
		text = small;
		len = sizeof small - 3;
	}
	memcpy(text, "s:", 2);
	if (len)
		memcpy(text + 2, bytes, len);
	text[2 + len] = '\0';
	r->put(r, path, text);
	if (text != small)
		free(text);
}

/* Written from the last digit to the first. */
void
pt_result_decimal(struct pt_result *r, const char *path, __int128 v, unsigned scale)
{
	char text[128], *p = text + sizeof text;
	unsigned __int128 rest = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
	unsigned digits = 0;

	*--p = '\0';
	do {
		if (digits && digits == scale)
			*--p = '.';
		*--p = (char)('0' + (int)(rest % 10));
		rest /= 10;
		digits++;
	} while ((rest || digits <= scale) && p > text + 8);
	if (v < 0)
		*--p = '-';
	*--p = ':';
	*--p = 'd';
	r->put(r, path, p);
}

/* The escape of one byte of a path component; "" for a byte that stands for itself. */
static const char *
escape(char c)
{
	return c == '~' ? "~0" : c == '/' ? "~1" : "";
}

void
pt_result_path(char *out, size_t size, const char *prefix, const char *bytes, size_t len)
{
	size_t n;

	if (!size)
		return;
	snprintf(out, size, "%s/", prefix);
	n = strlen(out);
	for (size_t i = 0; i < len; i++) {
		const char *e = escape(bytes[i]);
		size_t need = *e ? 2 : 1;

		if (n + need >= size)
			break;
		memcpy(out + n, *e ? e : &bytes[i], need);
		n += need;
	}
	out[n] = '\0';
}

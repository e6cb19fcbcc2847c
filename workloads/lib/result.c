/* SPDX-License-Identifier: MIT */
/*
 * Results as typed text: "u:" u64, "i:" i64, "d:" exact decimal, "f:" double, "s:" text,
 * "b:" true or false.  Bytes from outside are escaped (pt_text_escape()), in names as in values: a
 * recording holds no NUL in a text, and no two texts become the same.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"
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

void
pt_result_text(struct pt_result *r, const char *path, const char *bytes, size_t len)
{
	struct pt_text t = { 0 };

	pt_text_add(&t, "s:");
	pt_text_escape(&t, bytes, len, PT_RESULT_TEXT_BYTES);
	r->put(r, path, pt_text_string(&t));
	pt_text_fini(&t);
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

void
pt_result_path(struct pt_text *out, const char *prefix, const char *bytes, size_t len)
{
	struct pt_text name = { 0 };

	pt_text_escape(&name, bytes, len, PT_RESULT_TEXT_BYTES);
	pt_text_add(out, "%s/", prefix);
	for (const char *c = pt_text_string(&name); *c; c++) {
		if (*c == '~' || *c == '/')
			pt_text_put(out, *c == '~' ? "~0" : "~1", 2);
		else
			pt_text_put(out, c, 1);
	}
	pt_text_fini(&name);
}

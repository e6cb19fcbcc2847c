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
#include "workloads/lib/wide.h"
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

/* A number without sign, in words of 64 bits, the lowest first; divided by 10, returns the rest. */
static unsigned
divide(uint64_t word[3])
{
	uint64_t rest = 0;

	for (int i = 2; i >= 0; i--) {
		unsigned __int128 v = (unsigned __int128)rest << 64 | word[i];

		word[i] = (uint64_t)(v / 10);
		rest = (uint64_t)(v % 10);
	}
	return (unsigned)rest;
}

/* Writes "d:" and v from the last digit to the first; returns where it begins. */
static char *
write_decimal(char *end, const struct pt_wide *v, unsigned scale)
{
	const bool negative = v->high < 0;
	const unsigned __int128 low = negative ? -v->low : v->low;
	const uint64_t high = negative ? ~(uint64_t)v->high + (v->low == 0) : (uint64_t)v->high;
	uint64_t word[3] = { (uint64_t)low, (uint64_t)(low >> 64), high };
	unsigned digits = 0;
	char *p = end;

	*--p = '\0';
	do {
		if (digits && digits == scale)
			*--p = '.';
		*--p = (char)('0' + divide(word));
		digits++;
	} while (word[0] || word[1] || word[2] || digits <= scale);
	if (negative)
		*--p = '-';
	*--p = ':';
	*--p = 'd';
	return p;
}

enum { DECIMAL_BYTES = 160 }; /* 58 digits, or so many as the scale */

void
pt_result_decimal(struct pt_result *r, const char *path, __int128 v, unsigned scale)
{
	const struct pt_wide wide = pt_wide(v);
	char text[DECIMAL_BYTES];

	r->put(r, path, write_decimal(text + sizeof text, &wide, scale < 100 ? scale : 100));
}

void
pt_result_ratio(struct pt_result *r, const char *path, double v)
{
	pt_result_decimal(r, path, (__int128)(v * 1000 + 0.5), 3);
}

void
pt_result_wide(struct pt_result *r, const char *path, const struct pt_wide *v, unsigned scale)
{
	char text[DECIMAL_BYTES];
	char *start = write_decimal(text + sizeof text, v, scale < 100 ? scale : 100);
	char *last = text + sizeof text - 2;

	for (; scale && *last == '0'; last--)
		*last = '\0';
	if (scale && *last == '.')
		*last = '\0';
	r->put(r, path, start);
}

void
pt_result_warn(struct pt_result *r, const char *text)
{
	if (r->warn)
		r->warn(r, text);
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

/* SPDX-License-Identifier: MIT */
/*
 * Values for JSON documents.  See values.h.
 */
#include "export/values.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parse.h"
#include "base/text.h"

#define EXACT_DIGITS 15 /* decimal digits that a double always holds */

static json_t *
checked(json_t *v)
{
	if (!v)
		pt_out_of_memory();
	return v;
}

json_t *
pt_json_real(double v)
{
	return isfinite(v) ? checked(json_real(v)) : json_null();
}

json_t *
pt_json_u64(uint64_t v)
{
	char digits[24];

	if (v <= INT64_MAX)
		return checked(json_integer((json_int_t)v));
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)v);
	return checked(json_string(digits));
}

char *
pt_json_key(const char *s, size_t len)
{
	struct pt_text t = { 0 };
	uint32_t character;

	for (size_t n; len > 0; s += n, len -= n) {
		n = pt_utf8_next(s, len, &character);
		if (character == PT_UTF8_BAD || character == 0)
			pt_text_add(&t, "\\x%02x", (unsigned)(unsigned char)*s);
		else
			pt_text_put(&t, s, n);
	}
	return t.s ? t.s : pt_xstrdup("");
}

json_t *
pt_json_text(const char *s)
{
	if (!*s)
		return json_null();
	char *text = pt_json_key(s, strlen(s));
	json_t *v = checked(json_string(text));

	free(text);
	return v;
}

/* A text of a result.  A NUL in it stands as the escape \x00, which JSON writes as \u0000. */
static json_t *
result_text(const char *s)
{
	char *text = pt_json_key(s, strlen(s)), *end = text;

	for (const char *from = text; *from; end++) {
		bool nul = strncmp(from, "\\x00", 4) == 0;

		*end = nul ? '\0' : *from;
		from += nul ? 4 : 1;
	}
	json_t *v = checked(json_stringn_nocheck(text, (size_t)(end - text)));

	free(text);
	return v;
}

/* Digits of [-]digits[.digits]; 0 when it is anything else. */
static size_t
decimal_digits(const char *s, bool *whole)
{
	size_t before, after = 0;

	s += *s == '-';
	before = strspn(s, "0123456789");
	*whole = s[before] == '\0';
	if (before == 0)
		return 0;
	if (!*whole) {
		after = s[before] == '.' ? strspn(s + before + 1, "0123456789") : 0;
		if (after == 0 || s[before + 1 + after] != '\0')
			return 0;
	}
	return before + after;
}

static json_t *
decimal(const char *s)
{
	bool whole;
	size_t digits = decimal_digits(s, &whole);

	if (digits > 0 && whole && digits <= 18)
		return checked(json_integer((json_int_t)strtoll(s, NULL, 10)));
	if (digits > 0 && digits <= EXACT_DIGITS)
		return pt_json_real(strtod(s, NULL));
	return pt_json_text(s);
}

static json_t *
unsigned_integer(const char *s)
{
	uint64_t v;

	return pt_parse_u64(s, &v) == PT_PARSE_OK ? pt_json_u64(v) : pt_json_text(s);
}

static json_t *
signed_integer(const char *s)
{
	char *end;

	errno = 0;
	long long v = strtoll(s, &end, 10);

	return errno == 0 && end != s && *end == '\0' ? checked(json_integer(v)) : pt_json_text(s);
}

static json_t *
real(const char *s)
{
	char *end;
	double v = strtod(s, &end);

	return end != s && *end == '\0' ? pt_json_real(v) : json_null();
}

json_t *
pt_json_typed(const char *value)
{
	const char *v = value + 2;

	if (!value[0] || value[1] != ':')
		return pt_json_text(value);
	switch (value[0]) {
	case 'u':
		return unsigned_integer(v);
	case 'i':
		return signed_integer(v);
	case 'd':
		return decimal(v);
	case 'f':
		return real(v);
	case 'b':
		return json_boolean(strcmp(v, "true") == 0);
	case 's':
		return result_text(v);
	default:
		return pt_json_text(value);
	}
}

json_t *
pt_json_object(void)
{
	json_t *o = json_object();

	if (!o)
		pt_out_of_memory();
	return o;
}

void
pt_json_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		pt_out_of_memory();
}

void
pt_json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value) != 0)
		pt_out_of_memory();
}

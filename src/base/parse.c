/* SPDX-License-Identifier: MIT */
/*
 * Strict parsers. A number is digits[.digits]unit; its value, whole + fraction / 10^k, times the
 * unit, is computed in 128 bits and must come out whole.
 */
#include "base/parse.h"

#include <stddef.h>
#include <string.h>

#define MAX_FRACTION 19 /* digits: 10^19 < 2^64 */

__extension__ typedef unsigned __int128 u128;

struct unit {
	const char *name;
	uint64_t size;
};

struct number {
	uint64_t whole;
	uint64_t fraction, scale; /* fraction / scale, scale a power of ten */
	const char *rest;
};

static const char *
skip_digits(const char *s)
{
	while (*s >= '0' && *s <= '9')
		s++;
	return s;
}

/* The digits in [s, end); at least one. */
static enum pt_parse
read_digits(const char *s, const char *end, uint64_t *out)
{
	uint64_t n = 0;

	if (s == end)
		return PT_PARSE_SYNTAX;
	for (; s < end; s++)
		if (__builtin_mul_overflow(n, 10, &n) ||
			__builtin_add_overflow(n, (uint64_t)(*s - '0'), &n))
			return PT_PARSE_RANGE;
	*out = n;
	return PT_PARSE_OK;
}

static enum pt_parse
read_fraction(const char *s, struct number *n)
{
	const char *end = skip_digits(s), *last = end;

	if (s == end)
		return PT_PARSE_SYNTAX;
	n->rest = end;
	while (last > s && last[-1] == '0')
		last--;
	if (last - s > MAX_FRACTION)
		return PT_PARSE_SYNTAX; /* no unit makes that whole */
	for (; s < last; s++) {
		n->fraction = n->fraction * 10 + (uint64_t)(*s - '0');
		n->scale *= 10;
	}
	return PT_PARSE_OK;
}

/* Overflow of the whole part is told last: "9e99" is bad syntax, whatever its digits. */
static enum pt_parse
read_number(const char *s, struct number *n)
{
	const char *end = skip_digits(s);
	enum pt_parse whole = read_digits(s, end, &n->whole);

	n->fraction = 0;
	n->scale = 1;
	n->rest = end;
	if (whole == PT_PARSE_SYNTAX)
		return whole;
	if (*end == '.' && read_fraction(end + 1, n) != PT_PARSE_OK)
		return PT_PARSE_SYNTAX;
	return whole;
}

static enum pt_parse
apply_unit(const struct number *n, uint64_t unit, uint64_t *out)
{
	u128 part = (u128)n->fraction * unit;
	u128 value = (u128)n->whole * unit + part / n->scale;

	if (part % n->scale != 0)
		return PT_PARSE_SYNTAX;
	if (value > UINT64_MAX)
		return PT_PARSE_RANGE;
	*out = (uint64_t)value;
	return PT_PARSE_OK;
}

static enum pt_parse
parse_with_units(const char *s, const struct unit *units, size_t len, uint64_t *out)
{
	struct number n;
	enum pt_parse result;

	if (*s == '\0')
		return PT_PARSE_EMPTY;
	result = read_number(s, &n);
	if (result == PT_PARSE_SYNTAX)
		return result;
	for (size_t i = 0; i < len; i++)
		if (strcmp(n.rest, units[i].name) == 0)
			return result == PT_PARSE_OK ? apply_unit(&n, units[i].size, out) : result;
	return PT_PARSE_SYNTAX;
}

enum pt_parse
pt_parse_u64(const char *s, uint64_t *out)
{
	const char *end = skip_digits(s);

	if (*s == '\0')
		return PT_PARSE_EMPTY;
	if (*end != '\0')
		return PT_PARSE_SYNTAX;
	return read_digits(s, end, out);
}

enum pt_parse
pt_parse_size(const char *s, uint64_t *out)
{
	static const struct unit units[] = {
		{ "", 1 },
		{ "k", 1000 },
		{ "K", 1000 },
		{ "M", 1000000 },
		{ "G", 1000000000 },
		{ "T", 1000000000000 },
		{ "P", 1000000000000000 },
		{ "E", 1000000000000000000 },
		{ "Ki", UINT64_C(1) << 10 },
		{ "Mi", UINT64_C(1) << 20 },
		{ "Gi", UINT64_C(1) << 30 },
		{ "Ti", UINT64_C(1) << 40 },
		{ "Pi", UINT64_C(1) << 50 },
		{ "Ei", UINT64_C(1) << 60 },
	};

	return parse_with_units(s, units, sizeof(units) / sizeof(units[0]), out);
}

enum pt_parse
pt_parse_duration_ns(const char *s, uint64_t *out)
{
	static const struct unit units[] = {
		{ "", 1000000000 },
		{ "ns", 1 },
		{ "us", 1000 },
		{ "ms", 1000000 },
		{ "s", 1000000000 },
		{ "m", 60 * UINT64_C(1000000000) },
		{ "h", 3600 * UINT64_C(1000000000) },
	};

	return parse_with_units(s, units, sizeof(units) / sizeof(units[0]), out);
}

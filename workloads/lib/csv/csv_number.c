/* SPDX-License-Identifier: MIT */
/*
 * Exact decimals: most numbers are a few digits with a point and take the short way; exponents and
 * long ones the general one.
 */
#include "workloads/lib/csv/csv.h"

#define TEN18 UINT64_C(1000000000000000000)

/* Of the digits: 20 before and 18 behind the point.  Ten times as much still fits 128 bits. */
static const unsigned __int128 limit = (unsigned __int128)TEN18 * TEN18 * 100;

/* clang-format off */
static const uint64_t power[PT_CSV_DECIMALS + 1] = {
	1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
	10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
	1000000000000000u, 10000000000000000u, 100000000000000000u, TEN18,
};
/* clang-format on */

static inline bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Reads "e-12" at p; a wild exponent is clamped, which the range check behind it refuses. */
static bool
read_exponent(const unsigned char *p, const unsigned char *end, int *exponent)
{
	bool negative = p < end && *p == '-';
	int x = 0;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (p == end)
		return false;
	for (; p < end; p++) {
		if (!is_digit(*p))
			return false;
		if (x < 100000)
			x = x * 10 + (*p - '0');
	}
	*exponent = negative ? -x : x;
	return true;
}

/* The number is digits times 10^tens. */
struct digits {
	unsigned __int128 digits;
	int tens;
	bool cut; /* not all digits are in it */
};

static enum pt_csv_number
read_digits(const unsigned char *p, const unsigned char *end, struct digits *d)
{
	bool any = false, point = false;
	int exponent = 0;

	for (; p < end && *p != 'e' && *p != 'E'; p++) {
		if (*p == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(*p))
			return PT_CSV_NO_NUMBER;
		any = true;
		if (d->digits < limit / 10) {
			d->digits = d->digits * 10 + (unsigned)(*p - '0');
			d->tens -= point;
		} else { /* the end of more digits than there is room for */
			d->tens += !point;
			d->cut |= *p != '0';
		}
	}
	if (p < end && !read_exponent(p + 1, end, &exponent))
		return PT_CSV_NO_NUMBER;
	d->tens += exponent;
	return any ? PT_CSV_NUMBER : PT_CSV_NO_NUMBER;
}

static enum pt_csv_number
general(const unsigned char *p, const unsigned char *end, unsigned __int128 *out)
{
	struct digits d = { .digits = 0 };
	enum pt_csv_number is = read_digits(p, end, &d);

	*out = d.digits;
	if (is != PT_CSV_NUMBER || d.digits == 0)
		return is;
	for (int n = d.tens + PT_CSV_DECIMALS; n > 0; n--) {
		if (*out >= limit / 10)
			return PT_CSV_TOO_LARGE;
		*out *= 10;
	}
	for (int n = d.tens + PT_CSV_DECIMALS; n < 0; n++) {
		d.cut |= *out % 10 != 0;
		*out /= 10;
	}
	return d.cut ? PT_CSV_TOO_FINE : PT_CSV_NUMBER;
}

/* Up to 19 digits before the point, 18 behind it. */
static bool
simple(const unsigned char *p, const unsigned char *end, unsigned __int128 *out)
{
	const unsigned char *start = p;
	uint64_t whole = 0, part = 0;
	ptrdiff_t decimals = 0;

	for (; p < end && is_digit(*p); p++)
		whole = whole * 10 + (unsigned)(*p - '0');
	if (p == start || p - start > PT_CSV_DECIMALS + 1)
		return false;
	if (p < end && *p == '.') {
		start = ++p;
		for (; p < end && is_digit(*p); p++)
			part = part * 10 + (unsigned)(*p - '0');
		decimals = p - start;
	}
	if (p < end || decimals > PT_CSV_DECIMALS)
		return false;
	*out = (unsigned __int128)whole * TEN18 +
		(unsigned __int128)part * power[PT_CSV_DECIMALS - decimals];
	return true;
}

static inline bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

enum pt_csv_number
pt_csv_number(const unsigned char *text, size_t len, __int128 *out)
{
	const unsigned char *p = text, *end = text + len;
	enum pt_csv_number is = PT_CSV_NUMBER;
	unsigned __int128 v;
	bool negative;

	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	negative = p < end && *p == '-';
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (!simple(p, end, &v))
		is = general(p, end, &v);
	if (is == PT_CSV_NUMBER)
		*out = negative ? -(__int128)v : (__int128)v;
	return is;
}

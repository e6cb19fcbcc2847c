/* SPDX-License-Identifier: MIT */
/*
 * Exact decimals: most numbers are a few digits with a point and take the short way; exponents and
 * long ones the general one.
 */
#include "workloads/lib/csv/csv.h"

#define TEN18 UINT64_C(1000000000000000000)

static const unsigned __int128 limit = (unsigned __int128)TEN18 * TEN18;

static const uint64_t power[PT_CSV_DECIMALS + 1] = {
	1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
	10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
	1000000000000000u, 10000000000000000u, 100000000000000000u, TEN18,
};

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
};

static bool
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
			return false;
		any = true;
		if (d->digits < limit) {
			d->digits = d->digits * 10 + (unsigned)(*p - '0');
			d->tens -= point;
		} else if (*p == '0') {
			d->tens += !point;
		} else {
			return false;
		}
	}
	if (p < end && !read_exponent(p + 1, end, &exponent))
		return false;
	d->tens += exponent;
	return any;
}

static bool
general(const unsigned char *p, const unsigned char *end, unsigned __int128 *out)
{
	struct digits d = { .digits = 0 };

	if (!read_digits(p, end, &d))
		return false;
	*out = d.digits;
	if (d.digits == 0)
		return true;
	for (int n = d.tens + PT_CSV_DECIMALS; n < 0; n++) {
		if (*out % 10)
			return false;
		*out /= 10;
	}
	for (int n = d.tens + PT_CSV_DECIMALS; n > 0; n--) {
		if (*out >= limit)
			return false;
		*out *= 10;
	}
	return *out < limit;
}

/* Up to 18 digits before and behind the point. */
static bool
simple(const unsigned char *p, const unsigned char *end, unsigned __int128 *out)
{
	const unsigned char *start = p;
	uint64_t whole = 0, part = 0;
	ptrdiff_t decimals = 0;

	for (; p < end && is_digit(*p); p++)
		whole = whole * 10 + (unsigned)(*p - '0');
	if (p == start || p - start > PT_CSV_DECIMALS)
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

bool
pt_csv_number(const unsigned char *text, size_t len, __int128 *out)
{
	const unsigned char *p = text, *end = text + len;
	unsigned __int128 v;
	bool negative;

	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	negative = p < end && *p == '-';
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (!simple(p, end, &v) && !general(p, end, &v))
		return false;
	*out = negative ? -(__int128)v : (__int128)v;
	return true;
}

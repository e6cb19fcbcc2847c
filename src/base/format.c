/* SPDX-License-Identifier: MIT */
/*
 * Numbers for people, declared in base/text.h. Digits come from integer arithmetic, since the
 * decimal sign of "%f" follows the locale.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/text.h"

#define UNKNOWN "--"
#define HUGE_VALUE 1e28 /* still fits in PT_NUM */

struct unit {
	double size;
	const char *name;
};

/* Half is rounded away from zero. Digits that a double cannot have are left out. */
static int
put_fixed(char *out, double v, int digits)
{
	const char *sign = v < 0 ? "-" : "";
	double size = v < 0 ? -v : v;
	uint64_t scale = 1, n;

	if (!isfinite(v))
		return snprintf(out, PT_NUM, UNKNOWN);
	if (size >= HUGE_VALUE)
		return snprintf(out, PT_NUM, "%s", v < 0 ? "<-1e28" : ">1e28");
	if (size >= 1e16)
		return snprintf(out, PT_NUM, "%.0f", v);
	for (int i = 0; i < digits; i++)
		scale *= 10;
	while (scale > 1 && size * (double)scale >= 1e17) {
		scale /= 10;
		digits--;
	}
	n = (uint64_t)(size * (double)scale + 0.5);
	if (n == 0)
		sign = "";
	if (scale == 1)
		return snprintf(out, PT_NUM, "%s%" PRIu64, sign, n);
	return snprintf(out, PT_NUM, "%s%" PRIu64 ".%0*" PRIu64, sign, n / scale, digits,
		n % scale);
}

char *
pt_format_ratio(char buf[PT_NUM], double v, int digits)
{
	put_fixed(buf, v, digits < 0 ? 0 : digits > 9 ? 9 : digits);
	return buf;
}

char *
pt_format_share(char buf[PT_NUM], double share)
{
	double percent = share * 100;

	if (percent > 0 && percent < 0.01)
		snprintf(buf, PT_NUM, "<0.01");
	else
		put_fixed(buf, percent, percent > 0 && percent < 10 ? percent < 1 ? 2 : 1 : 0);
	return buf;
}

/*
 * Puts v with the largest unit that gives 1 or more after rounding: 999.6 is "1.0k", not "1000".
 * `step` is the size of one unit in the next smaller one.
 */
static void
put_scaled(char *out, double v, const struct unit *units, size_t n, double step)
{
	double size = v < 0 ? -v : v;
	size_t i = 0;
	int len;

	while (i + 1 < n && size / units[i].size >= step - 0.5)
		i++;
	size /= units[i].size;
	len = put_fixed(out, v / units[i].size, i > 0 && size < 9.95);
	if (size < HUGE_VALUE)
		snprintf(out + len, PT_NUM - (size_t)len, "%s", units[i].name);
}

char *
pt_format_count(char buf[PT_NUM], double v)
{
	static const struct unit units[] = { { 1, "" }, { 1e3, "k" }, { 1e6, "M" }, { 1e9, "G" },
		{ 1e12, "T" }, { 1e15, "P" }, { 1e18, "E" } };

	if (isfinite(v))
		put_scaled(buf, v, units, sizeof(units) / sizeof(units[0]), 1000);
	else
		snprintf(buf, PT_NUM, UNKNOWN);
	return buf;
}

char *
pt_format_bytes(char buf[PT_NUM], uint64_t bytes)
{
	static const struct unit units[] = { { 1, " B" }, { 0x1p10, " KiB" }, { 0x1p20, " MiB" },
		{ 0x1p30, " GiB" }, { 0x1p40, " TiB" }, { 0x1p50, " PiB" }, { 0x1p60, " EiB" } };

	put_scaled(buf, (double)bytes, units, sizeof(units) / sizeof(units[0]), 1024);
	return buf;
}

/* Three figures, as far as one digit after the point (two for seconds) can give them. */
static void
put_time(char *out, double v, int digits, const char *unit)
{
	double size = v < 0 ? -v : v;
	int len;

	if (digits > 1 && size >= 9.995)
		digits = 1;
	if (size >= 99.95)
		digits = 0;
	len = put_fixed(out, v, digits);
	snprintf(out + len, PT_NUM - (size_t)len, " %s", unit);
}

char *
pt_format_seconds(char buf[PT_NUM], double s)
{
	double size = s < 0 ? -s : s;

	if (!isfinite(s))
		snprintf(buf, PT_NUM, UNKNOWN);
	else if (size >= 0.9995 || size == 0)
		put_time(buf, s, size == 0 ? 0 : 2, "s");
	else if (size >= 0.9995e-3)
		put_time(buf, s * 1e3, 1, "ms");
	else if (size >= 0.9995e-6)
		put_time(buf, s * 1e6, 1, "us");
	else
		put_time(buf, s * 1e9, 0, "ns");
	return buf;
}

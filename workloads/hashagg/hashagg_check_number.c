/* SPDX-License-Identifier: MIT */
/* Numbers by school arithmetic: the digits written out with 18 decimals, then read as one integer. */
#include "workloads/hashagg/hashagg_check.h"

#include <stdlib.h>
#include <string.h>

struct digits {
	char *digits;  /* as '0'..'9', without the point */
	long n, point; /* point: before digit number `point` */
};

/* Reads digits, point and exponent; whether that is all there is. */
static bool
read_digits(const char *s, struct digits *d)
{
	const char *exponent = s + strspn(s, "0123456789.");
	long tens = 0;
	char *end;

	d->point = -1;
	for (; s < exponent; s++) {
		if (*s != '.')
			d->digits[d->n++] = *s;
		else if (d->point >= 0)
			return false;
		else
			d->point = d->n;
	}
	if (d->point < 0)
		d->point = d->n;
	if (*exponent) {
		const char *sign = exponent + 1, *first;

		first = sign + (*sign == '-' || *sign == '+');
		if ((*exponent | 32) != 'e' || *first < '0' || *first > '9')
			return false;
		tens = strtol(sign, &end, 10);
		if (*end)
			return false;
	}
	d->point += tens > 9999 ? 9999 : tens < -9999 ? -9999 : tens;
	return d->n > 0;
}

/* Into *out with 18 decimals; as many digits as there may be fit. */
static enum pt_csv_number
to_integer(const struct digits *d, __int128 *out)
{
	const long length = d->point + PT_CSV_DECIMALS;
	long first = 0;

	*out = 0;
	while (first < d->n && d->digits[first] == '0')
		first++;
	if (first < d->n && d->point - first > 20)
		return PT_CSV_TOO_LARGE;
	for (long i = length < 0 ? 0 : length; i < d->n; i++)
		if (d->digits[i] != '0')
			return PT_CSV_TOO_FINE;
	for (long i = first; i < length && first < d->n; i++)
		*out = *out * 10 + (i < d->n ? d->digits[i] - '0' : 0);
	return PT_CSV_NUMBER;
}

bool
pt_agg_check_number(const char *s, __int128 *out, enum pt_csv_number *is)
{
	size_t len;
	char *text = strdup(s + strspn(s, " \t")), *from = text;
	struct digits d = { .n = 0 };

	if (!text)
		return false;
	len = strlen(text);
	while (len && strchr(" \t", text[len - 1]))
		text[--len] = '\0';
	from += *from == '-' || *from == '+';
	d.digits = malloc(len + 1);
	if (d.digits)
		*is = read_digits(from, &d) ? to_integer(&d, out) : PT_CSV_NO_NUMBER;
	if (*text == '-')
		*out = -*out;
	free(text);
	free(d.digits);
	return d.digits != NULL;
}

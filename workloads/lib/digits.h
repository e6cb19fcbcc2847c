/* SPDX-License-Identifier: MIT */
/* Decimal digits, two at a time. */
#ifndef PT_WORKLOADS_LIB_DIGITS_H
#define PT_WORKLOADS_LIB_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const char pt_digit_pairs[] =
	"00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
	"4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"
	"99";

/* Decimal digits of x, two at a time; returns where they end. */
static inline char *
pt_put_digits(char *to, uint64_t x)
{
	char digits[20], *at = digits + sizeof(digits);
	size_t len;

	for (; x >= 100; x /= 100)
		memcpy(at -= 2, &pt_digit_pairs[x % 100 * 2], 2);
	if (x >= 10)
		memcpy(at -= 2, &pt_digit_pairs[x * 2], 2);
	else
		*--at = (char)('0' + x);
	len = (size_t)(digits + sizeof(digits) - at);
	memcpy(to, at, len);
	return to + len;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Strict parsers for numbers given by people: the whole text must match. No sign, no blanks, no
 * hexadecimal, no exponent, nothing after the end, no dependence on the locale. All are pure;
 * `*out` is written on PT_PARSE_OK only. No allocation: libpartop uses them too.
 */
#ifndef PT_BASE_PARSE_H
#define PT_BASE_PARSE_H

#include <stdint.h>

enum pt_parse {
	PT_PARSE_OK,
	PT_PARSE_EMPTY,
	PT_PARSE_SYNTAX,
	PT_PARSE_RANGE, /* well formed, but over 2^64 - 1 */
};

/* Decimal digits. */
enum pt_parse pt_parse_u64(const char *s, uint64_t *out);

/*
 * A count or bytes: digits, then nothing, k (or K) M G T P E for powers of 1000, Ki Mi Gi Ti Pi Ei
 * for powers of 1024. A fraction ("1.5M") is fine as long as the value is whole.
 */
enum pt_parse pt_parse_size(const char *s, uint64_t *out);

/*
 * A time in nanoseconds: "500us", "250ms", "3s", "2m", "1h", "1.5s"; a plain number is seconds.
 * A fraction must give whole nanoseconds.
 */
enum pt_parse pt_parse_duration_ns(const char *s, uint64_t *out);

#endif

/* SPDX-License-Identifier: MIT */
/* The inputs that the sorts are tested with: number i of n, before it is made an element. */
#ifndef PT_TESTS_UNIT_SORT_INPUTS_H
#define PT_TESTS_UNIT_SORT_INPUTS_H

#include <stdint.h>

/* clang-format off */
enum shape {
	RANDOM, SORTED, REVERSED, REVERSED_REPEATS, FEW, ORGAN, EQUAL, TWO, SAWTOOTH, NEARLY, ZIPF,
	KILLER, SMALL, MOSTLY, PIPES, SMALLEST_LAST, SPECIAL, SHAPES,
};
/* clang-format on */

/* clang-format off */
static const char *const shape_names[SHAPES] = {
	[RANDOM] = "random", [SORTED] = "sorted", [REVERSED] = "reversed",
	[REVERSED_REPEATS] = "reversed with repeats", [FEW] = "16 values", [ORGAN] = "organ pipe",
	[EQUAL] = "equal", [TWO] = "two values", [SAWTOOTH] = "sawtooth",
	[NEARLY] = "1 % out of place", [ZIPF] = "zipf", [KILLER] = "median-of-3 killer",
	[SMALL] = "small range", [MOSTLY] = "0.1 % other values", [PIPES] = "organ pipes",
	[SMALLEST_LAST] = "sorted, smallest last", [SPECIAL] = "special values",
};
/* clang-format on */

/* r: a random number.  (Musser 1997 has the killer.) */
static inline uint64_t
shape_number(enum shape shape, uint64_t i, uint64_t n, uint64_t r)
{
	uint64_t half = n / 2;

	switch (shape) {
	case SORTED:
		return i;
	case REVERSED:
		return n - i;
	case REVERSED_REPEATS:
		return (n - i) / 10;
	case FEW:
		return r % 16;
	case ORGAN:
		return i < half ? i : n - i;
	case EQUAL:
		return 7;
	case TWO:
		return r & 1;
	case SAWTOOTH:
		return i % 1000;
	case NEARLY:
		return r % 100 ? i : r % n;
	case ZIPF:
		return n / (1 + r % n);
	case KILLER:
		return i >= half ? 2 * (i - half + 1) : i & 1 ? half + i : i + 1;
	case SMALL:
		return r % n;
	case MOSTLY:
		return r % 1000 ? 5 : r >> 20;
	case PIPES:
		return i % 100 < 50 ? i % 100 : 100 - i % 100;
	case SMALLEST_LAST:
		return i + 1 < n ? i + 1 : 0;
	default:
		return r;
	}
}

#endif

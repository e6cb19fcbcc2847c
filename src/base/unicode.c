/* SPDX-License-Identifier: MIT */
/*
 * Looks characters up in the generated tables by bisection.
 */
#include "base/unicode.h"

#include <stddef.h>

#include "base/unicode_tables.h"

#define IN(table, c) find(table, sizeof(table) / sizeof((table)[0]), c)

static bool
find(const struct span *table, size_t n, uint32_t c)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > table[middle].last)
			low = middle + 1;
		else if (c < table[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

bool
pt_unicode_hidden(uint32_t character)
{
	if (character < 0x7f) /* nearly all text is ASCII */
		return character < 0x20;
	return character > 0x10ffff || IN(hidden, character);
}

bool
pt_unicode_combining(uint32_t character)
{
	return character >= 0x300 && IN(combining, character);
}

bool
pt_unicode_wide(uint32_t character)
{
	return character >= 0x1100 && IN(wide, character);
}

/* SPDX-License-Identifier: MIT */
/*
 * Near names by optimal string alignment distance (Damerau-Levenshtein without moving a part
 * twice), three rows of the usual table.
 */
#include "base/nearest.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MAX_LEN 63
#define MAX_HINTS 3

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
pt_nearest_distance(const char *a, const char *b)
{
	size_t rows[3][MAX_LEN + 1], a_len = strlen(a), b_len = strlen(b);

	if (a_len > MAX_LEN || b_len > MAX_LEN)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			char x = lower(a[i - 1]), y = lower(b[j - 1]);

			row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == lower(b[j - 2]) && y == lower(a[i - 2]))
				row[j] = least(row[j], up2[j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

static int
begins_with(const char *name, const char *word)
{
	size_t i = 0;

	while (word[i] != '\0' && lower(word[i]) == lower(name[i]))
		i++;
	return i >= 2 && word[i] == '\0';
}

/* 0 is best; SIZE_MAX is not near at all. A name that the word begins counts like one edit. */
static size_t
score(const char *word, const char *name)
{
	size_t distance = pt_nearest_distance(word, name);
	size_t allowed = 1 + strlen(word) / 4;

	if (begins_with(name, word))
		return least(distance, 1);
	return distance <= allowed && distance < strlen(name) ? distance : SIZE_MAX;
}

size_t
pt_nearest(const char *word, const char *const *names, size_t n, const char **out, size_t max)
{
	size_t found = 0;

	for (size_t want = 0; want <= MAX_LEN && found < max; want++)
		for (size_t i = 0; i < n && found < max; i++)
			if (score(word, names[i]) == want)
				out[found++] = names[i];
	return found;
}

char *
pt_nearest_hint(char *out, size_t size, const char *word, const char *const *names, size_t n)
{
	const char *near[MAX_HINTS];
	size_t found = pt_nearest(word, names, n, near, MAX_HINTS);

	if (found == 0)
		snprintf(out, size, "%s", "");
	else if (found == 1)
		snprintf(out, size, ": did you mean %s?", near[0]);
	else if (found == 2)
		snprintf(out, size, ": did you mean %s or %s?", near[0], near[1]);
	else
		snprintf(out, size, ": did you mean %s, %s or %s?", near[0], near[1], near[2]);
	return out;
}

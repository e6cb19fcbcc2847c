/* SPDX-License-Identifier: MIT */
/*
 * The names a user probably meant: "unknown workload 'quiksort': did you mean quicksort?"
 * Near means a small edit distance (insert, delete, replace, swap neighbours) for its length, or
 * that the word is the beginning of the name. Pure, no allocation; names over 63 bytes never match.
 */
#ifndef PT_BASE_NEAREST_H
#define PT_BASE_NEAREST_H

#include <stddef.h>

/* Edit distance, case ignored (ASCII); SIZE_MAX if either is too long. */
size_t pt_nearest_distance(const char *a, const char *b);

/* Puts up to `max` near names into `out`, best first, ties in table order; returns how many. */
size_t
pt_nearest(const char *word, const char *const *names, size_t n, const char **out, size_t max);

/*
 * Fills `out` with ": did you mean A?", ": did you mean A or B?" (three names at most), or "" when
 * nothing is near, so that it can be appended to any message. Returns out.
 */
char *pt_nearest_hint(char *out, size_t size, const char *word, const char *const *names, size_t n);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Results of a run as a tree: paths of the recording's RESULT entries become objects and arrays.
 */
#ifndef PT_EXPORT_RESULT_H
#define PT_EXPORT_RESULT_H

#include <jansson.h>
#include <stddef.h>

#include "metrics/model.h"

/*
 * A new reference.  "top/0/key" and "top/1/key" make an array of two objects.  Numbers that lead
 * to plain values are names, not indexes: in "matches/404" the pattern happens to be a number.
 */
json_t *pt_json_result(const struct pt_text_pair *results, size_t n);

/* Writes one component of a path, unescaped and clean; returns what follows it, NULL at the end. */
const char *pt_result_component(const char *path, char **component);

#endif

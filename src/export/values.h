/* SPDX-License-Identifier: MIT */
/*
 * Values for JSON documents: what JSON or its reader cannot hold becomes null or a string, never
 * something else that looks like a number.  All return new references and never NULL.
 */
#ifndef PT_EXPORT_VALUES_H
#define PT_EXPORT_VALUES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

json_t *pt_json_object(void);        /* empty */
json_t *pt_json_real(double v);      /* NAN, infinities: null */
json_t *pt_json_u64(uint64_t v);     /* over 2^63 - 1: a string of digits */
json_t *pt_json_text(const char *s); /* "": null; bytes that are not UTF-8: \xNN */

/* The key of a member: as pt_json_text(), terminated, in malloc'ed memory. */
char *pt_json_key(const char *s, size_t len);

/*
 * A value with its type in front, as in the recording's RESULT entries.  An exact decimal is a
 * number when a double holds all its digits, else a string.  Of an unknown type: the whole text.
 */
json_t *pt_json_typed(const char *value);

/* object[key] = value; the next one of the array.  Both take the reference. */
void pt_json_put(json_t *object, const char *key, json_t *value);
void pt_json_append(json_t *array, json_t *value);

#endif

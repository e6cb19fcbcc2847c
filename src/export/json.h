/* SPDX-License-Identifier: MIT */
/*
 * The object of `run --json` and of `export --format json`, schema "partop.run/1".  Names are
 * never changed or removed; what is unknown is null.
 */
#ifndef PT_EXPORT_JSON_H
#define PT_EXPORT_JSON_H

#include <jansson.h>

struct pt_cores;
struct pt_export_options;
struct pt_source;

/* A new reference; the caller may add members before it writes it.  Never NULL. */
json_t *pt_json_run(struct pt_source *s, const struct pt_export_options *o);

/* Where the cores of a run went.  The members add up to the workers: a sum is null where its parts
 * are known. */
json_t *pt_json_cores(const struct pt_cores *c);

/* Reals with 15 digits; only ASCII, so that no text of a recording can harm a terminal. */
#define PT_JSON_FLAGS (JSON_INDENT(2) | JSON_REAL_PRECISION(15) | JSON_ENSURE_ASCII)

#endif

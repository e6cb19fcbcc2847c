/* SPDX-License-Identifier: MIT */
/* What exporters write of recordings made by hand (made_recording.h). */
#ifndef PT_TESTS_EXPORTED_H
#define PT_TESTS_EXPORTED_H

#include <jansson.h>

#include "export/exporter.h"
#include "tests/unit/made_recording.h"

const struct pt_exporter *exporter_named(const char *name);

/* The text, to be freed. */
char *exported(const char *path, const struct pt_exporter *x, const struct pt_export_options *o);

/* Text as JSON; frees the text. */
json_t *exported_parsed(char *text);

/* The object of the exporter "json". */
json_t *exported_json(const struct made *m, const char *trace);

/* The value at a path such as "workers/0/steals"; the test fails when there is none. */
json_t *exported_at(json_t *v, const char *path);

#endif

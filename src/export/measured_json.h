/* SPDX-License-Identifier: MIT */
/*
 * What comparisons of all kinds have in common, as JSON.  All return new references, never NULL.
 */
#ifndef PT_EXPORT_MEASURED_JSON_H
#define PT_EXPORT_MEASURED_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "metrics/estimate.h"
#include "metrics/measured.h"

/* The head of an object: schema, version, state, folder of the recordings (NULL: null). */
json_t *pt_json_trials(const char *schema, bool interrupted, const char *folder);

/* A configuration with its runs and processes. */
json_t *pt_json_measured(const struct pt_measured *m);

/* {"value", "lo", "hi", "rounds"} */
json_t *pt_json_estimate(const struct pt_estimate *e);

/* Every run: {"s", "round", "disturbed", "outlier"} */
json_t *pt_json_timings(const struct pt_timings *t);

/* Writes and releases it. */
void pt_json_write(json_t *o, FILE *f);

#endif

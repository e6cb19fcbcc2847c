/* SPDX-License-Identifier: MIT */
/*
 * A comparison for people and for programs.
 */
#ifndef PT_EXPORT_COMPARE_H
#define PT_EXPORT_COMPARE_H

#include <stdio.h>

#include "export/findings.h"
#include "export/look.h"
#include "metrics/comparison.h"

/* All of these want the comparison. */
void pt_compare_text(const struct pt_findings *p, const struct pt_look *look, FILE *f);

/* The object "partop.compare/1": names are never changed or removed; what is unknown is null. */
void pt_compare_json(const struct pt_findings *p, FILE *f);

/* A line per configuration. */
void pt_compare_csv(const struct pt_findings *p, FILE *f);
void pt_compare_markdown(const struct pt_findings *p, FILE *f);

#endif

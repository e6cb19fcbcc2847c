/* SPDX-License-Identifier: MIT */
/*
 * A comparison for people and for programs.
 */
#ifndef PT_EXPORT_COMPARE_H
#define PT_EXPORT_COMPARE_H

#include <stdbool.h>
#include <stdio.h>

#include "export/look.h"
#include "metrics/comparison.h"

struct pt_compare {
	const struct pt_comparison *c;
	bool interrupted;
	const char *folder; /* that has the recordings; NULL none */
};

void pt_compare_text(const struct pt_compare *p, const struct pt_look *look, FILE *f);

/* The object "partop.compare/1": names are never changed or removed; what is unknown is null. */
void pt_compare_json(const struct pt_compare *p, FILE *f);

/* A line per configuration. */
void pt_compare_csv(const struct pt_compare *p, FILE *f);
void pt_compare_markdown(const struct pt_compare *p, FILE *f);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What trials come to, a comparison or curves, and the ways to say it.
 */
#ifndef PT_EXPORT_FINDINGS_H
#define PT_EXPORT_FINDINGS_H

#include <stdbool.h>
#include <stdio.h>

struct pt_comparison;
struct pt_look;
struct pt_scaling;

/* One of the two is there: each printer knows which. */
struct pt_findings {
	const struct pt_comparison *c;
	const struct pt_scaling *s;
	bool interrupted;
	const char *folder; /* that has the recordings; NULL none */
};

typedef void pt_findings_fn(const struct pt_findings *p, FILE *f);

struct pt_findings_printer {
	void (*text)(const struct pt_findings *p, const struct pt_look *look, FILE *f);
	pt_findings_fn *json, *csv, *markdown;
};

#endif

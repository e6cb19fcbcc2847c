/* SPDX-License-Identifier: MIT */
/* What the parts of the report share: see report.c. */
#ifndef PT_EXPORT_REPORT_PARTS_H
#define PT_EXPORT_REPORT_PARTS_H

#include <stdio.h>

#include "export/exporter.h"
#include "metrics/model.h"

struct report {
	FILE *f;
	const struct pt_export_options *o;
	const struct pt_model *m;
	const struct pt_summary *s;
};

enum style { BOLD, DIM, WARN };

/* What turns a style on and all styles off; "" without colour. */
const char *pt_report_on(const struct report *r, enum style style);
const char *pt_report_off(const struct report *r);

/* Foreign text: clean, and without anything but ASCII where that is asked for. */
void pt_report_foreign(const struct report *r, const char *s);

/* The same from a column on, broken at blanks where the line is full; what stands before column 2 is a sign.
 * Returns the column behind it. */
int pt_report_words(const struct report *r, int column, const char *s);

const char *pt_report_plural(double n); /* "" or "s" */

void pt_report_cores(const struct report *r);   /* where the cores went */
void pt_report_results(const struct report *r); /* what the run computed */

#endif

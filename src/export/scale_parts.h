/* SPDX-License-Identifier: MIT */
/* Between the files of export/scale*.c. */
#ifndef PT_EXPORT_SCALE_PARTS_H
#define PT_EXPORT_SCALE_PARTS_H

#include "base/text.h"
#include "export/cells.h"
#include "export/scale.h"

/* The table: a line per point. */
void pt_scale_cells(struct pt_cells *cells, const struct pt_scaling *s, bool utf8);

/* What it comes to, in sentences. */
void pt_scale_sentences(const struct pt_findings *p, FILE *f, bool utf8, int width);

/* A place on the axis: "4", "64Ki", "10M". */
char *pt_scale_place(char out[PT_NUM], double x);

/* "workers", "size", "grain". */
const char *pt_scale_axis_title(const struct pt_scaling *s);

/* "quicksort n=60M, serial-partition": what all points have in common; clean, malloc'ed. */
char *pt_scale_title(const struct pt_scaling *s, bool utf8);

/* How many CPUs there are, and what they can give, by the points; 0 and NAN unknown. */
uint32_t pt_scale_cpus(const struct pt_scaling *s);
double pt_scale_capacity(const struct pt_scaling *s);

/* "wins", "loses", "unclear" */
const char *pt_scale_verdict(const struct pt_scaling_point *p);

#endif

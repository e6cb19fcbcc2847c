/* SPDX-License-Identifier: MIT */
/* What the files of export/compare*.c share. */
#ifndef PT_EXPORT_COMPARE_PARTS_H
#define PT_EXPORT_COMPARE_PARTS_H

#include "export/cells.h"
#include "export/compare.h"

/* The table: name, time, and what is known besides. */
void pt_compare_cells(struct pt_cells *cells, const struct pt_comparison *c, bool utf8);

/* The conclusions in sentences, each on a line of its own; a long one is wrapped. */
void pt_compare_sentences(const struct pt_findings *p, FILE *f, bool utf8, int width);

/* "12 % faster", "3.02 x faster", "1.50 x slower", "no difference", "--". */
void pt_compare_ratio(char *out, size_t size, const struct pt_estimate *ratio, enum pt_verdict v);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Fields of comma separated values (RFC 4180), each but the first with its comma in front.
 */
#ifndef PT_EXPORT_CSV_FIELDS_H
#define PT_EXPORT_CSV_FIELDS_H

#include <stdint.h>
#include <stdio.h>

struct pt_estimate;

void pt_csv_first(FILE *f, const char *text);
void pt_csv_text(FILE *f, const char *text); /* in quotes where it needs them */
void pt_csv_u64(FILE *f, uint64_t v);
void pt_csv_count(FILE *f, uint64_t v);                     /* 0, which is unknown: empty */
void pt_csv_real(FILE *f, double v);                        /* nine digits; NAN: empty */
void pt_csv_estimate(FILE *f, const struct pt_estimate *e); /* value, lo, hi */

#endif

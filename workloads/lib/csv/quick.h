/* SPDX-License-Identifier: MIT */
/*
 * Rows and numbers as most are, taken apart by words and masks instead of bytes.  What is not so is left to
 * pt_csv_row() and pt_csv_number(), which know all there is; where these do answer, they say the same.
 */
#ifndef PT_WORKLOADS_LIB_CSV_QUICK_H
#define PT_WORKLOADS_LIB_CSV_QUICK_H

#include "workloads/lib/block/block.h"
#include "workloads/lib/csv/csv.h"
#include "workloads/lib/simd.h"

/*
 * Takes the row at text apart, if it ends before `end`, is no comment, no empty line, and has no fault; a
 * block more than the text must be readable.  False: pt_csv_row() is to be asked.
 */
typedef bool pt_csv_quick_fn(const unsigned char *text, const unsigned char *end,
	const struct pt_csv_wanted *wanted, struct pt_csv_row *row);
pt_csv_quick_fn pt_csv_quick_avx512, pt_csv_quick_avx2, pt_csv_quick_sse2;
/* The best one of no higher level; NULL: there is none that is quicker. */
pt_csv_quick_fn *pt_csv_quick(enum pt_simd most);

/* A number of up to eight characters, sign, digits and a point, when eight bytes are readable there. */
bool pt_csv_quick_number(const unsigned char *text, size_t len, __int128 *out);

#endif

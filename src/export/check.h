/* SPDX-License-Identifier: MIT */
/*
 * Invariants of a recording: what must hold in every one, whatever was run.  Findings are grouped
 * by kind; each kind has a count and its first case in words.
 */
#ifndef PT_EXPORT_CHECK_H
#define PT_EXPORT_CHECK_H

#include <stdio.h>

struct pt_error;

/*
 * Checks the recording and writes one line per invariant to out.  Returns the number of
 * violations, or -1 with e filled when it cannot be read.
 */
int pt_check_recording(const char *path, FILE *out, struct pt_error *e);

#endif

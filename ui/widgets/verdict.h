/* SPDX-License-Identifier: MIT */
/*
 * The verdict: one sentence that says how much faster the run was, whether that is all that the
 * machine can give, and at most one cause.
 */
#ifndef PT_UI_WIDGETS_VERDICT_H
#define PT_UI_WIDGETS_VERDICT_H

#include <stddef.h>

#include "metrics/model.h"

#define PT_VERDICT 256 /* bytes that hold it; it has at most 78 columns */

/* The longest wording of at most `columns`; with none that fits, the shortest.  Never empty. */
void pt_verdict_make(char out[PT_VERDICT], const struct pt_model *m, int columns);

#endif

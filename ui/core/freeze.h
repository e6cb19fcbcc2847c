/* SPDX-License-Identifier: MIT */
/*
 * A frozen model: a deep copy, for a screen that stands still while the recording goes on.  The
 * copy has no summary, since the screens do not use it.
 */
#ifndef PT_UI_CORE_FREEZE_H
#define PT_UI_CORE_FREEZE_H

#include "metrics/model.h"

struct pt_frozen;

struct pt_frozen *pt_freeze(const struct pt_model *m);
const struct pt_model *pt_frozen_model(const struct pt_frozen *f);
void pt_frozen_free(struct pt_frozen *f);	/* NULL is fine */

#endif

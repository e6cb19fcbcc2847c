/* SPDX-License-Identifier: MIT */
/*
 * Making a model: by the source alone.  A reader of models needs model.h only.
 */
#ifndef PT_METRICS_MODEL_MADE_H
#define PT_METRICS_MODEL_MADE_H

#include "metrics/model.h"

struct pt_arena;

/* A zeroed model, held by the caller, and the arena that all it points to has to come from. */
struct pt_model *pt_model_new(struct pt_arena **arena);

#endif

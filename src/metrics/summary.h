/* SPDX-License-Identifier: MIT */
/*
 * The whole run in numbers, from the journal and the median run worker by worker.
 */
#ifndef PT_METRICS_SUMMARY_H
#define PT_METRICS_SUMMARY_H

#include <stdint.h>

#include "metrics/account.h"
#include "metrics/model.h"
#include "metrics/tracker.h"

struct pt_arena;

/* All but state, error and pools, which are the model's.  Everything in it lies in the arena. */
struct pt_summary *
pt_summary_make(struct pt_arena *arena, const struct pt_tracker *t, const struct pt_account *a);

#endif

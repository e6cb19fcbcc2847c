/* SPDX-License-Identifier: MIT */
/*
 * From the words of `scale` to its configurations: which axis, which places on it, and for each of
 * them all products of the other lists.
 */
#ifndef PT_CMD_SCALE_CONFIGS_H
#define PT_CMD_SCALE_CONFIGS_H

#include "cmd/trial_words.h"
#include "metrics/scaling.h"

struct pt_error;
struct pt_options;
struct pt_workload;

/* --sizes, --grains, --weak */
extern const struct pt_options pt_scale_axis_options;

/* Their labels say where they belong (metrics/scaling.h).  0, or -1 with e filled;
 * pt_trial_configs_fini() after success only. */
int pt_scale_configs_make(struct pt_trial_configs *c, const struct pt_trial_words *w,
	struct pt_error *e);

/* The size whose work is nearest to so many times that of another one; at most `max` (0: any). */
uint64_t pt_scale_size(const struct pt_workload *w, uint64_t size, double times, uint64_t max);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What this machine gives, for a run on it: told by PARTOP_CAPACITY, known from the cache, or
 * calibrated: now, or by the child that measures, as a step of its plan.
 */
#ifndef PT_SESSION_CAPACITY_H
#define PT_SESSION_CAPACITY_H

#include <stdbool.h>

#include "os/capacity.h"

struct pt_error;
struct pt_options;

enum pt_capacity_effort {
	PT_CAPACITY_IF_KNOWN,
	PT_CAPACITY_CALIBRATE,      /* if not known: by the child, before it measures */
	PT_CAPACITY_CALIBRATE_ANEW, /* whatever is known */
};

/* --no-calibrate */
extern const struct pt_options pt_capacity_options;

/*
 * The table is empty when the capacity is not known, which is no error.  1: the child has to
 * calibrate.  -1 with e filled (usage): PARTOP_CAPACITY is nonsense.
 */
int
pt_capacity_find(struct pt_capacity_table *t, enum pt_capacity_effort effort, struct pt_error *e);

/* Tells the user that the child will calibrate. */
void pt_capacity_say_due(void);

#endif

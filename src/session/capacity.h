/* SPDX-License-Identifier: MIT */
/*
 * What this machine gives, for a run on it: told by PARTOP_CAPACITY, known from the cache, or
 * calibrated now.
 */
#ifndef PT_SESSION_CAPACITY_H
#define PT_SESSION_CAPACITY_H

#include <stdbool.h>

#include "metrics/capacity.h"

struct pt_error;
struct pt_options;

enum pt_capacity_effort {
	PT_CAPACITY_IF_KNOWN,
	PT_CAPACITY_CALIBRATE,		/* if it is not known; takes a second, and is said */
	PT_CAPACITY_CALIBRATE_ANEW,	/* whatever is known */
};

/* --no-calibrate */
extern const struct pt_options pt_capacity_options;

/*
 * The table is empty when it is not known and could not be found out, which is no error.  -1 with
 * e filled (usage): PARTOP_CAPACITY is nonsense.
 */
int pt_capacity_find(struct pt_capacity_table *t, enum pt_capacity_effort effort, bool quiet,
	struct pt_error *e);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What the CPUs can give, found out as a step of the plan: once for this machine, and only when the
 * parent, which knows what is kept, has asked for it.
 */
#ifndef PT_RUNNER_CAPACITY_H
#define PT_RUNNER_CAPACITY_H

#include <stdbool.h>

struct pt_measure;

bool pt_runner_capacity_is_due(void);

/* While the pools sleep.  What it cannot find out stays unknown. */
void pt_runner_calibrate(struct pt_measure *m);

#endif

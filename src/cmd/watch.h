/* SPDX-License-Identifier: MIT */
/*
 * Watching a run: with screens where they are wanted and possible, else without.
 */
#ifndef PT_CMD_WATCH_H
#define PT_CMD_WATCH_H

#include "cmd/show.h"

struct pt_host;

/* Returns when the child has ended and the user has seen enough. */
void pt_watch(struct pt_host *h, const struct pt_show *show);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Watching a run: with screens where they are wanted and possible, else without.
 */
#ifndef PT_SESSION_WATCH_H
#define PT_SESSION_WATCH_H

#include "session/show.h"

struct pt_session;

/* Returns when the child has ended and the user has left the screens. */
void pt_watch(struct pt_session *s, const struct pt_show *show);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Watching a run: with screens where they are wanted and possible, else without.
 */
#ifndef PT_SESSION_WATCH_H
#define PT_SESSION_WATCH_H

#include "session/show.h"

struct pt_error;
struct pt_session;

/* Returns when the child has ended and the user has left the screens. */
void pt_watch(struct pt_session *s, const struct pt_show *show);

/* Shows a finished recording on the screens, at its end and at any instant before.  0, or -1 with e
 * filled: this is no terminal that could. */
int pt_watch_past(struct pt_session *s, const struct pt_show *show, struct pt_error *e);

#endif

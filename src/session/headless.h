/* SPDX-License-Identifier: MIT */
/*
 * A run without screens.
 */
#ifndef PT_SESSION_HEADLESS_H
#define PT_SESSION_HEADLESS_H

#include <stdbool.h>

struct pt_session;

/* Without screens, until the child has ended; progress: a line on standard error. */
void pt_headless_run(const struct pt_session *s, bool progress);

#endif

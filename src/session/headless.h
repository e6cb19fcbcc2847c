/* SPDX-License-Identifier: MIT */
/*
 * A run without screens.
 */
#ifndef PT_SESSION_HEADLESS_H
#define PT_SESSION_HEADLESS_H

struct pt_session;

/* Drawn ten times a second, after a look. */
struct pt_headless_progress {
	void (*draw)(const struct pt_session *s, void *ctx);
	void *ctx;
};

/* The progress line of a run. */
extern const struct pt_headless_progress pt_headless_line;

/* Returns when the child has ended; progress may be NULL. */
void pt_headless_run(const struct pt_session *s, const struct pt_headless_progress *progress);

#endif

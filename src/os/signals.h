/* SPDX-License-Identifier: MIT */
/*
 * The signal dispositions that a process was started with: what its caller ignored (nohup, a
 * shell's background job) and blocked.
 */
#ifndef PT_OS_SIGNALS_H
#define PT_OS_SIGNALS_H

#include <signal.h>

struct pt_signals {
	sigset_t ignored, blocked;
};

/* Keeps those of the process for pt_signals_inherited(); at the start, before it changes any. */
void pt_signals_remember(void);

/* What was remembered; without that, no signal is ignored and none blocked. */
const struct pt_signals *pt_signals_inherited(void);

/*
 * For a program that ignores SIGPIPE to put all in order first: dies of it now, as it would have at its
 * write.  Returns where the caller had it ignored or blocked: such a caller wants to be told.
 */
void pt_signals_die_of_pipe(void);

/* Makes them those of the calling thread and its process; all others become default.  In a child
 * between fork and exec: system calls only. */
void pt_signals_apply(const struct pt_signals *s);

#endif

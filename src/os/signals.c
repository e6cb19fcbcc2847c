/* SPDX-License-Identifier: MIT */
/*
 * Signal dispositions of the caller.  See signals.h.
 */
#include "os/signals.h"

#include <stddef.h>

static struct pt_signals inherited; /* all zero: two empty sets */

void
pt_signals_remember(void)
{
	struct sigaction now;

	for (int i = 1; i < NSIG; i++)
		if (sigaction(i, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
			sigaddset(&inherited.ignored, i);
	sigprocmask(SIG_SETMASK, NULL, &inherited.blocked);
}

const struct pt_signals *
pt_signals_inherited(void)
{
	return &inherited;
}

void
pt_signals_apply(const struct pt_signals *s)
{
	struct sigaction a = { .sa_handler = SIG_DFL };

	for (int i = 1; i < NSIG; i++) {
		a.sa_handler = sigismember(&s->ignored, i) == 1 ? SIG_IGN : SIG_DFL;
		sigaction(i, &a, NULL); /* fails for KILL, STOP and those of libc */
	}
	sigprocmask(SIG_SETMASK, &s->blocked, NULL);
}

void
pt_signals_die_of_pipe(void)
{
	if (sigismember(&inherited.ignored, SIGPIPE) == 1 ||
		sigismember(&inherited.blocked, SIGPIPE) == 1)
		return;
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

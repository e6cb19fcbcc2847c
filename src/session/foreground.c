/* SPDX-License-Identifier: MIT */
/*
 * tcsetpgrp() from a background group raises SIGTTOU, which is therefore blocked around it.
 */
#include "session/foreground.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void
set_group(pid_t group)
{
	sigset_t block, old;

	sigemptyset(&block);
	sigaddset(&block, SIGTTOU);
	sigprocmask(SIG_BLOCK, &block, &old);
	tcsetpgrp(STDIN_FILENO, group);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

bool
pt_foreground_give(pid_t group)
{
	if (!isatty(STDIN_FILENO) || tcgetpgrp(STDIN_FILENO) != getpgrp())
		return false;
	set_group(group);
	kill(-group, SIGCONT); /* the kernel may have stopped it for reading too early */
	return true;
}

void
pt_foreground_take(void)
{
	set_group(getpgrp());
}

void
pt_foreground_follow_stop(pid_t child)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)child, &info, WSTOPPED | WNOHANG) < 0 || info.si_pid == 0)
		return;
	pt_foreground_take();
	raise(SIGSTOP);
	pt_foreground_give(child);
	kill(-child, SIGCONT);
}

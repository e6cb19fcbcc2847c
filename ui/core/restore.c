/* SPDX-License-Identifier: MIT */
/* Putting the terminal back: see restore.h. */
#include "ui/core/restore.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/core/tty.h"

static const int fatal[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP, SIGQUIT,
	SIGXCPU, SIGXFSZ };
#define FATAL (sizeof(fatal) / sizeof(fatal[0]))

/* One terminal per process; only the thread of the UI arms and disarms. */
static struct {
	volatile sig_atomic_t armed;
	bool at_exit, handlers;
	int fd;
	struct termios before;
	char sequence[PT_RESTORE_MAX];
	size_t len;
	struct sigaction old[FATAL];
	bool taken[FATAL];
	stack_t old_stack;
} restore;

/* A stack overflow leaves no room for the handler on the stack that overflowed. */
static _Alignas(16) char signal_stack[32768];

/* Whether a terminal that is full takes more before patience ends. */
static bool
room(void)
{
	struct pollfd p = { .fd = restore.fd, .events = POLLOUT };

	return errno == EAGAIN && poll(&p, 1, PT_TTY_PATIENCE_MS) > 0;
}

/* Once per pt_restore_arm().  Async-signal-safe. */
static void
put_back(void)
{
	int saved = errno;
	size_t done = 0;

	if (!restore.armed)
		return;
	restore.armed = 0;
	while (done < restore.len) {
		ssize_t n = write(restore.fd, restore.sequence + done, restore.len - done);

		if (n > 0)
			done += (size_t)n;
		else if (n == 0 || (errno != EINTR && !room()))
			break;
	}
	(void)tcsetattr(restore.fd, TCSANOW, &restore.before);
	errno = saved;
}

static void
on_fatal(int signo)
{
	put_back();
	for (size_t i = 0; i < FATAL; i++)
		if (fatal[i] == signo && restore.taken[i])
			(void)sigaction(signo, &restore.old[i], NULL);
	/* Pending until the handler returns; a fault happens again by itself. */
	(void)raise(signo);
}

static void
take_signals(void)
{
	struct sigaction act = { .sa_handler = on_fatal, .sa_flags = SA_ONSTACK };
	stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof(signal_stack) };

	(void)sigfillset(&act.sa_mask);
	(void)sigaltstack(&stack, &restore.old_stack);
	for (size_t i = 0; i < FATAL; i++) {
		restore.taken[i] = sigaction(fatal[i], NULL, &restore.old[i]) == 0 &&
			restore.old[i].sa_handler != SIG_IGN;
		if (restore.taken[i])
			(void)sigaction(fatal[i], &act, NULL);
	}
	restore.handlers = true;
}

void
pt_restore_arm(int fd, const struct termios *before, const char *sequence, size_t len)
{
	restore.fd = fd;
	restore.before = *before;
	restore.len = len < sizeof(restore.sequence) ? len : sizeof(restore.sequence);
	memcpy(restore.sequence, sequence, restore.len);
	if (!restore.at_exit)
		restore.at_exit = atexit(put_back) == 0;
	if (!restore.handlers)
		take_signals();
	restore.armed = 1;
}

void
pt_restore_disarm(void)
{
	put_back();
	if (!restore.handlers)
		return;
	for (size_t i = 0; i < FATAL; i++)
		if (restore.taken[i])
			(void)sigaction(fatal[i], &restore.old[i], NULL);
	(void)sigaltstack(&restore.old_stack, NULL);
	restore.handlers = false;
}

/* SPDX-License-Identifier: MIT */
/*
 * Reading mapped memory of a file that somebody else may cut short.  SIGBUS in guarded code leaves
 * it; elsewhere it goes to whoever had the signal before.  Who takes SIGBUS later must pass it on.
 */
#include "recording/reader_internal.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

static _Thread_local sigjmp_buf *guard;
static struct sigaction before;

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	if (guard != NULL)
		siglongjmp(*guard, 1);
	if (before.sa_flags & SA_SIGINFO) {
		before.sa_sigaction(sig, info, context);
	} else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
		before.sa_handler(sig);
	} else {
		struct sigaction dfl = { .sa_handler = SIG_DFL };

		sigaction(sig, &dfl, NULL); /* the access is repeated, and kills */
	}
}

static void
install(void)
{
	struct sigaction sa = { .sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_NODEFER |
		SA_ONSTACK };

	sigaction(SIGBUS, &sa, &before);
}

void
pt_rec_guard_install(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, install);
}

int
pt_rec_guarded(void (*fn)(void *), void *arg)
{
	sigjmp_buf env;

	if (sigsetjmp(env, 0) != 0) { /* SA_NODEFER: the mask is as it was */
		guard = NULL;
		return -1;
	}
	guard = &env;
	fn(arg);
	guard = NULL;
	return 0;
}

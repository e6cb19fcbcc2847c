/* SPDX-License-Identifier: MIT */
/*
 * Reading mapped memory of a file that another process may cut short.  SIGBUS in guarded code
 * leaves that code; elsewhere it goes to the handler that was there before ours.  Each opening of a
 * live recording installs ours (again); a handler installed later must pass the signal on.
 */
#include "recording/reader_internal.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>

static _Thread_local sigjmp_buf *guard;
static _Thread_local bool passing;
static struct sigaction before;

static void
die(int sig)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	sigaction(sig, &dfl, NULL); /* the access is repeated, and kills */
}

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	if (guard != NULL) {
		/* the handler is left for good: restore the signal mask of the interrupted code */
		pthread_sigmask(SIG_SETMASK, &((ucontext_t *)context)->uc_sigmask, NULL);
		siglongjmp(*guard, 1);
	}
	if (passing) { /* the handler before ours passes it back to us: no handler wants it */
		die(sig);
		return;
	}
	passing = true;
	if (before.sa_flags & SA_SIGINFO)
		before.sa_sigaction(sig, info, context);
	else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
		before.sa_handler(sig);
	else
		die(sig);
	passing = false;
}

void
pt_rec_guard_install(void)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct sigaction now,
		ours = { .sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	pthread_mutex_lock(&lock);
	if (sigaction(SIGBUS, NULL, &now) == 0 &&
		(!(now.sa_flags & SA_SIGINFO) || now.sa_sigaction != on_bus)) {
		before = now;
		sigaction(SIGBUS, &ours, NULL);
	}
	pthread_mutex_unlock(&lock);
}

int
pt_rec_guarded(void (*fn)(void *), void *arg)
{
	sigjmp_buf env;

	if (sigsetjmp(env, 0) != 0) { /* saving the mask would be a system call */
		guard = NULL;
		return -1;
	}
	guard = &env;
	fn(arg);
	guard = NULL;
	return 0;
}

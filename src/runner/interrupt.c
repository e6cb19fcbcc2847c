/* SPDX-License-Identifier: MIT */
/*
 * One mutex orders the thread that waits for the signal against the steps of the measurement.
 */
#include "runner/interrupt.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.h"
#include "recording/keys.h"
#include "recording/writer.h"
#include "runtime/recorder.h"

static struct {
	pthread_mutex_t lock;
	bool seen, plain;
	partop_pool *pool;
} now = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void
only_sigterm(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
}

_Noreturn void
pt_interrupt_end_process(void)
{
	sigset_t set;

	pt_rec_meta(pt_recorder_writer(), PT_KEY_STATUS, "cancelled");
	pt_recorder_close();
	signal(SIGTERM, SIG_DFL);
	only_sigterm(&set);
	raise(SIGTERM);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + SIGTERM);
}

static void *
wait_for_signal(void *arg)
{
	sigset_t set;
	int sig;

	only_sigterm(&set);
	for (;;) {
		if (sigwait(&set, &sig) != 0)
			return NULL;
		pthread_mutex_lock(&now.lock);
		now.seen = true;
		if (now.plain)
			pt_interrupt_end_process(); /* with the lock: the main thread stays out */
		if (now.pool != NULL)
			partop_pool_cancel(now.pool, ECANCELED);
		pthread_mutex_unlock(&now.lock);
	}
}

int
pt_interrupt_begin(struct pt_error *e)
{
	pthread_t thread;
	sigset_t set;
	int error;

	only_sigterm(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	error = pthread_create(&thread, NULL, wait_for_signal, NULL);
	if (error != 0) {
		errno = error;
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot start a thread");
	}
	pthread_detach(thread);
	return 0;
}

bool
pt_interrupt_seen(void)
{
	bool seen;

	pthread_mutex_lock(&now.lock);
	seen = now.seen;
	pthread_mutex_unlock(&now.lock);
	return seen;
}

void
pt_interrupt_plain_begin(void)
{
	pthread_mutex_lock(&now.lock);
	if (now.seen)
		pt_interrupt_end_process();
	now.plain = true;
	pthread_mutex_unlock(&now.lock);
}

void
pt_interrupt_plain_end(void)
{
	pthread_mutex_lock(&now.lock);
	now.plain = false;
	pthread_mutex_unlock(&now.lock);
}

void
pt_interrupt_pool_begin(partop_pool *pool)
{
	pthread_mutex_lock(&now.lock);
	if (now.seen)
		pt_interrupt_end_process();
	now.pool = pool;
	pthread_mutex_unlock(&now.lock);
}

void
pt_interrupt_pool_end(void)
{
	pthread_mutex_lock(&now.lock);
	now.pool = NULL;
	pthread_mutex_unlock(&now.lock);
}

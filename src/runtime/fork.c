/* SPDX-License-Identifier: MIT */
/*
 * Fork handlers.  See fork.h.
 *
 * The order of the locks is that in which the library nests them, if it does: the default pool's,
 * the recorder's, those of slots and labels.
 */
#include "config.h"

#include "runtime/fork.h"

#include <pthread.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "os/proc.h"
#include "runtime/default.h"
#include "runtime/label.h"
#include "runtime/pool.h"
#include "runtime/recorder.h"
#include "runtime/turns.h"

#define PATIENCE_MS 200

/* Written at load and in the handlers, when no other thread is there. */
static struct {
	pid_t pid;            /* the process that the rest is about */
	pid_t session;        /* in which the program began */
	pid_t parent;         /* that forked this process; 0: it is the program itself */
	pid_t parent_session; /* at the fork */
	bool parent_might;    /* record, at the fork */
} self;

static bool
has_left(void)
{
	return getsid(0) != self.parent_session;
}

static bool
may_record_now(void)
{
	if (self.parent == 0)
		return true;
	return self.parent_might && (has_left() || getppid() != self.parent);
}

/* A daemon that forks twice: the process in between has left the session, and ends at once. */
static void
await_parent(void)
{
	const struct timespec one_ms = { .tv_nsec = 1000000 };

	for (int i = 0; i < PATIENCE_MS && getppid() == self.parent; i++)
		nanosleep(&one_ms, NULL);
}

bool
pt_fork_may_record(void)
{
	if (self.pid != getpid()) /* no handler has run: _Fork(), clone() */
		return false;
	if (!may_record_now() && self.parent_might && self.parent_session != self.session)
		await_parent();
	return may_record_now();
}

static pid_t forking; /* from before() to the child; guarded by the locks that it takes */
static bool might;

static void
before(void)
{
	pt_default_pool_before_fork();
	pt_recorder_before_fork();
	pt_pool_before_fork();
	pt_label_before_fork();
	forking = getpid();
	might = may_record_now();
}

static void
after_in_parent(void)
{
	pt_label_after_fork();
	pt_pool_after_fork();
	pt_recorder_after_fork(false);
	pt_default_pool_after_fork(false);
}

static void
after_in_child(void)
{
	self.pid = getpid();
	self.parent = forking;
	self.parent_session = getsid(0);
	self.parent_might = might;
	pt_proc_own_forget();
	pt_turns_forget();
	pt_label_after_fork();
	pt_pool_after_fork();
	pt_recorder_after_fork(true);
	pt_default_pool_after_fork(true);
}

/* A handler that is made while another thread forks would come too late for its child. */
__attribute__((constructor)) static void
watch_forks(void)
{
	self.pid = getpid();
	self.session = getsid(0);
	pthread_atfork(before, after_in_parent, after_in_child);
}

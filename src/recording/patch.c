/* SPDX-License-Identifier: MIT */
/*
 * A file that another process cuts short under its writer: the next store behind the new end is a
 * SIGBUS.
 * Here private memory takes the place of what is gone, and the process lives; what it records there
 * is lost.
 *
 * The signal belongs to the program.  It is taken only while a file is written that can be cut, a
 * SIGBUS of anything else goes on to the handler that was there before, and the disposition is put
 * back only if it is still ours.
 */
#include "recording/writer_internal.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

#define PATCH 65536u /* bytes at once, from a multiple of it on */

static _Atomic(struct pt_rec_writer *) watched;
static struct sigaction before;

/* Puts memory in the place of what was at `at`.  False: that is not in the recording. */
static bool
patch(struct pt_rec_writer *w, uintptr_t at)
{
	uintptr_t off = (at - (uintptr_t)w->map) / PATCH * PATCH;

	if (at < (uintptr_t)w->map || at - (uintptr_t)w->map >= w->map_bytes)
		return false;
	size_t bytes = w->map_bytes - off < PATCH ? w->map_bytes - off : PATCH;

	return mmap(w->map + off, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
}

/* As if the kernel had called it; signals that it blocks are unblocked when this one returns. */
static void
call_handler_before(int sig, siginfo_t *info, void *context)
{
	sigset_t mask = before.sa_mask;

	if (!(before.sa_flags & SA_NODEFER))
		sigaddset(&mask, sig);
	pthread_sigmask(SIG_BLOCK, &mask, NULL);
	if (before.sa_flags & SA_SIGINFO)
		before.sa_sigaction(sig, info, context);
	else
		before.sa_handler(sig);
}

/* Not about the recording. */
static void
pass_on(int sig, siginfo_t *info, void *context)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	bool sent = info->si_code <= 0;

	if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
		call_handler_before(sig, info, context);
	} else if (!sent || before.sa_handler == SIG_DFL) {
		sigaction(sig, &standard, NULL); /* the access is repeated, and kills */
		if (sent)
			(void)raise(sig);
	}
}

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	struct pt_rec_writer *w = atomic_load(&watched);

	if (info->si_code > 0 && w != NULL && patch(w, (uintptr_t)info->si_addr))
		/* the header may be gone, too: then this store raises a SIGBUS of its own */
		atomic_fetch_or(&w->head->faults, PT_REC_FAULT_CUT);
	else
		pass_on(sig, info, context);
}

bool
pt_rec_was_cut(const struct pt_rec_writer *w)
{
	return atomic_load(&w->head->faults) & PT_REC_FAULT_CUT;
}

/* A memfd that the watcher has sealed against shrinking. */
static bool
cannot_be_cut(const struct pt_rec_writer *w)
{
	int seals = w->fd >= 0 ? fcntl(w->fd, F_GET_SEALS) : F_SEAL_SHRINK;

	return seals >= 0 && (seals & F_SEAL_SHRINK);
}

void
pt_rec_survive_cuts(struct pt_rec_writer *w)
{
	struct sigaction ours = { .sa_sigaction = on_bus,
		.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };

	if (w == NULL || cannot_be_cut(w))
		return;
	atomic_store(&watched, w);
	sigaction(SIGBUS, &ours, &before);
}

static bool
change_mask(int how)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGBUS);
	return pthread_sigmask(how, &set, &old) == 0 && sigismember(&old, SIGBUS) == 1;
}

bool
pt_rec_unblock_cuts(void)
{
	return atomic_load(&watched) != NULL && change_mask(SIG_UNBLOCK);
}

void
pt_rec_block_cuts(bool again)
{
	if (again)
		(void)change_mask(SIG_BLOCK);
}

/* The writer goes away.  A handler that the program installed since stays, and may call ours. */
void
pt_rec_patch_forget(struct pt_rec_writer *w)
{
	struct pt_rec_writer *mine = w;
	struct sigaction now;

	if (!atomic_compare_exchange_strong(&watched, &mine, NULL))
		return;
	if (sigaction(SIGBUS, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) &&
		now.sa_sigaction == on_bus)
		sigaction(SIGBUS, &before, NULL);
}

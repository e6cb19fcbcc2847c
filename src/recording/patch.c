/* SPDX-License-Identifier: MIT */
/*
 * A file that somebody cuts short under its writer: the next store behind the new end is a SIGBUS.
 * Here private memory takes the place of what is gone, and the process lives; what it records there
 * is lost.  In partop's own processes only: a library takes no signals.
 */
#include "recording/writer_internal.h"

#include <signal.h>
#include <sys/mman.h>

#define PATCH 65536u	/* bytes at once, from a multiple of it on */

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

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	struct pt_rec_writer *w = atomic_load(&watched);

	if (info->si_code <= 0) {	/* sent by somebody: no access that would be repeated */
		sigaction(sig, &before, NULL);
		(void)raise(sig);
		return;
	}
	if (w != NULL && patch(w, (uintptr_t)info->si_addr)) {
		/* the header may be gone, too: then this is a SIGBUS of its own */
		atomic_fetch_or(&w->head->faults, PT_REC_FAULT_CUT);
		return;
	}
	(void)context;
	sigaction(sig, &before, NULL); /* not ours: the access is repeated, and meets who was before */
}

void
pt_rec_survive_cuts(struct pt_rec_writer *w)
{
	struct sigaction ours = { .sa_sigaction = on_bus,
		.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };

	if (w == NULL || w->fd < 0)
		return;
	atomic_store(&watched, w);
	sigaction(SIGBUS, &ours, &before);
}

/* The writer goes away. */
void
pt_rec_patch_forget(struct pt_rec_writer *w)
{
	struct pt_rec_writer *mine = w;

	if (atomic_compare_exchange_strong(&watched, &mine, NULL))
		sigaction(SIGBUS, &before, NULL);
}

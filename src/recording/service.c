/* SPDX-License-Identifier: MIT */
/*
 * The service thread of a growing recording: keeps a few chunks ready for every worker, with
 * space and pages, so that a rollover needs no system call and meets no page fault.  And from time to
 * time it writes down what the workers' pages say.
 */
#include "recording/writer_internal.h"

#include <signal.h>
#include <sys/mman.h>

#include "os/futex.h"
#include "os/proc.h"

/* Fills the pen's spares.  False: there are no more chunks. */
static bool
make_ready(struct pt_rec_writer *w, struct pt_rec_pen *p)
{
	if (atomic_load_explicit(&p->closed, memory_order_relaxed))
		return true;
	for (int k = 0; k < PT_REC_SPARES; k++) {
		if (atomic_load_explicit(&p->spare[k], memory_order_relaxed) != 0)
			continue;
		uint64_t n = pt_rec_take(w, 1, w->cap_chunks);

		if (n == 0)
			return false;
		/* a hint: where it fails the worker takes the page faults itself */
		(void)madvise(pt_rec_chunk_at(w, n), w->chunk_bytes, MADV_POPULATE_WRITE);
		/* pairs with the acquire in next_number(), pen.c */
		atomic_store_explicit(&p->spare[k], (uint32_t)n, memory_order_release);
	}
	return true;
}

static void *
serve(void *arg)
{
	struct pt_rec_writer *w = arg;

	pt_proc_name_self("partop-rec");
	while (!atomic_load(&w->quit)) {
		uint32_t bell = atomic_load(&w->bell);
		bool full = false;

		for (uint32_t i = 0; i < atomic_load(&w->pens_len) && !full; i++)
			full = !make_ready(w, &w->pens[i]);
		uint64_t wait_ns = pt_rec_samples_take(w, pt_now_ns());

		atomic_store(&w->asleep, 1);
		if (atomic_load(&w->bell) == bell) /* a full disk may get room again */
			pt_futex_wait_for(&w->bell, bell, wait_ns);
		atomic_store(&w->asleep, 0);
	}
	pt_rec_samples_end(w);
	return NULL;
}

/* Where no thread can be made, the workers give their chunks space themselves. */
void
pt_rec_service_start(struct pt_rec_writer *w)
{
	sigset_t all, old;

	sigfillset(&all);        /* the program's signals are not for this thread */
	sigdelset(&all, SIGBUS); /* it writes the header, which may be cut off: patch.c */
	pthread_sigmask(SIG_SETMASK, &all, &old);
	w->has_service = pthread_create(&w->service, NULL, serve, w) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void
pt_rec_service_ring(struct pt_rec_writer *w)
{
	if (!w->has_service)
		return;
	atomic_fetch_add(&w->bell, 1);
	if (atomic_load(&w->asleep))
		pt_futex_wake(&w->bell, 1);
}

void
pt_rec_service_stop(struct pt_rec_writer *w)
{
	if (!w->has_service)
		return;
	atomic_store(&w->quit, true);
	atomic_fetch_add(&w->bell, 1);
	pt_futex_wake(&w->bell, 1);
	pthread_join(w->service, NULL);
	w->has_service = false;
}

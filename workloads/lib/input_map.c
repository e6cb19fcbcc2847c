/* SPDX-License-Identifier: MIT */
/* Maps, their windows, and the signal.  See input_map.h. */
#include "workloads/lib/input_map.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"

/* A page fault maps more than a page: pages around it, and all that the page cache holds in one
 * piece with it.  Both are within so many bytes, before it as well as behind. */
#define AROUND UINT64_C(2097152)

#define PATCH 65536 /* bytes that are put in the place of a page that is gone */

static _Thread_local struct pt_input_map *reading; /* in a window of it */

static struct {
	pthread_mutex_t lock;
	unsigned maps;
	struct sigaction before;
} taken = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the signal ---- */

/* Puts zeros in the place of the block at `at`.  False: that is not in the map. */
static bool
patch(struct pt_input_map *m, uintptr_t at)
{
	const uint64_t off = (at - (uintptr_t)m->base) / PATCH * PATCH;
	size_t bytes;

	if (at < (uintptr_t)m->base || at - (uintptr_t)m->base >= m->bytes)
		return false;
	bytes = m->bytes - off < PATCH ? m->bytes - off : PATCH;
	return mmap(m->base + off, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		       0) != MAP_FAILED;
}

static void
pass_on(int sig, siginfo_t *info, void *context)
{
	const struct sigaction *before = &taken.before;
	const struct sigaction standard = { .sa_handler = SIG_DFL };

	if (before->sa_flags & SA_SIGINFO)
		before->sa_sigaction(sig, info, context);
	else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN)
		before->sa_handler(sig);
	else if (info->si_code > 0 || before->sa_handler == SIG_DFL)
		sigaction(sig, &standard, NULL); /* the access is repeated, and kills */
	if (before->sa_handler == SIG_DFL && info->si_code <= 0)
		(void)raise(sig); /* sent, not met */
}

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	struct pt_input_map *m = reading;

	if (info->si_code > 0 && m && patch(m, (uintptr_t)info->si_addr))
		atomic_store_explicit(&m->cut, true, memory_order_relaxed);
	else
		pass_on(sig, info, context);
}

static void
take_signal(void)
{
	struct sigaction ours = { .sa_sigaction = on_bus,
		.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK };

	pthread_mutex_lock(&taken.lock);
	if (taken.maps++ == 0)
		sigaction(SIGBUS, &ours, &taken.before);
	pthread_mutex_unlock(&taken.lock);
}

/* A handler that was installed since stays, and may call ours. */
static void
give_signal_back(void)
{
	struct sigaction now;

	pthread_mutex_lock(&taken.lock);
	if (--taken.maps == 0 && sigaction(SIGBUS, NULL, &now) == 0 &&
		(now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_bus)
		sigaction(SIGBUS, &taken.before, NULL);
	pthread_mutex_unlock(&taken.lock);
}

/* ---- maps ---- */

/* The file lies over the front of private zeros. */
static void *
map_before_zeros(int fd, size_t bytes, size_t behind)
{
	char *all = mmap(NULL, bytes + behind, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (all == MAP_FAILED)
		return NULL;
	if (mmap(all, bytes, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0) != MAP_FAILED)
		return all;
	munmap(all, bytes + behind);
	return NULL;
}

int
pt_input_map_open(struct pt_input_map *m, const struct pt_input *in, size_t behind,
	struct pt_error *e)
{
	*m = (struct pt_input_map){ .in = in, .behind = behind };
	if (in->size > SIZE_MAX / 2 - behind)
		errno = ENOMEM;
	else
		m->base = map_before_zeros(in->fd, (size_t)in->size, behind);
	if (!m->base)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot map '%s'", in->name);
	m->bytes = (size_t)in->size;
	take_signal();
	return 0;
}

void
pt_input_map_close(struct pt_input_map *m)
{
	if (!m->base)
		return;
	give_signal_back();
	munmap(m->base, m->bytes + m->behind);
	m->base = NULL;
}

/* ---- windows ---- */

const unsigned char *
pt_input_map_begin(struct pt_input_map *m, uint64_t from)
{
	reading = m;
	/* The handler runs in this thread, in the midst of what comes now. */
	atomic_signal_fence(memory_order_seq_cst);
	return m->base + from;
}

/* What was faulted in for the window, and for the bytes behind it.  Pages that another reader is
 * using are faulted in again. */
static void
release(struct pt_input_map *m, uint64_t from, size_t len)
{
	uint64_t lo = from / AROUND * AROUND, hi = (from + len + AROUND - 1) / AROUND * AROUND;

	lo = lo < AROUND ? 0 : lo - AROUND;
	hi = hi + AROUND < m->bytes ? hi + AROUND : m->bytes;
	madvise(m->base + lo, (size_t)(hi - lo), MADV_DONTNEED);
}

/* The file may have got its length back; then only the map knows. */
static int
fail_shorter(const struct pt_input_map *m, struct pt_error *e)
{
	char byte;

	if (pt_input_read(m->in, &byte, 1, m->in->size - 1, e) == 0)
		pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' got shorter while it was read", m->in->name);
	return -1;
}

int
pt_input_map_end(struct pt_input_map *m, uint64_t from, size_t len, struct pt_error *e)
{
	struct stat st;

	atomic_signal_fence(memory_order_seq_cst);
	reading = NULL;
	release(m, from, len);
	/* Without a signal, too: behind its end the last page of a file is zeros. */
	if (atomic_load_explicit(&m->cut, memory_order_relaxed) || fstat(m->in->fd, &st) != 0 ||
		(uint64_t)st.st_size < m->in->size)
		return fail_shorter(m, e);
	return 0;
}

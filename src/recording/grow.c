/* SPDX-License-Identifier: MIT */
/*
 * Chunk numbers and the space behind them.  The file grows by fallocate before anybody stores
 * into it: a mapped store on a full disk would be a SIGBUS, here it is an error code.
 */
#include "recording/writer_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BATCH 16	/* chunks given space at once when growing */

static int
fill_with_zeros(int fd, uint64_t off, uint64_t bytes)
{
	static const uint8_t zero[65536];

	while (bytes > 0) {
		size_t want = bytes < sizeof(zero) ? (size_t)bytes : sizeof(zero);
		ssize_t n = pwrite(fd, zero, want, (off_t)off);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -ENOSPC;
		off += (uint64_t)n;
		bytes -= (uint64_t)n;
	}
	return 0;
}

/* After 0 a store to [off, off + bytes) cannot meet a full disk. */
int
pt_rec_give_space(int fd, uint64_t off, uint64_t bytes)
{
	while (fallocate(fd, 0, (off_t)off, (off_t)bytes) != 0) {
		if (errno == EINTR)
			continue;
		if (errno != EOPNOTSUPP && errno != ENOSYS)
			return -errno;
		return fill_with_zeros(fd, off, bytes);
	}
	return 0;
}

static bool
grow_locked(struct pt_rec_writer *w, uint64_t to, uint64_t limit)
{
	uint64_t have = atomic_load_explicit(&w->space, memory_order_relaxed);
	uint64_t ahead = w->ring ? 0 : BATCH - 1;

	if (to <= have)
		return true;
	for (;; ahead /= 4) { /* smaller steps when the disk is nearly full */
		uint64_t goal = to + ahead < limit ? to + ahead : limit;

		if (pt_rec_give_space(w->fd, w->chunk_off + have * w->chunk_bytes,
			(goal - have) * w->chunk_bytes) == 0) {
			/* pairs with the acquire in has_space */
			atomic_store_explicit(&w->space, goal, memory_order_release);
			return true;
		}
		if (ahead == 0)
			break;
	}
	atomic_fetch_or(&w->head->faults, PT_REC_FAULT_SPACE);
	return false;
}

/* Do the chunks below `to` have space?  Gives it; seldom. */
static bool
has_space(struct pt_rec_writer *w, uint64_t to, uint64_t limit)
{
	if (to > limit || atomic_load(&w->stopped))
		return false;
	if (to <= atomic_load_explicit(&w->space, memory_order_acquire))
		return true;
	pthread_mutex_lock(&w->grow);
	bool ok = !atomic_load(&w->stopped) && grow_locked(w, to, limit);

	pthread_mutex_unlock(&w->grow);
	return ok;
}

/* `count` fresh numbers in a row below limit: the first, or 0 (cap reached, disk full). */
uint64_t
pt_rec_take(struct pt_rec_writer *w, uint32_t count, uint64_t limit)
{
	uint64_t n = atomic_load_explicit(&w->next, memory_order_relaxed);

	do {
		if (!has_space(w, n + count, limit))
			return 0;
	} while (!atomic_compare_exchange_weak(&w->next, &n, n + count));
	pt_rec_mirror(&w->head->chunks, n + count);
	return n;
}

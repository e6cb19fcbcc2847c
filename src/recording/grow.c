/* SPDX-License-Identifier: MIT */
/*
 * Chunk numbers and the space behind them.  The file grows by fallocate before a worker stores
 * into it: a mapped store on a full disk would be a SIGBUS, here it is an error code.
 *
 * A growing recording has space up to a mark.  Where there are rings, which may be large and get
 * theirs chunk by chunk, each worker and the journal give space to their own chunks, and holes are
 * left.
 */
#include "recording/writer_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BATCH 16 /* chunks given space at once when growing */

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
	uint64_t ahead = BATCH - 1;

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

/* Space for `count` chunks from `number` on, by their owner.  False: not now. */
bool
pt_rec_give_chunk(struct pt_rec_writer *w, uint64_t number, uint32_t count)
{
	bool ok = false;

	pthread_mutex_lock(&w->grow);
	if (!atomic_load(&w->stopped)) {
		ok = pt_rec_give_space(w->fd, w->chunk_off + number * w->chunk_bytes,
			     (uint64_t)count * w->chunk_bytes) == 0;
		if (!ok)
			atomic_fetch_or(&w->head->faults, PT_REC_FAULT_SPACE);
	}
	pthread_mutex_unlock(&w->grow);
	return ok;
}

/* A whole ring's numbers, the first `given` of them with space.  Numbers that got none go back,
 * unless another thread has taken the next ones meanwhile: then they are lost. */
static uint64_t
take_apart(struct pt_rec_writer *w, uint32_t count, uint32_t given, uint64_t limit)
{
	uint64_t n = atomic_load_explicit(&w->next, memory_order_relaxed), after;

	do {
		if (n + count > limit || atomic_load(&w->stopped))
			return 0;
	} while (!atomic_compare_exchange_weak(&w->next, &n, n + count));
	after = n + count;
	if (given > 0 && !pt_rec_give_chunk(w, n, given)) {
		atomic_compare_exchange_strong(&w->next, &after, n);
		return 0;
	}
	pt_rec_mirror(&w->head->chunks, n + count);
	return n;
}

/* Rings share the cap among themselves: what the journal takes between them is its own. */
uint64_t
pt_rec_take_ring(struct pt_rec_writer *w, uint32_t count, uint32_t given)
{
	uint64_t before = atomic_fetch_add(&w->in_rings, count), n = 0;

	if (before + count < w->cap_chunks)
		n = take_apart(w, count, given, w->journal_chunks);
	if (n == 0)
		atomic_fetch_sub(&w->in_rings, count);
	return n;
}

/* `count` fresh numbers in a row below limit: the first, or 0 (cap reached, disk full). */
uint64_t
pt_rec_take(struct pt_rec_writer *w, uint32_t count, uint64_t limit)
{
	if (w->ring)
		return take_apart(w, count, count, limit);
	uint64_t n = atomic_load_explicit(&w->next, memory_order_relaxed);

	do {
		if (!has_space(w, n + count, limit))
			return 0;
	} while (!atomic_compare_exchange_weak(&w->next, &n, n + count));
	pt_rec_mirror(&w->head->chunks, n + count);
	return n;
}

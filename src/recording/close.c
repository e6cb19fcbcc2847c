/* SPDX-License-Identifier: MIT */
/*
 * The end of a recording: closed by its writer, left behind by a fork, or found by the parent
 * after its process is gone.
 */
#include "recording/writer_internal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* One chunk of the index: the heads of chunks from `from` on.  Returns how many. */
static uint64_t
write_heads(struct pt_rec_writer *w, uint64_t number, uint64_t from, uint64_t to)
{
	struct pt_rec_chunk *c = pt_rec_chunk_at(w, number);
	uint64_t room = w->chunk_bytes / sizeof(*c) - 1;
	uint64_t n = to - from < room ? to - from : room;

	*c = (struct pt_rec_chunk){ .magic = PT_REC_CTF_MAGIC,
		.stream = PT_REC_STREAM_INDEX,
		.worker = UINT32_MAX,
		.packet_bits = (uint64_t)w->chunk_bytes * 8,
		.seq = from };
	for (uint64_t i = 0; i < n; i++)
		memcpy(c + 1 + i, pt_rec_chunk_at(w, from + i), sizeof(*c));
	atomic_store(&c->content_bits, (1 + n) * sizeof(*c) * 8);
	return n;
}

/* Copies of all heads in one place, for a cold disk; on a full disk the index is left out. */
static void
write_index(struct pt_rec_writer *w)
{
	uint64_t heads = atomic_load(&w->next), first = 0;

	for (uint64_t done = 0; done < heads;) {
		uint64_t n = pt_rec_take(w, 1, w->map_chunks);

		if (n == 0)
			return;
		if (first == 0)
			first = n;
		done += write_heads(w, n, done, heads);
	}
	atomic_store(&w->head->index_len, heads);
	atomic_store(&w->head->index, first);
}

static bool
all_pens_closed(const struct pt_rec_writer *w)
{
	for (uint32_t i = 0; i < atomic_load(&w->pens_len); i++)
		if (!atomic_load(&w->pens[i].closed))
			return false;
	return true;
}

static void
end_file(struct pt_rec_writer *w, bool whole)
{
	if (whole && w->ring == 0)
		write_index(w);
	pt_rec_read_clocks(&w->head->end);
	/* gives back the space that was taken ahead; the only time that the file shrinks, and
	 * readers do not look there; a sealed memfd keeps it */
	if (whole &&
		ftruncate(w->fd, (off_t)(w->chunk_off + atomic_load(&w->next) * w->chunk_bytes)) !=
			0 &&
		errno != EPERM)
		atomic_fetch_or(&w->head->faults, PT_REC_FAULT_SPACE);
	atomic_store_explicit(&w->head->life, PT_REC_ENDED, memory_order_release);
}

/* Threads still point to the writer. */
static void
keep(struct pt_rec_writer *w)
{
	static _Atomic(struct pt_rec_writer *) kept;

	w->kept = atomic_exchange(&kept, w);
}

void
pt_rec_close(struct pt_rec_writer *w)
{
	if (w == NULL)
		return;
	if (w->child) {
		pt_rec_free(w);
		return;
	}
	pt_rec_service_stop(w);
	bool whole = all_pens_closed(w);

	if (w->fd >= 0)
		end_file(w, whole);
	/* under the locks, so that no other thread is inside when it ends */
	pthread_mutex_lock(&w->entries);
	pthread_mutex_lock(&w->grow);
	atomic_store(&w->stopped, true);
	pthread_mutex_unlock(&w->grow);
	pthread_mutex_unlock(&w->entries);
	if (whole)
		pt_rec_free(w);
	else
		keep(w);
}

/*
 * The child has one thread and copies of all pens.  Its pages become private ones at the same
 * addresses, so that whatever it still counts stays with it.
 */
void
pt_rec_fork_child(struct pt_rec_writer *w)
{
	if (w == NULL)
		return;
	atomic_store(&w->stopped, true);
	w->child = true;
	w->has_service = false;
	w->level = PT_REC_LEVEL_COUNTERS;
	pt_rec_patch_forget(w);
	pthread_mutex_init(&w->grow, NULL); /* may have been held by a thread that is not here */
	pthread_mutex_init(&w->entries, NULL);
	pthread_mutex_init(&w->phases, NULL);
	for (uint32_t i = 0; i < atomic_load(&w->pens_len); i++) {
		struct pt_rec_pen *p = &w->pens[i];

		p->cur = p->end = NULL;
		p->level = PT_REC_LEVEL_COUNTERS;
	}
	if (w->fd < 0)
		return;
	(void)mmap(w->map, w->chunk_off, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
	close(w->fd);
	w->fd = -1;
}

static int
put_word(int fd, uint32_t word, off_t off)
{
	return pwrite(fd, &word, sizeof(word), off) == (ssize_t)sizeof(word) ? 0 : -errno;
}

int
pt_rec_stopped(int fd, pid_t pid, int wait_status)
{
	struct pt_rec_header h;
	int e = 0;

	if (pread(fd, &h, sizeof(h), 0) != (ssize_t)sizeof(h) || h.magic != PT_REC_MAGIC)
		return -EINVAL;
	if (h.pid == (uint32_t)pid)
		e = put_word(fd, (uint32_t)wait_status,
			offsetof(struct pt_rec_header, exit_status));
	if (e != 0 || atomic_load(&h.life) != PT_REC_LIVE)
		return e;
	/* another process of the program may have claimed it, and still be at work */
	if (h.pid != (uint32_t)pid && (kill((pid_t)h.pid, 0) == 0 || errno == EPERM))
		return 0;
	return put_word(fd, PT_REC_STOPPED, offsetof(struct pt_rec_header, life));
}

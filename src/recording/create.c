/* SPDX-License-Identifier: MIT */
/*
 * Making a recording: its file, its geometry, its header.
 *
 * The file is mapped once, at the largest size that it may reach; only the header page and the
 * first chunk have space at the start, a worker's page gets it when its slot is taken.
 */
#include "recording/writer_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/proc.h"
#include "os/random.h"
#include "recording/crc.h"
#include "recording/handover.h"

#define SPACE_SHARE 4 /* of a limited address space, one in so many bytes */

static uint64_t
round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) & ~(to - 1);
}

/* Chunks that an index over `chunks` heads takes. */
static uint64_t
index_chunks(const struct pt_rec_writer *w, uint64_t chunks)
{
	uint64_t heads = w->chunk_bytes / sizeof(struct pt_rec_chunk) - 1;

	return (chunks + heads - 1) / heads;
}

static void
set_cap(struct pt_rec_writer *w, uint64_t chunks, uint64_t journal)
{
	w->cap_chunks = chunks;
	w->journal_chunks = chunks + journal;
	w->map_chunks = w->journal_chunks + (w->ring ? 0 : index_chunks(w, w->journal_chunks));
	w->map_bytes = w->chunk_off + w->map_chunks * w->chunk_bytes;
}

static int
check_options(struct pt_rec_writer *w, const struct pt_rec_options *o)
{
	w->slots = o->slots ? o->slots : PT_REC_SLOTS;
	w->chunk_bytes = o->chunk_bytes ? o->chunk_bytes : PT_REC_CHUNK;
	w->ring = o->ring_chunks;
	if (w->slots > PT_REC_SLOTS_MAX || w->chunk_bytes < PT_REC_CHUNK_MIN ||
		w->chunk_bytes > PT_REC_CHUNK_MAX || (w->chunk_bytes & (w->chunk_bytes - 1)) ||
		w->ring == 1 || w->ring > PT_REC_RING_MAX || o->level > PT_REC_LEVEL_FULL)
		return -EINVAL;
	w->worker_bytes = (uint32_t)round_up(PT_REC_ROW_OFF + 8 * (uint64_t)w->slots, PT_REC_PAGE);
	w->chunk_off =
		round_up(PT_REC_PAGE + (uint64_t)w->worker_bytes * w->slots, PT_REC_HEAD_ALIGN);
	return 0;
}

uint32_t
pt_rec_ring_chunks(uint64_t cap_bytes, uint32_t workers)
{
	uint64_t n =
		(cap_bytes ? cap_bytes : PT_REC_CAP_BYTES) / PT_REC_CHUNK / (workers ? workers : 1);

	return n < 2 ? 2 : n > PT_REC_RING_MAX ? PT_REC_RING_MAX : (uint32_t)n;
}

/* Numbers are 32 bits wide, and the first is the journal's. */
static int
plan(struct pt_rec_writer *w, const struct pt_rec_options *o)
{
	uint64_t cap = o->cap_bytes ? o->cap_bytes : PT_REC_CAP_BYTES;
	uint64_t chunks = cap / w->chunk_bytes, rings = 1 + (uint64_t)w->ring * w->slots;

	if (w->ring) /* all slots, or as many as the cap has room for */
		chunks = o->cap_bytes && chunks + 1 < rings ? chunks + 1 : rings;

	if (chunks > UINT32_MAX / 2)
		chunks = UINT32_MAX / 2;
	if (chunks == 0)
		return -EINVAL;
	set_cap(w, chunks, PT_REC_JOURNAL_ROOM);
	return 0;
}

/* Growing beyond the limit would be a SIGXFSZ, which kills: the limit is a cap as well. */
static int
obey_file_limit(struct pt_rec_writer *w)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
		limit.rlim_cur >= w->map_bytes)
		return 0;
	if (limit.rlim_cur < w->chunk_off + w->chunk_bytes)
		return -EFBIG;
	uint64_t all = (limit.rlim_cur - w->chunk_off) / w->chunk_bytes;
	uint64_t journal = all / 8 < PT_REC_JOURNAL_ROOM ? all / 8 : PT_REC_JOURNAL_ROOM;
	uint64_t rest = journal + (w->ring ? 0 : index_chunks(w, all));

	set_cap(w, all > rest + 1 ? all - rest : 1, all > rest + 1 ? journal : 0);
	return 0;
}

static int
open_file(struct pt_rec_writer *w, const struct pt_rec_options *o)
{
	struct stat st;
	int flags;

	if (o->fd < 0)
		w->fd = open(o->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	else
		w->fd = fcntl(o->fd, F_DUPFD_CLOEXEC, 0);
	if (w->fd < 0)
		return -errno;
	flags = fcntl(w->fd, F_GETFL);
	if (flags < 0 || fstat(w->fd, &st) != 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || (flags & O_ACCMODE) != O_RDWR || (flags & O_APPEND))
		return -EINVAL;
	if (st.st_size == 0 || (st.st_size == PT_REC_PAGE && pt_handover_is_claimed(w->fd)))
		return 0;
	return -EEXIST;
}

static void
halve_cap(struct pt_rec_writer *w)
{
	set_cap(w, w->cap_chunks / 2,
		w->cap_chunks < PT_REC_JOURNAL_ROOM ? w->cap_chunks / 2 : PT_REC_JOURNAL_ROOM);
}

/* Where address space is limited (ulimit -v) the recording takes a part of it. */
static int
map_file(struct pt_rec_writer *w)
{
	const uint64_t most = pt_proc_address_space_bytes() / SPACE_SHARE;

	for (;;) {
		while (w->map_bytes > most && w->cap_chunks >= 2)
			halve_cap(w);
		w->map = mmap(NULL, w->map_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, w->fd, 0);
		if (w->map != MAP_FAILED)
			break;
		w->map = NULL;
		if (errno != ENOMEM || w->cap_chunks < 2)
			return -errno;
		halve_cap(w);
	}
	(void)madvise(w->map, w->map_bytes, MADV_DONTDUMP);
	return 0;
}

static int
map_memory(struct pt_rec_writer *w)
{
	w->map_bytes = w->chunk_off;
	w->map = mmap(NULL, w->map_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (w->map != MAP_FAILED)
		return 0;
	w->map = NULL;
	return -errno;
}

void
pt_rec_read_clocks(struct pt_rec_clocks *c)
{
	struct pt_clocks now;

	pt_clocks_read(&now);
	*c = (struct pt_rec_clocks){ .ticks = now.ticks,
		.monotonic_ns = now.monotonic_ns,
		.realtime_ns = now.realtime_ns,
		.boottime_ns = now.boottime_ns };
}

/* What identifies the process; what cannot be found out stays 0 and is unknown to readers. */
static void
identify(struct pt_rec_header *h)
{
	h->pid = (uint32_t)getpid();
	(void)pt_proc_boot_id(h->boot_id);
	(void)pt_proc_start_time(0, &h->pid_start);
	(void)pt_proc_pid_namespace(0, &h->pid_ns);
}

static uint64_t
features(void)
{
	struct pt_usage u;

	return pt_proc_own_usage(&u) == 0 ? PT_REC_HAVE_BLOCKED : 0;
}

static int
write_header(struct pt_rec_writer *w)
{
	struct pt_rec_header *h = w->head;
	/* one that was handed over has its uuid */
	int e = h->magic == PT_REC_MAGIC ? 0 : pt_random_bytes(h->uuid, sizeof(h->uuid));

	if (e != 0)
		return e;
	h->magic = PT_REC_MAGIC;
	h->endian = PT_REC_ENDIAN;
	h->major = PT_REC_MAJOR;
	h->minor = PT_REC_MINOR;
	h->header_size = PT_REC_PAGE;
	h->worker_size = w->worker_bytes;
	h->worker_slots = w->slots;
	h->chunk_size = w->chunk_bytes;
	h->worker_off = PT_REC_PAGE;
	h->chunk_off = w->chunk_off;
	h->have = features();
	identify(h);
	h->clock = (uint32_t)pt_clock_kind();
	h->clock_hz = pt_clock_hz();
	pt_rec_read_clocks(&h->begin);
	h->control_fd = UINT32_MAX;
	h->crc = pt_crc32c(h, offsetof(struct pt_rec_header, crc));
	atomic_store(&h->level, w->level);
	atomic_store(&h->policy, w->ring ? PT_REC_OVERWRITE : PT_REC_STOP);
	atomic_store(&h->chunk_cap, w->cap_chunks);
	return 0;
}

static int
begin_file(struct pt_rec_writer *w, const struct pt_rec_options *o)
{
	int e;

	if ((e = plan(w, o)) != 0 || (e = obey_file_limit(w)) != 0)
		return e;
	if (ftruncate(w->fd, (off_t)w->chunk_off) != 0)
		return -errno;
	if ((e = pt_rec_give_space(w->fd, 0, PT_REC_PAGE)) != 0 || (e = map_file(w)) != 0)
		return e;
	w->head = (struct pt_rec_header *)(void *)w->map;
	w->level = o->level;
	if ((e = write_header(w)) != 0)
		return e;
	return pt_rec_journal_begin(w);
}

static int
begin_memory(struct pt_rec_writer *w)
{
	int e = map_memory(w);

	if (e != 0)
		return e;
	w->ring = 0;
	w->head = (struct pt_rec_header *)(void *)w->map;
	return write_header(w);
}

/* Zero pages from the system: a worker that uses a pen is the first to touch it. */
static int
make_pens(struct pt_rec_writer *w)
{
	w->pens_bytes = sizeof(struct pt_rec_pen) * w->slots;
	void *pens = mmap(NULL, w->pens_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0);

	if (pens == MAP_FAILED)
		return -errno;
	w->pens = pens;
	return 0;
}

void
pt_rec_free(struct pt_rec_writer *w)
{
	pt_rec_phases_free(w);
	pt_rec_patch_forget(w);
	if (w->map != NULL)
		munmap(w->map, w->map_bytes);
	if (w->pens != NULL)
		munmap(w->pens, w->pens_bytes);
	if (w->fd >= 0)
		close(w->fd);
	pthread_mutex_destroy(&w->grow);
	pthread_mutex_destroy(&w->entries);
	pthread_mutex_destroy(&w->phases);
	free(w);
}

static int
begin(struct pt_rec_writer *w, const struct pt_rec_options *o, bool file)
{
	int e;

	if ((e = check_options(w, o)) != 0 || (e = make_pens(w)) != 0)
		return e;
	if (!file)
		return begin_memory(w);
	if ((e = open_file(w, o)) != 0)
		return e;
	return begin_file(w, o);
}

int
pt_rec_create(struct pt_rec_writer **out, const struct pt_rec_options *o)
{
	struct pt_rec_writer *w = calloc(1, sizeof(*w));
	bool file = o->fd >= 0 || o->path != NULL;
	int e;

	if (w == NULL)
		return -ENOMEM;
	w->fd = -1;
	pthread_mutex_init(&w->grow, NULL);
	pthread_mutex_init(&w->entries, NULL);
	pthread_mutex_init(&w->phases, NULL);
	pt_clock_init();
	e = begin(w, o, file);
	if (e != 0) {
		if (o->fd < 0 && w->fd >= 0)
			(void)unlink(o->path); /* created above */
		pt_rec_free(w);
		return e;
	}
	if (file && w->level >= PT_REC_LEVEL_FULL) /* not in format 1.0 */
		pt_rec_entry_type(w, PT_REC_EV_SYNC_DROP);
	/* pairs with the reader's acquire: the header is whole */
	atomic_store_explicit(&w->head->life, PT_REC_LIVE, memory_order_release);
	if (o->service && file && w->ring == 0 && w->level >= PT_REC_LEVEL_STEALS)
		pt_rec_service_start(w);
	*out = w;
	return 0;
}

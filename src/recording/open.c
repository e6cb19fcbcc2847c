/* SPDX-License-Identifier: MIT */
/*
 * Opening a recording.  The header is copied and checked in the copy.  A finished one whose header
 * is damaged is *salvaged*: the journal, which begins with a copy of the header, is looked for.
 */
#include "recording/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/proc.h"
#include "recording/crc.h"
#include "recording/reader_internal.h"

#define HEAD_MAX (UINT64_C(1) << 30)
#define SALVAGE_MAX (UINT64_C(160) << 20) /* 4096 slots with full rows need 145 MiB */
#define ZSTD_MAGIC UINT32_C(0xfd2fb528)

static int
fail(struct pt_rec_reader *r, int e, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int
fail(struct pt_rec_reader *r, int e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(r->error, sizeof(r->error), fmt, ap);
	va_end(ap);
	return e;
}

/* Copies [off, off + len); short at the end of the file, and where it cannot be read. */
size_t
pt_rec_get(struct pt_rec_reader *r, void *buf, size_t len, uint64_t off)
{
	size_t done = 0;

	if (off > INT64_MAX - len)
		return 0;
	while (done < len) {
		ssize_t n = pread(r->fd, (char *)buf + done, len - done, (off_t)(off + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			r->read_error = errno;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	r->preads++;
	r->bytes += done;
	return done;
}

static bool
crc_ok(const struct pt_rec_header *h)
{
	return pt_crc32c(h, offsetof(struct pt_rec_header, crc)) == h->crc;
}

static bool
geometry_ok(const struct pt_rec_header *h)
{
	uint32_t c = h->chunk_size;

	return h->header_size >= PT_REC_PAGE && h->header_size <= 65536 &&
		h->worker_size >= PT_REC_PAGE && h->worker_size <= 65536 &&
		h->worker_size % PT_REC_PAGE == 0 && h->worker_slots >= 1 &&
		h->worker_slots <= PT_REC_SLOTS_MAX && c >= PT_REC_CHUNK_MIN &&
		c <= PT_REC_CHUNK_MAX && (c & (c - 1)) == 0 && h->worker_off >= h->header_size &&
		h->worker_off <= 65536 && h->worker_off % PT_REC_PAGE == 0 &&
		h->chunk_off % PT_REC_PAGE == 0 && h->chunk_off <= HEAD_MAX &&
		h->chunk_off >= h->worker_off + (uint64_t)h->worker_size * h->worker_slots;
}

/* Takes the fixed part from the copy that the journal at `off` begins with. */
static bool
restore_header(struct pt_rec_reader *r, uint64_t off)
{
	struct {
		struct pt_rec_entry entry;
		struct pt_rec_header copy;
	} first = { .copy.magic = 0 };
	const size_t fixed = offsetof(struct pt_rec_header, life);

	if (pt_rec_get(r, &first, sizeof(first.entry) + fixed, off + sizeof(struct pt_rec_chunk)) !=
			sizeof(first.entry) + fixed ||
		first.entry.kind != PT_REC_ENTRY_HEADER || first.entry.len != fixed ||
		first.copy.magic != PT_REC_MAGIC || first.copy.major != PT_REC_MAJOR ||
		first.copy.need != 0 || !crc_ok(&first.copy) || first.copy.chunk_off != off)
		return false;
	memcpy(&r->head, &first.copy, fixed);
	return true;
}

/* The header that version 1 writes for few slots, where not even the copy is left. */
static void
guess_header(struct pt_rec_reader *r, uint64_t off, const struct pt_rec_chunk *journal)
{
	uint64_t slots = off / PT_REC_PAGE - 1;

	r->head = (struct pt_rec_header){ .magic = PT_REC_MAGIC,
		.major = PT_REC_MAJOR,
		.header_size = PT_REC_PAGE,
		.worker_size = PT_REC_PAGE,
		.worker_off = PT_REC_PAGE,
		.chunk_off = off,
		.chunk_size = (uint32_t)(journal->packet_bits / 8),
		.worker_slots = slots < PT_REC_SLOTS_MAX ? (uint32_t)slots : PT_REC_SLOTS_MAX };
}

static bool
salvage(struct pt_rec_reader *r)
{
	struct pt_rec_chunk c;

	for (uint64_t off = PT_REC_HEAD_ALIGN; off <= SALVAGE_MAX; off += PT_REC_HEAD_ALIGN) {
		if (pt_rec_get(r, &c, sizeof(c), off) != sizeof(c))
			return false;
		if (c.magic != PT_REC_CTF_MAGIC || c.stream != PT_REC_STREAM_JOURNAL ||
			c.seq != 0 || c.packet_bits % 8 != 0)
			continue;
		if (!restore_header(r, off))
			guess_header(r, off, &c);
		r->salvaged = true;
		return geometry_ok(&r->head);
	}
	return false;
}

/* Says why the header in r->head cannot be used, or 0. */
static int
check_header(struct pt_rec_reader *r, bool live)
{
	struct pt_rec_header *h = &r->head;
	bool magic = h->magic == PT_REC_MAGIC, whole = magic && crc_ok(h);
	uint32_t first;

	memcpy(&first, h, sizeof(first));
	if (live && atomic_load(&h->life) == PT_REC_CREATING)
		return fail(r, -EAGAIN, "not begun yet");
	if (whole && h->major != PT_REC_MAJOR)
		return fail(r, -ENOTSUP, "format %u.%u: this program reads %u.x", h->major,
			h->minor, PT_REC_MAJOR);
	if (whole && h->need != 0)
		return fail(r, -ENOTSUP, "needs features %#llx that this program does not have",
			(unsigned long long)h->need);
	/* with chunks in it, it is the word that is damaged */
	if (whole && atomic_load(&h->life) == PT_REC_CREATING && atomic_load(&h->chunks) == 0)
		return fail(r, -EINVAL, "nothing was recorded in it");
	if (first == ZSTD_MAGIC)
		return fail(r, -EINVAL, "is compressed: unpack it with zstd -d first");
	if (whole && h->endian == PT_REC_ENDIAN && geometry_ok(h))
		return 0;
	if (live || !salvage(r))
		return fail(r, -EINVAL, magic ? "its header is damaged" : "not a recording");
	return 0;
}

static int
read_header(struct pt_rec_reader *r, bool live)
{
	if (pt_rec_refresh(r) != 0)
		return fail(r, -EINVAL, "cannot be opened as a file");
	if (pt_rec_get(r, &r->head, sizeof(r->head), 0) != sizeof(r->head)) {
		if (r->read_error != 0)
			return fail(r, -r->read_error, "cannot be read: %s",
				strerror(r->read_error));
		if (live)
			return fail(r, -EAGAIN, "not begun yet");
		return fail(r, -EINVAL, "too short for a recording: %llu bytes",
			(unsigned long long)r->file_size);
	}
	int e = check_header(r, live);

	if (e != 0)
		return e;
	if (r->file_size < r->head.chunk_off)
		return fail(r, -EINVAL, "cut short at byte %llu, before the first event",
			(unsigned long long)r->file_size);
	r->slots = r->head.worker_slots;
	r->victims = (r->head.worker_size - PT_REC_ROW_OFF) / 8;
	return pt_rec_refresh(r);
}

static int
map_head(struct pt_rec_reader *r)
{
	r->map_bytes = (size_t)r->head.chunk_off;
	void *map = mmap(NULL, r->map_bytes, PROT_READ, MAP_SHARED, r->fd, 0);

	if (map == MAP_FAILED)
		return fail(r, -errno, "cannot be mapped: %s", strerror(errno));
	r->map = map;
	pt_rec_guard_install();
	return 0;
}

/* What the reader of a finished recording should know. */
static void
warn(struct pt_rec_reader *r)
{
	uint32_t life = atomic_load(&r->head.life);
	uint64_t want = r->head.chunk_off + atomic_load(&r->head.chunks) * r->head.chunk_size;
	const char *text = "";

	if (r->salvaged)
		text = "its header is damaged: read by what else the file says";
	else if (r->file_size < want && want - r->head.chunk_off < (UINT64_C(1) << 62))
		text = "the file was cut short: read up to its last whole event";
	else if (life == PT_REC_LIVE && pt_rec_writer_lives(r) == 1)
		text = "still being written: read as far as it is";
	else if (life != PT_REC_ENDED)
		text = "its process died: read up to its last event";
	else if (atomic_load(&r->head.faults) & PT_REC_FAULT_CUT)
		text = "the file was cut short while it was written: events are missing";
	else if (r->chunks * r->head.chunk_size + r->head.chunk_off < r->file_size)
		text = "the file is longer than what was recorded: the rest is not read";
	(void)snprintf(r->warning, sizeof(r->warning), "%s", text);
}

/* A writer in another pid namespace, of which nothing can be told, may write on, too. */
static bool
may_move(const struct pt_rec_reader *r)
{
	return !r->salvaged && atomic_load(&r->head.life) == PT_REC_LIVE &&
		pt_rec_writer_lives(r) != 0;
}

static int
begin(struct pt_rec_reader *r, bool live)
{
	int e = read_header(r, live);

	r->moving = live || (e == 0 && may_move(r));
	if (e == 0 && r->moving)
		e = map_head(r);
	else if (e == 0)
		r->chunks = r->chunks_max = pt_rec_chunks_to_read(r, r->chunks);
	if (e != 0) {
		pt_rec_shut(r);
		return e;
	}
	if (!live)
		warn(r);
	return 0;
}

int
pt_rec_open(struct pt_rec_reader *r, const char *path, bool live)
{
	*r = (struct pt_rec_reader){ .chunks_max = UINT64_MAX };
	/* nonblocking: the name may be a fifo's */
	r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (r->fd < 0)
		return fail(r, -errno, "%s", strerror(errno));
	return begin(r, live);
}

int
pt_rec_open_fd(struct pt_rec_reader *r, int fd, bool live)
{
	*r = (struct pt_rec_reader){ .chunks_max = UINT64_MAX };
	r->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (r->fd < 0)
		return fail(r, -errno, "%s", strerror(errno));
	return begin(r, live);
}

void
pt_rec_shut(struct pt_rec_reader *r)
{
	if (r->fd >= 0)
		close(r->fd);
	if (r->map != NULL)
		munmap((void *)(uintptr_t)r->map, r->map_bytes);
	free(r->index);
	r->fd = -1;
	r->map = NULL;
	r->index = NULL;
	r->index_len = 0;
}

int
pt_rec_refresh(struct pt_rec_reader *r)
{
	struct stat st;

	if (fstat(r->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return -EINVAL;
	r->file_size = (uint64_t)st.st_size;
	if (r->head.chunk_size != 0 && r->file_size > r->head.chunk_off)
		r->chunks = (r->file_size - r->head.chunk_off + r->head.chunk_size - 1) /
			r->head.chunk_size;
	else
		r->chunks = 0;
	if (r->chunks > r->chunks_max)
		r->chunks = r->chunks_max;
	return 0;
}

int
pt_rec_writer_lives(const struct pt_rec_reader *r)
{
	static const uint8_t unknown[16];
	uint8_t boot[16];
	uint64_t ns, start;

	if (memcmp(r->head.boot_id, unknown, 16) == 0 || r->head.pid == 0 ||
		pt_proc_boot_id(boot) != 0)
		return -1;
	if (memcmp(boot, r->head.boot_id, 16) != 0)
		return 0;
	if (r->head.pid_ns == 0 || pt_proc_pid_namespace(0, &ns) != 0 || ns != r->head.pid_ns)
		return -1;
	return pt_proc_start_time((pid_t)r->head.pid, &start) == 0 && start == r->head.pid_start;
}

uint64_t
pt_rec_ns(const struct pt_rec_reader *r, uint64_t ticks)
{
	const struct pt_rec_clocks *a = &r->head.begin, *z = &r->head.end;
	uint64_t span = ticks - a->ticks;
	unsigned __int128 ns;

	if (ticks <= a->ticks)
		return 0;
	if (atomic_load(&r->head.life) == PT_REC_ENDED && !r->salvaged && z->ticks > a->ticks &&
		z->monotonic_ns > a->monotonic_ns)
		ns = (unsigned __int128)span * (z->monotonic_ns - a->monotonic_ns) /
			(z->ticks - a->ticks);
	else
		ns = (unsigned __int128)span * 1000000000 /
			(r->head.clock_hz ? r->head.clock_hz : 1000000000);
	return ns > UINT64_MAX ? UINT64_MAX : (uint64_t)ns;
}

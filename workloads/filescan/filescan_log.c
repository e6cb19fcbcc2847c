/* SPDX-License-Identifier: MIT */
/*
 * Lines of a service's log of about 110 bytes, one in a hundred with the planted word.  They are
 * put together from fixed texts with numbers written into them: printf() would take longer than
 * all the runs that read them.
 */
#include "workloads/filescan/filescan_log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

enum {
	LONGEST = 128, /* bytes of a line at most */
	SHORTEST = 80, /* and at least */
	LINES = 64000, /* of a block; a multiple of those of a second, which are 1000 */
	BUFFER = 256 * 1024,
	STAMP = 20, /* "2026-03-01 12:34:56," */
};

/* What is made side by side. */
struct plan {
	int fd;
	uint64_t seed, bytes;
	uint64_t *begin;      /* of each block in the file, and of the one behind the last */
	pthread_mutex_t lock; /* of what follows */
	struct pt_filescan_planted planted;
	struct pt_error error;
	bool failed;
};

/* One block on its way into the file. */
struct log {
	uint64_t seed;
	struct pt_filescan_planted planted;
	unsigned char stamp[STAMP];
	int fd;
	uint64_t at; /* where the buffer goes */
	size_t used;
	unsigned char buffer[BUFFER];
};

static inline unsigned char *
put(unsigned char *to, const char *text)
{
	size_t n = strlen(text);

	memcpy(to, text, n);
	return to + n;
}

static unsigned char *
put_decimal(unsigned char *to, uint64_t v, unsigned digits)
{
	for (unsigned i = digits; i-- > 0; v /= 10)
		to[i] = (unsigned char)('0' + v % 10);
	return to + digits;
}

static unsigned char *
put_hex(unsigned char *to, uint64_t v, unsigned digits)
{
	for (unsigned i = 0; i < digits; i++, v >>= 4)
		to[i] = (unsigned char)"0123456789abcdef"[v & 15];
	return to + digits;
}

/* The text that all lines of a second start with. */
static void
start_second(struct log *l, uint64_t second)
{
	unsigned char *to = put(l->stamp, "2026-03-01 ");

	to = put_decimal(to, second / 3600 % 24, 2);
	*to++ = ':';
	to = put_decimal(to, second / 60 % 60, 2);
	*to++ = ':';
	to = put_decimal(to, second % 60, 2);
	*to = ',';
}

/* clang-format off */
static const char *const sources[8] = {
	" [main] RequestHandler: ", " [io-1] ConnectionPool: ", " [io-2] ConnectionPool: ",
	" [gc] Cache: ", " [rpc-0] RemoteCall: ", " [rpc-1] RemoteCall: ",
	" [main] ResourceManager: ", " [db] Transaction: ",
};
/* clang-format on */

/* Line number n at `to`; returns its end. */
static unsigned char *
line(struct log *l, unsigned char *to, uint64_t n)
{
	const uint64_t r = pt_mix(l->seed + n);
	const unsigned kind = (unsigned)(r % 100);

	if (n % 1000 == 0)
		start_second(l, n / 1000);
	memcpy(to, l->stamp, STAMP);
	to = put_decimal(to + STAMP, n % 1000, 3);
	to = put(to, kind == 0 ? " " PT_FILESCAN_PLANTED : kind < 5 ? " WARN" : " INFO");
	to = put(to, sources[r >> 8 & 7]);
	to = put_hex(put(to, "request "), r >> 16, 12);
	if (kind == 0)
		to = put(to, " failed: connection reset by peer");
	else if (kind < 5)
		to = put(to, " slow, will be tried again");
	else
		to = put(put_decimal(put(to, " served in "), r >> 11 & 31, 2), " ms, kept alive");
	*to++ = '\n';
	l->planted.matches += kind == 0;
	l->planted.lines++;
	return to;
}

/* What line() will write; told without writing it. */
static uint64_t
line_bytes(uint64_t seed, uint64_t n)
{
	const uint64_t r = pt_mix(seed + n);
	const unsigned kind = (unsigned)(r % 100);
	uint64_t bytes = STAMP + 3 + strlen(sources[r >> 8 & 7]) + strlen("request ") + 12 + 1;

	if (kind == 0)
		return bytes + strlen(" " PT_FILESCAN_PLANTED " failed: connection reset by peer");
	if (kind < 5)
		return bytes + strlen(" WARN slow, will be tried again");
	return bytes + strlen(" INFO served in 31 ms, kept alive");
}

static int
flush(struct log *l, struct pt_error *e)
{
	for (size_t done = 0; done < l->used;) {
		ssize_t n = pwrite(l->fd, l->buffer + done, l->used - done, (off_t)(l->at + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot make the log");
		done += (size_t)n;
	}
	l->at += l->used;
	l->used = 0;
	return 0;
}

/* The log ends with one line that fills it up to its size. */
static void
last_line(struct log *l, uint64_t left)
{
	if (left == 0)
		return;
	memset(l->buffer + l->used, '-', left);
	l->used += left;
	l->buffer[l->used - 1] = '\n';
	l->planted.lines++;
}

/* Lines from number n on, as far as there is room for any of them in the file. */
static int
fill(struct log *l, uint64_t n, uint64_t left, struct pt_error *e)
{
	start_second(l, n / 1000);
	for (const uint64_t end = n + LINES; n < end && left > LONGEST; n++) {
		unsigned char *from = l->buffer + l->used;
		size_t len = (size_t)(line(l, from, n) - from);

		l->used += len;
		left -= len;
		if (l->used > BUFFER - 2 * LONGEST && flush(l, e) != 0)
			return -1;
	}
	if (left <= LONGEST)
		last_line(l, left);
	return flush(l, e);
}

/* ---- blocks side by side ---- */

static void
count_blocks(uint64_t lo, uint64_t hi, void *arg)
{
	struct plan *p = arg;

	for (uint64_t b = lo; b < hi; b++) {
		uint64_t bytes = 0;

		for (uint64_t n = b * LINES; n < (b + 1) * LINES; n++)
			bytes += line_bytes(p->seed, n);
		p->begin[b + 1] = bytes;
	}
}

/* Blocks that begin within the file; the line that fills it up belongs to the last of them. */
static uint64_t
place_blocks(struct plan *p, uint64_t most)
{
	uint64_t blocks = 1;

	for (uint64_t b = 0; b < most; b++)
		p->begin[b + 1] += p->begin[b];
	while (blocks < most && p->bytes - p->begin[blocks] > LONGEST &&
		p->begin[blocks] < p->bytes)
		blocks++;
	return blocks;
}

static void
add_block(struct plan *p, const struct pt_filescan_planted *planted, const struct pt_error *failed)
{
	pthread_mutex_lock(&p->lock);
	p->planted.lines += planted->lines;
	p->planted.matches += planted->matches;
	if (failed && !p->failed) {
		p->failed = true;
		p->error = *failed;
	}
	pthread_mutex_unlock(&p->lock);
}

static void
fill_blocks(uint64_t lo, uint64_t hi, void *arg)
{
	struct plan *p = arg;
	struct log *l = pt_buffer_alloc(sizeof *l);
	static const struct pt_filescan_planted none;
	struct pt_error e;
	bool failed;

	for (uint64_t b = lo; b < hi && l; b++) {
		l->fd = p->fd;
		l->seed = p->seed;
		l->at = p->begin[b];
		l->planted = none;
		failed = fill(l, b * LINES, p->bytes - p->begin[b], &e) != 0;
		add_block(p, &l->planted, failed ? &e : NULL);
	}
	if (!l) {
		pt_fail(&e, PT_EXIT_ENVIRONMENT, "no memory to make the log");
		add_block(p, &none, &e);
	}
	pt_buffer_free(l, sizeof *l);
}

static int
make(struct plan *p, int threads, struct pt_error *e)
{
	const uint64_t most = p->bytes / LINES / SHORTEST + 1;

	p->begin = calloc(most + 1, sizeof *p->begin);
	if (!p->begin)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to make the log");
	pt_spread(threads, most, 1, count_blocks, p);
	pt_spread(threads, place_blocks(p, most), 1, fill_blocks, p);
	free(p->begin);
	if (p->failed && e)
		*e = p->error;
	return p->failed ? -1 : 0;
}

/*
 * A file without a name: on a disk if there is room, else in memory.  The page cache of a disk's
 * file system is read faster than a memory file, in larger pages; as the file is gone before
 * the kernel writes it back, the disk has no work with it.
 */
static int
open_unnamed(uint64_t bytes)
{
	const char *folder = getenv("TMPDIR");
	int fd = open(folder ? folder : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct statvfs fs;

	if (fd >= 0 && fstatvfs(fd, &fs) == 0 && bytes / fs.f_frsize < fs.f_bavail / 2)
		return fd;
	if (fd >= 0)
		close(fd);
	return memfd_create("partop-log", MFD_CLOEXEC);
}

int
pt_filescan_log(struct pt_input *out, const struct pt_filescan_wanted *w,
	struct pt_filescan_planted *planted, struct pt_error *e)
{
	struct plan p = { .fd = open_unnamed(w->bytes),
		.seed = w->seed,
		.bytes = w->bytes,
		.lock = PTHREAD_MUTEX_INITIALIZER };
	int failed;

	out->fd = -1;
	failed = p.fd < 0 ? pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot make the log") :
			    make(&p, w->threads, e);
	if (!failed)
		failed = pt_input_adopt(out, p.fd, "the made log", e);
	else if (p.fd >= 0)
		close(p.fd);
	*planted = p.planted;
	return failed;
}

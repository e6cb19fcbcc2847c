/* SPDX-License-Identifier: MIT */
/*
 * Lines of a service's log of about 110 bytes, one in a hundred with the planted word.  They are
 * put together from fixed texts with numbers written into them: printf() would take longer than
 * all the runs that read them.
 */
#include "workloads/filescan/filescan_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

enum {
	LONGEST = 128,		/* bytes of a line at most */
	BLOCK = 256 * 1024,
	STAMP = 20,		/* "2026-03-01 12:34:56," */
};

struct log {
	int fd;
	uint64_t seed, left;	/* left: bytes still to be made */
	struct pt_filescan_planted planted;
	unsigned char stamp[STAMP];
	size_t used;
	unsigned char block[BLOCK];
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

/* Line number n at `to`; returns its end. */
static unsigned char *
line(struct log *l, unsigned char *to, uint64_t n)
{
	static const char *const sources[8] = {
		" [main] RequestHandler: ", " [io-1] ConnectionPool: ", " [io-2] ConnectionPool: ",
		" [gc] Cache: ", " [rpc-0] RemoteCall: ", " [rpc-1] RemoteCall: ",
		" [main] ResourceManager: ", " [db] Transaction: ",
	};
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

static int
flush(struct log *l, struct pt_error *e)
{
	for (size_t done = 0; done < l->used;) {
		ssize_t n = write(l->fd, l->block + done, l->used - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot make the log");
		done += (size_t)n;
	}
	l->used = 0;
	return 0;
}

/* The log ends with one line that fills it up to its size. */
static int
fill(struct log *l, struct pt_error *e)
{
	for (uint64_t n = 0; l->left > LONGEST; n++) {
		unsigned char *from = l->block + l->used;
		size_t len = (size_t)(line(l, from, n) - from);

		l->used += len;
		l->left -= len;
		if (l->used > BLOCK - 2 * LONGEST && flush(l, e) != 0)
			return -1;
	}
	if (l->left) {
		memset(l->block + l->used, '-', l->left);
		l->used += l->left;
		l->block[l->used - 1] = '\n';
		l->planted.lines++;
	}
	return flush(l, e);
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
pt_filescan_log(struct pt_input *out, uint64_t bytes, uint64_t seed,
		struct pt_filescan_planted *planted, struct pt_error *e)
{
	struct log *l = pt_buffer_alloc(sizeof *l);
	int failed;

	out->fd = -1;
	if (!l)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to make the log");
	l->seed = seed;
	l->left = bytes;
	l->fd = open_unnamed(bytes);
	failed = l->fd < 0 ? pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot make the log") :
			     fill(l, e);
	if (!failed)
		failed = pt_input_adopt(out, l->fd, "the made log", e);
	else if (l->fd >= 0)
		close(l->fd);
	*planted = l->planted;
	pt_buffer_free(l, sizeof *l);
	return failed;
}

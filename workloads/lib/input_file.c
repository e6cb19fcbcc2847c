/* SPDX-License-Identifier: MIT */
/*
 * Opening refuses what cannot be read at offsets with a known end: directories, pipes, devices,
 * files of /proc, which say 0 bytes and then have some, and of /sys, which say 4,096 and have less.
 * Of those that can be read at all, `run` hands over a copy.
 */
#include "workloads/lib/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "workloads/workload.h"

static const char *
kind_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a pipe";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

/* What pread() says about one byte: -1, 0 at the end, or 1. */
static ssize_t
read_byte(int fd, uint64_t at)
{
	ssize_t n;
	char byte;

	do
		n = pread(fd, &byte, 1, (off_t)at);
	while (n < 0 && errno == EINTR);
	return n;
}

/* The file must end where it says.  An error is no end: it is not taken for an empty file. */
static int
check_end(const struct pt_input *in, struct pt_error *e)
{
	ssize_t before = in->size > 0 ? read_byte(in->fd, in->size - 1) : 1;
	ssize_t behind = before > 0 && in->size == 0 ? read_byte(in->fd, 0) : 0;

	if (before < 0 || behind < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot read '%s'", in->name);
	if (before == 0 || behind > 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"cannot read '%s': it does not tell its size; copy it to a file first",
			in->name);
	return 0;
}

static int
take(struct pt_input *in, struct pt_error *e)
{
	struct stat st;

	if (fstat(in->fd, &st) != 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot read '%s'", in->name);
	if (!S_ISREG(st.st_mode))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot read '%s': it is %s, not a file",
			in->name, kind_of(st.st_mode));
	in->size = (uint64_t)st.st_size;
	in->changed = st.st_mtim;
	return check_end(in, e);
}

static struct {
	const char *name; /* NULL: nothing */
	int fd;
} given;

void
pt_input_hand_over(const char *name, int fd)
{
	given.name = name;
	given.fd = fd;
}

static int
open_path(const char *path)
{
	if (given.name != NULL && strcmp(path, given.name) == 0)
		return fcntl(given.fd, F_DUPFD_CLOEXEC, 0);
	/* Without O_NONBLOCK the open of a pipe would wait for its writer. */
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

int
pt_input_open(struct pt_input *in, const char *path, struct pt_error *e)
{
	int fd = open_path(path);

	if (fd < 0) {
		in->fd = -1;
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open '%s'", path);
	}
	return pt_input_adopt(in, fd, path, e);
}

int
pt_input_adopt(struct pt_input *in, int fd, const char *name, struct pt_error *e)
{
	*in = (struct pt_input){ .fd = fd, .name = name };
	if (take(in, e) == 0)
		return 0;
	pt_input_close(in);
	return -1;
}

int
pt_input_read(const struct pt_input *in, void *to, size_t n, uint64_t at, struct pt_error *e)
{
	unsigned char *p = to;

	for (size_t done = 0; done < n;) {
		ssize_t got = pread(in->fd, p + done, n - done, (off_t)(at + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return pt_fail_errno(e, PT_EXIT_ENVIRONMENT,
				"cannot read '%s' at byte %" PRIu64, in->name, at + done);
		if (got == 0)
			return pt_fail(e, PT_EXIT_ENVIRONMENT,
				"'%s' got shorter while it was read: it had %" PRIu64
				" bytes, now it ends before byte %" PRIu64,
				in->name, in->size, at + done);
		done += (size_t)got;
	}
	return 0;
}

bool
pt_input_changed(const struct pt_input *in)
{
	struct stat st;

	return fstat(in->fd, &st) == 0 &&
		(st.st_mtim.tv_sec != in->changed.tv_sec ||
			st.st_mtim.tv_nsec != in->changed.tv_nsec);
}

void
pt_input_close(struct pt_input *in)
{
	if (in->fd >= 0)
		close(in->fd);
	in->fd = -1;
}

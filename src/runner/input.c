/* SPDX-License-Identifier: MIT */
/*
 * The input that was handed over, or that can be read once only.  See input.h.
 */
#include "runner/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parse.h"
#include "base/text.h"
#include "os/proc.h"
#include "runner/job.h"

#define COPY_BYTES 65536

static const char *
name_of(const struct pt_job *j)
{
	for (size_t i = 0; i < j->workload->params_len; i++)
		if (strcmp(j->workload->params[i].name, "input") == 0)
			return j->params[i].text;
	return NULL;
}

/* A pipe, a socket, a file of which a part has been read.  What else cannot be read at offsets
 * is refused by the workload. */
static bool
must_be_copied(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	return S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ||
		(S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) > 0);
}

static int
write_all(int fd, const char *bytes, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(fd, bytes + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		done += (size_t)n;
	}
	return 0;
}

static int
copy(int from, int to, const char *name, struct pt_error *e)
{
	uint64_t room = pt_memory_available_bytes() / 2, done = 0;
	static char bytes[COPY_BYTES];
	char most[PT_NUM];

	for (;;) {
		ssize_t n = read(from, bytes, sizeof(bytes));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot read '%s'", name);
		if (n == 0)
			return 0;
		done += (uint64_t)n;
		if (room > 0 && done > room)
			return pt_fail(e, PT_EXIT_ENVIRONMENT,
				"cannot read '%s': it is more than "
				"%s, half of the free memory; copy it to a file first",
				name, pt_format_bytes(most, room));
		if (write_all(to, bytes, (size_t)n) < 0)
			return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot keep '%s' in memory",
				name);
	}
}

/* A descriptor of the copy, or -1 with e filled. */
static int
copy_to_memory(int fd, const char *name, struct pt_error *e)
{
	int memory = memfd_create("partop-input", MFD_CLOEXEC);

	if (memory < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot keep '%s' in memory", name);
	if (copy(fd, memory, name, e) == 0)
		return memory;
	close(memory);
	return -1;
}

/* What pread() says about one byte: -1, 0 at the end, or 1. */
static ssize_t
read_byte(int fd, off_t at)
{
	ssize_t n;
	char byte;

	do
		n = pread(fd, &byte, 1, at);
	while (n < 0 && errno == EINTR);
	return n;
}

/* Files of /proc say 0 bytes and then have some; files of /sys say 4,096 and have less. */
static bool
hides_its_size(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	return st.st_size > 0 ? read_byte(fd, st.st_size - 1) == 0 : read_byte(fd, 0) > 0;
}

/* Whether opening it may wait, and what is opened can be read once. */
static bool
is_fifo(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* An input by its name.  What cannot be opened, or is a file like others, is the workload's to open
 * or to refuse. */
static int
take_by_name(const char *name, struct pt_error *e)
{
	const bool fifo = is_fifo(name);
	/* A pipe waits for its writer, as for other readers; a device must not wait. */
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | (fifo ? 0 : O_NONBLOCK)), copied;

	if (fd < 0)
		return 0;
	if (!fifo && !hides_its_size(fd)) {
		close(fd);
		return 0;
	}
	copied = copy_to_memory(fd, name, e);
	close(fd);
	if (copied < 0)
		return -1;
	pt_input_hand_over(name, copied);
	return 0;
}

static int
take_descriptor(const char *name, int number, struct pt_error *e)
{
	int fd = number;

	if (must_be_copied(fd) || hides_its_size(fd))
		fd = copy_to_memory(number, name, e);
	if (fd < 0)
		return -1;
	pt_input_hand_over(name, fd);
	return 0;
}

int
pt_runner_take_input(const struct pt_job *j, struct pt_error *e)
{
	const char *text = getenv("PARTOP_INPUT"), *name = name_of(j);
	uint64_t number;

	if (name == NULL)
		return 0;
	if (text == NULL || *text == '\0')
		return take_by_name(name, e);
	if (pt_parse_u64(text, &number) != PT_PARSE_OK || number > INT32_MAX)
		return 0;
	return take_descriptor(name, (int)number, e);
}

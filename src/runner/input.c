/* SPDX-License-Identifier: MIT */
/*
 * The input that was handed over.  See input.h.
 */
#include "runner/input.h"

#include <errno.h>
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

int
pt_runner_take_input(const struct pt_job *j, struct pt_error *e)
{
	const char *text = getenv("PARTOP_INPUT"), *name = name_of(j);
	uint64_t number;
	int fd;

	if (text == NULL || name == NULL || pt_parse_u64(text, &number) != PT_PARSE_OK ||
		number > INT32_MAX)
		return 0;
	fd = (int)number;
	if (must_be_copied(fd))
		fd = copy_to_memory((int)number, name, e);
	if (fd < 0)
		return -1;
	pt_input_hand_over(name, fd);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* An input that has these bytes, for the tests of filescan. */
#ifndef PT_TESTS_UNIT_FILESCAN_FILE_H
#define PT_TESTS_UNIT_FILESCAN_FILE_H

#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "workloads/lib/input_file.h"

static inline struct pt_input
file_of(const void *bytes, size_t len)
{
	struct pt_input in;
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	assert_int_equal(pt_input_adopt(&in, fd, "test", NULL), 0);
	return in;
}

#endif

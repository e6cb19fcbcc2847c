/* SPDX-License-Identifier: MIT */
/*
 * The futex system call; glibc has no wrapper.
 */
#include "os/futex.h"

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int
call(_Atomic uint32_t *word, int op, uint32_t value, const struct timespec *timeout)
{
	long n = syscall(SYS_futex, word, op | FUTEX_PRIVATE_FLAG, value, timeout, NULL, 0);

	return n < 0 ? -errno : (int)n;
}

int
pt_futex_wait(_Atomic uint32_t *word, uint32_t expected)
{
	return call(word, FUTEX_WAIT, expected, NULL);
}

int
pt_futex_wait_for(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_ns)
{
	struct timespec t = {
		.tv_sec = (time_t)(timeout_ns / 1000000000u),
		.tv_nsec = (long)(timeout_ns % 1000000000u),
	};

	return call(word, FUTEX_WAIT, expected, &t);
}

int
pt_futex_wake(_Atomic uint32_t *word, int count)
{
	return call(word, FUTEX_WAKE, (uint32_t)count, NULL);
}

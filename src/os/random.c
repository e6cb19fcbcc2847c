/* SPDX-License-Identifier: MIT */
/*
 * Random bytes from getrandom(), which gives up to 256 at once without being interrupted.
 */
#include "os/random.h"

#include <errno.h>
#include <sys/random.h>
#include <unistd.h>

#include "os/clock.h"

#define AT_ONCE 256

int
pt_random_bytes(void *out, size_t len)
{
	ssize_t n;

	if (len > AT_ONCE)
		return -EINVAL;
	do
		n = getrandom(out, len, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	return (size_t)n == len ? 0 : -EIO;
}

uint64_t
pt_random_seed(void)
{
	uint64_t seed;

	if (pt_random_bytes(&seed, sizeof(seed)) != 0)
		seed = (pt_now_ns() ^ (uint64_t)getpid() << 32) * UINT64_C(0x9e3779b97f4a7c15);
	return seed;
}

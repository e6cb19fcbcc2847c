/* SPDX-License-Identifier: MIT */
/*
 * Random bytes from the kernel, for identities and seeds, not for streams of numbers.
 * Thread-safe.
 */
#ifndef PT_OS_RANDOM_H
#define PT_OS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fills `len` bytes (at most 256). Returns 0 or a negative errno. */
int pt_random_bytes(void *out, size_t len);

/* A seed; falls back on clock and pid, so it cannot fail. */
uint64_t pt_random_seed(void);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Waiting on a word of this process (private futexes). A return never proves that the condition
 * holds: load the word and look again. Thread-safe; no memory order is implied by these calls,
 * the atomic accesses around them carry it.
 */
#ifndef PT_OS_FUTEX_H
#define PT_OS_FUTEX_H

#include <stdatomic.h>
#include <stdint.h>

/* Sleeps while *word == expected. Returns 0 when woken, -EAGAIN if it differed, -EINTR. */
int pt_futex_wait(_Atomic uint32_t *word, uint32_t expected);

/* The same for at most `timeout_ns`; -ETIMEDOUT when that has passed. */
int pt_futex_wait_for(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_ns);

/* Wakes up to `count` waiters (INT32_MAX: all). Returns how many, or a negative errno. */
int pt_futex_wake(_Atomic uint32_t *word, int count);

#endif

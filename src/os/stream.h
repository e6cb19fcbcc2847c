/* SPDX-License-Identifier: MIT */
/*
 * Reading memory in sequence as fast as a CPU can, which takes its widest loads, and making sure that it
 * is memory that is read, not a cache.
 */
#ifndef PT_OS_STREAM_H
#define PT_OS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PT_STREAM_WORDS 32 /* read at a time */

/* The sum of the words, modulo 2^64: every one is read.  n: a multiple of PT_STREAM_WORDS. */
uint64_t pt_stream_sum(const uint64_t *words, size_t n);

/* Whether pt_stream_forget() works here: it takes an instruction that not all CPUs have. */
bool pt_stream_can_forget(void);
/* Takes the memory out of all caches: some 50 us per MiB.  Its contents stay. */
void pt_stream_forget(void *memory, size_t bytes);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Programs that sort numbers by their own order, whose comparison all compilers see.  They are named
 * TYPE[.INPUT][-WHAT]: types u64, i32, f64; inputs, random if none is named, sorted, reversed, few,
 * organ, as quicksort has them.  All peers sort the same numbers in the same memory, which is in huge
 * pages where the system has them, and is filled before each turn, outside of its time.
 *
 *	u64		the library's parallel sort that need not be stable
 *	u64-seq		its sequential one, whatever the workers
 *	u64-scalar	quicksort without vector instructions
 *	u64-half	as many halves of the numbers as there are workers, 1 or 2, sorted by themselves
 *			and at once: what two CPUs can do
 */
#ifndef PT_PEERS_KEYS_H
#define PT_PEERS_KEYS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether it is the name of such a program. */
int keys_is(const char *program);

/* Before the first turn, for each item: the memory will have room for it. */
void keys_need(const char *program, uint64_t size);

/* The memory. */
void *keys_array(void);

void keys_fill(const char *program, uint64_t size);

/* Of the numbers that were filled in, if these are there and sorted; else 0. */
uint64_t keys_check(const char *program, int workers, uint64_t size);

/* Rows of a peer's table: the functions are f_u64, f_i32, f_f64. */
#define KEYS_ROWS(f, what) \
	{ "u64" what, f##_u64 }, { "i32" what, f##_i32 }, \
	{ \
		"f64" what, f##_f64 \
	}
#define KEYS_INPUT_ROWS(f) \
	{ "u64.sorted", f##_u64 }, { "u64.reversed", f##_u64 }, { "u64.few", f##_u64 }, \
	{ \
		"u64.organ", f##_u64 \
	}

#ifdef __cplusplus
}
#endif
#endif

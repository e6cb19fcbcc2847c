/* SPDX-License-Identifier: MIT */
/*
 * Three kernels that say what a machine gives to independent programs side by side:
 *
 *	compute	arithmetic, a small table, unpredictable branches: needs a core alone
 *	cache	reads and writes all over 256 KiB: needs the caches of a core
 *	memory	reads in sequence what is in no cache: needs the memory's bandwidth
 *
 * A kernel has state of its own and shares nothing with its copies.
 */
#ifndef PT_OS_KERNELS_H
#define PT_OS_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pt_kernel { PT_KERNEL_COMPUTE, PT_KERNEL_CACHE, PT_KERNEL_MEMORY, PT_KERNELS };

struct pt_kernel_state {
	uint64_t x[4];    /* of the generators */
	size_t at;        /* the next step begins here */
	uint64_t *memory; /* of the kernel; NULL: it needs none, or there was none */
	size_t words;
};

const char *pt_kernel_name(enum pt_kernel k); /* "compute", "cache", "memory" */

/* Memory that one copy needs; `most` is what there may be for it. */
size_t pt_kernel_bytes(enum pt_kernel k, size_t most);

/* Allocates and touches it, so that it is near to the CPU of the caller.  0 or -ENOMEM. */
int pt_kernel_init(struct pt_kernel_state *s, enum pt_kernel k, size_t bytes, unsigned number);
void pt_kernel_fini(struct pt_kernel_state *s);

/*
 * To be called before a kernel is run.  True: what it reads comes from memory, until it has read all of
 * its own and is through; false: it is from memory as far as no cache has room for it, or none is read.
 */
bool pt_kernel_forget(struct pt_kernel_state *s, enum pt_kernel k);
bool pt_kernel_is_through(const struct pt_kernel_state *s);

/* Bytes of memory that a step reads; 0: of kernels that are not about it. */
size_t pt_kernel_read_bytes(enum pt_kernel k);

/* One step of some ten microseconds, always the same amount of work. */
void pt_kernel_step(struct pt_kernel_state *s, enum pt_kernel k);

#endif

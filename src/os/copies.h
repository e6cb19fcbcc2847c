/* SPDX-License-Identifier: MIT */
/*
 * Copies of a kernel side by side, on threads of their own that share nothing: copy i on the i-th
 * of the CPUs that may be used, where a pool pins its i-th worker.
 *
 * What is measured is work per time *on a CPU*: what other programs take does not count, what
 * copies take from each other (a core's units, caches, memory, clock rate) does.
 */
#ifndef PT_OS_COPIES_H
#define PT_OS_COPIES_H

#include <stddef.h>
#include <stdint.h>

#include "os/kernels.h"

struct pt_copies;

struct pt_copies_result {
	double steps_per_s; /* of one copy, the mean, per second on a CPU */
	double on_cpu;      /* share of the time that the copies had a CPU */
};

/* Up to `most` copies; memory_bytes are for all copies of that kernel together.  NULL: no memory. */
struct pt_copies *pt_copies_open(unsigned most, size_t memory_bytes);
void pt_copies_close(struct pt_copies *c);

/*
 * Runs copies for `ns` each, all at once; where caches can be made to forget it, a copy of the memory
 * kernel ends sooner: when it has read all of its memory.  0, or a negative errno when they cannot be
 * started.  Not for more than one thread at a time.
 */
int pt_copies_run(struct pt_copies *c, enum pt_kernel k, unsigned copies, uint64_t ns,
	struct pt_copies_result *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Address space of a pool: task slots and stacks are reserved generously, since what is not used
 * costs nothing; where address space is limited (ulimit -v) a pool takes a part and leaves the rest
 * to the program.
 */
#ifndef PT_RUNTIME_SPACE_H
#define PT_RUNTIME_SPACE_H

#include <partop/pool.h>
#include <stddef.h>
#include <stdint.h>

/* A quarter of the limit is the slots', an eighth the stacks', of n workers. */
#define PT_SPACE_SLOTS 4
#define PT_SPACE_STACKS 8

/*
 * Reserves the task slots of all workers: *slots of capacity each (fewer if they were not `asked`
 * for and do not fit), and many more for nested overflow.  0 or -errno; what was reserved is freed
 * with the workers.
 */
int pt_space_reserve(partop_pool *p, uint32_t *slots, bool asked);

/* The stack of each of n threads: the usual size, or what there is room for. */
size_t pt_space_stack_bytes(int n, size_t usual_bytes);

#endif

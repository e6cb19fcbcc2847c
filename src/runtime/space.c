/* SPDX-License-Identifier: MIT */
/*
 * Address space of a pool.  See space.h.
 */
#include "config.h"

#include "runtime/space.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "os/proc.h"
#include "runtime/worker.h"

#define HARD 16 /* slots reserved per slot of capacity, for nested overflow */
#define HARD_MIN 2
#define RESERVED_MIN (1u << 20) /* slots */
#define CAPACITY_MIN 1024u
#define STACK_MIN ((size_t)256 << 10)

static void
release(partop_pool *p, int n)
{
	for (int i = 0; i < n; i++) {
		munmap(p->worker[i].pub.deque.base, p->slot_bytes + p->guard_bytes);
		p->worker[i].pub.deque.base = NULL;
	}
}

/* p->slot_bytes for each worker, and behind them a page that is a guard. */
static int
reserve(partop_pool *p)
{
	for (int i = 0; i < p->n; i++) {
		void *m = mmap(NULL, p->slot_bytes + p->guard_bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (m == MAP_FAILED) {
			release(p, i);
			return -ENOMEM;
		}
		p->worker[i].pub.deque.base = m;
		if (mprotect((char *)m + p->slot_bytes, p->guard_bytes, PROT_NONE)) {
			int error = errno;

			release(p, i + 1);
			return -error;
		}
	}
	return 0;
}

/* Fewer: of the reserve first, then of the capacity.  False: there is nothing left to give. */
static bool
halve(size_t *reserved, uint32_t *slots, bool asked)
{
	if (*reserved / 2 >= (size_t)*slots * HARD_MIN)
		*reserved /= 2;
	else if (asked || *slots / 2 < CAPACITY_MIN)
		return false;
	else
		*slots /= 2;
	return true;
}

int
pt_space_reserve(partop_pool *p, uint32_t *slots, bool asked)
{
	size_t reserved = *slots < RESERVED_MIN / HARD ? RESERVED_MIN : (size_t)*slots * HARD;
	uint64_t most = pt_proc_address_space_bytes() / PT_SPACE_SLOTS / (uint64_t)p->n;
	bool more = true;
	int error;

	p->guard_bytes = (size_t)sysconf(_SC_PAGESIZE);
	while (reserved * sizeof(partop_task) > most && more)
		more = halve(&reserved, slots, asked);
	do {
		p->slot_bytes = reserved * sizeof(partop_task);
		error = reserve(p);
	} while (error == -ENOMEM && halve(&reserved, slots, asked));
	return error;
}

size_t
pt_space_stack_bytes(int n, size_t usual_bytes)
{
	uint64_t most = pt_proc_address_space_bytes() / PT_SPACE_STACKS / (uint64_t)n;
	size_t bytes = usual_bytes;

	while (bytes > most && bytes / 2 >= STACK_MIN)
		bytes /= 2;
	return bytes;
}

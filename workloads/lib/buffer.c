/* SPDX-License-Identifier: MIT */
/*
 * Memory for inputs: mapped, so that it is zero and costs nothing before it is touched, and in huge
 * pages where the system has them, which is worth a factor of 1.4 for streams.  Mapping does not
 * promise that the memory is there: see buffer_check.c.
 */
#include <stdint.h>
#include <sys/mman.h>

#include "workloads/workload.h"

#define HUGE_BYTES ((size_t)2 << 20)

/* The kernel gives huge pages to aligned parts only; small buffers need none. */
static void *
map(size_t bytes)
{
	size_t extra = bytes >= HUGE_BYTES ? HUGE_BYTES : 0, head, tail;
	char *p;

	if (bytes > SIZE_MAX - extra)
		return NULL;
	p = mmap(NULL, bytes + extra, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	head = extra ? -(uintptr_t)p & (HUGE_BYTES - 1) : 0;
	tail = extra - head;
	if (head)
		munmap(p, head);
	if (tail)
		munmap(p + head + bytes, tail);
	return p + head;
}

static size_t
whole_pages(size_t bytes)
{
	const size_t page = 4096;

	return bytes > SIZE_MAX - page ? 0 : (bytes + page - 1) / page * page;
}

void *
pt_buffer_alloc(size_t bytes)
{
	size_t pages = whole_pages(bytes);
	void *p = pages ? map(pages) : NULL;

	if (p && pages >= HUGE_BYTES)
		madvise(p, pages, MADV_HUGEPAGE);
	return p;
}

void
pt_buffer_free(void *p, size_t bytes)
{
	if (p)
		munmap(p, whole_pages(bytes));
}

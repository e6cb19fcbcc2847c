/* SPDX-License-Identifier: MIT */
/* For programs whose linker wraps malloc and aligned_alloc, as those of test_scan and test_sort_ends. */
#ifndef PT_TESTS_UNIT_REFUSED_MEMORY_H
#define PT_TESTS_UNIT_REFUSED_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* The linker puts these in the place of the allocators: none succeeds while told so. */
static _Atomic bool no_memory;
void *__real_malloc(size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

void *
__wrap_malloc(size_t size)
{
	return no_memory ? NULL : __real_malloc(size);
}

void *
__wrap_aligned_alloc(size_t align, size_t size)
{
	return no_memory ? NULL : __real_aligned_alloc(align, size);
}

#endif

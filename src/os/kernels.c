/* SPDX-License-Identifier: MIT */
/* The kernels: see kernels.h. */
#include "os/kernels.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "os/stream.h"

#define TABLE_WORDS 512 /* 4 KiB */
#define CACHE_BYTES ((size_t)256 << 10)
#define MEMORY_MIN ((size_t)1 << 20)
#define COMPUTE_ROUNDS 3000
#define CACHE_ROUNDS 2000
#define MEMORY_WORDS (UINT64_C(16) << 10) /* 128 KiB a step */

const char *
pt_kernel_name(enum pt_kernel k)
{
	static const char *const names[] = { "compute", "cache", "memory" };

	return names[k];
}

size_t
pt_kernel_bytes(enum pt_kernel k, size_t most)
{
	switch (k) {
	case PT_KERNEL_COMPUTE:
		return TABLE_WORDS * sizeof(uint64_t);
	case PT_KERNEL_CACHE:
		return CACHE_BYTES;
	case PT_KERNEL_MEMORY:
	default:
		return most < MEMORY_MIN ? MEMORY_MIN : most;
	}
}

static uint64_t
mix(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

int
pt_kernel_init(struct pt_kernel_state *s, enum pt_kernel k, size_t bytes, unsigned number)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*s = (struct pt_kernel_state){ .words = bytes / sizeof(uint64_t) };
	if (p == MAP_FAILED)
		return -ENOMEM;
	if (k == PT_KERNEL_MEMORY)
		(void)madvise(p, bytes, MADV_HUGEPAGE);
	s->memory = p;
	for (size_t i = 0; i < s->words; i++)
		s->memory[i] = i * UINT64_C(0x9e3779b97f4a7c15);
	for (unsigned i = 0; i < 4; i++)
		s->x[i] = mix(number * 4 + i + 1);
	return 0;
}

void
pt_kernel_fini(struct pt_kernel_state *s)
{
	if (s->memory)
		munmap(s->memory, s->words * sizeof(uint64_t));
	s->memory = NULL;
}

static void
compute(struct pt_kernel_state *s)
{
	uint64_t a = s->x[0], b = s->x[1];

	for (int i = 0; i < COMPUTE_ROUNDS; i++) {
		a = mix(a);
		b = b * UINT64_C(6364136223846793005) + s->memory[a % TABLE_WORDS];
		if (b >> 63)
			b ^= a;
		else
			b += a >> 3;
	}
	s->x[0] = a;
	s->x[1] = b;
}

/* Four chains side by side, as a table of groups or a heap is used. */
static void
cache(struct pt_kernel_state *s)
{
	const size_t mask = CACHE_BYTES / sizeof(uint64_t) - 1;

	for (int i = 0; i < CACHE_ROUNDS; i++)
		for (int k = 0; k < 4; k++) {
			uint64_t *w = &s->memory[s->x[k] & mask];

			s->x[k] = mix(s->x[k] + *w);
			*w += s->x[k];
		}
}

static void
memory(struct pt_kernel_state *s)
{
	s->x[0] += pt_stream_sum(s->memory + s->at, MEMORY_WORDS);
	s->at = s->at + 2 * MEMORY_WORDS <= s->words ? s->at + MEMORY_WORDS : 0;
}

bool
pt_kernel_forget(struct pt_kernel_state *s, enum pt_kernel k)
{
	if (k != PT_KERNEL_MEMORY || !pt_stream_can_forget())
		return false;
	pt_stream_forget(s->memory, s->words * sizeof(uint64_t));
	s->at = 0;
	return true;
}

bool
pt_kernel_is_through(const struct pt_kernel_state *s)
{
	return s->at == 0;
}

size_t
pt_kernel_read_bytes(enum pt_kernel k)
{
	return k == PT_KERNEL_MEMORY ? MEMORY_WORDS * sizeof(uint64_t) : 0;
}

void
pt_kernel_step(struct pt_kernel_state *s, enum pt_kernel k)
{
	static void (*const step[])(struct pt_kernel_state *) = { compute, cache, memory };

	step[k](s);
}

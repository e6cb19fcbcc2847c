/* SPDX-License-Identifier: MIT */
/* Memory of tables, and the hashes. */
#include "workloads/lib/agg/table.h"

#include <stdlib.h>
#include <string.h>

#include "workloads/workload.h"

enum { BLOCK_BYTES = 64 * 1024 };

struct pt_agg_block {
	struct pt_agg_block *next;
	size_t used, size;
	unsigned char bytes[];
};

/* Takes bytes from the budget, or nothing. */
static bool
take(struct pt_agg_budget *b, uint64_t bytes)
{
	/* Relaxed: only the number counts, it guards nothing. */
	uint64_t left = atomic_load_explicit(&b->left, memory_order_relaxed);

	do {
		if (left < bytes)
			return false;
	} while (!atomic_compare_exchange_weak_explicit(&b->left, &left, left - bytes,
		memory_order_relaxed, memory_order_relaxed));
	return true;
}

static void
give_back(struct pt_agg_budget *b, uint64_t bytes)
{
	atomic_fetch_add_explicit(&b->left, bytes, memory_order_relaxed);
}

bool
pt_agg_init(struct pt_agg_table *t, struct pt_agg_budget *b, size_t group_bytes, unsigned skip,
	size_t groups)
{
	unsigned bits = PT_AGG_PART_BITS;

	while (((size_t)1 << bits) / 2 < groups)
		bits++;
	*t = (struct pt_agg_table){
		.capacity = (size_t)1 << bits,
		.skip = skip,
		.shift = 64 - bits,
		.budget = b,
	};
	if (!take(b, t->capacity * group_bytes))
		return false;
	t->slots = pt_buffer_alloc(t->capacity * group_bytes);
	if (!t->slots)
		give_back(b, t->capacity * group_bytes);
	return t->slots != NULL;
}

void
pt_agg_fini(struct pt_agg_table *t, size_t group_bytes)
{
	if (t->slots) {
		give_back(t->budget, t->capacity * group_bytes);
		pt_buffer_free(t->slots, t->capacity * group_bytes);
	}
	while (t->blocks) {
		struct pt_agg_block *next = t->blocks->next;

		give_back(t->budget, t->blocks->size);
		free(t->blocks);
		t->blocks = next;
	}
	*t = (struct pt_agg_table){ .slots = NULL };
}

const unsigned char *
pt_agg_keep(struct pt_agg_table *t, const unsigned char *text, size_t len)
{
	struct pt_agg_block *b = t->blocks;
	unsigned char *at;

	if (!b || b->size - b->used < len) {
		size_t size = len > BLOCK_BYTES / 2 ? len : BLOCK_BYTES;

		if (!take(t->budget, size))
			return NULL;
		b = malloc(sizeof *b + size + PT_AGG_TEXT_PAD);
		if (!b) {
			give_back(t->budget, size);
			return NULL;
		}
		*b = (struct pt_agg_block){ .next = t->blocks, .size = size };
		t->blocks = b;
	}
	at = b->bytes + b->used;
	memcpy(at, text, len);
	b->used += len;
	return at;
}

uint64_t
pt_agg_hash_number(uint32_t key)
{
	return key * UINT64_C(0x9e3779b97f4a7c15);
}

/* SPDX-License-Identifier: MIT */
/* Batches and links: see stages.h. */
#include "config.h"

#include "workloads/pipeline/stages.h"

#include <stdlib.h>

#include "workloads/workload.h"

/* ---- the work ---- */

void
pt_batch_make(struct pt_batch *b, uint64_t seed, uint64_t n)
{
	uint64_t first = b->number * PT_BATCH;

	b->len = n - first < PT_BATCH ? n - first : PT_BATCH;
	for (uint64_t k = 0; k < b->len; k++)
		b->x[k] = pt_mix(seed + first + k);
}

void
pt_batch_edit(struct pt_batch *b)
{
	uint64_t left = b->number;

	for (uint64_t k = 0; k < b->len; k++) {
		uint64_t x = b->x[k];

		b->x[k] = x ^ (left << 7 | left >> 57);
		left = x;
	}
}

void
pt_batch_slow(struct pt_batch *b, uint64_t steps)
{
	for (uint64_t i = 0; i < steps; i++)
		for (uint64_t k = 0; k < b->len; k++)
			b->x[k] = b->x[k] * 6364136223846793005u + (b->x[k] >> 33);
}

uint64_t
pt_batch_digest(const struct pt_batch *b)
{
	uint64_t digest = b->number;

	for (uint64_t k = 0; k < b->len; k++)
		digest = (digest ^ b->x[k]) * 0x9e3779b97f4a7c15u;
	return digest;
}

/* ---- rings ---- */

static struct pt_ring *
make_ring(uint64_t capacity)
{
	uint64_t n = 1;
	struct pt_ring *r;

	while (n < capacity)
		n *= 2;
	r = aligned_alloc(_Alignof(struct pt_ring),
		(sizeof(*r) + n * sizeof(uint64_t) + 127) / 128 * 128);
	if (!r)
		return NULL;
	atomic_init(&r->head, 0);
	atomic_init(&r->tail, 0);
	r->mask = n - 1;
	return r;
}

/* capacity: that of the link, of which the ring may have more. */
static bool
ring_send(struct pt_ring *r, uint64_t capacity, uint64_t batch)
{
	uint64_t tail = atomic_load_explicit(&r->tail, memory_order_relaxed);

	/* <- ring_recv(): the slot has been read */
	if (tail - atomic_load_explicit(&r->head, memory_order_acquire) == capacity)
		return false;
	r->slot[tail & r->mask] = batch;
	atomic_store_explicit(&r->tail, tail + 1, memory_order_release); /* -> ring_recv() */
	return true;
}

static bool
ring_recv(struct pt_ring *r, uint64_t *batch)
{
	uint64_t head = atomic_load_explicit(&r->head, memory_order_relaxed);

	if (atomic_load_explicit(&r->tail, memory_order_acquire) == head) /* <- ring_send() */
		return false;
	*batch = r->slot[head & r->mask];
	atomic_store_explicit(&r->head, head + 1, memory_order_release); /* -> ring_send() */
	return true;
}

static uint64_t
ring_len(const struct pt_ring *r)
{
	return atomic_load_explicit(&r->tail, memory_order_relaxed) -
		atomic_load_explicit(&r->head, memory_order_relaxed);
}

/* ---- links ---- */

int
pt_link_open(struct pt_link *l, uint64_t capacity, bool is_ring)
{
	*l = (struct pt_link){ .capacity = capacity };
	if (is_ring)
		l->ring = make_ring(capacity);
	else if (partop_channel_create(&l->channel, capacity, sizeof(uint64_t)) != 0)
		return -1;
	return l->ring || l->channel ? 0 : -1;
}

void
pt_link_close(struct pt_link *l)
{
	partop_channel_destroy(l->channel);
	free(l->ring);
	l->channel = NULL;
	l->ring = NULL;
}

bool
pt_link_try_send(struct pt_link *l, uint64_t batch)
{
	return l->ring ? ring_send(l->ring, l->capacity, batch) :
			 partop_channel_try_send(l->channel, &batch) == 0;
}

bool
pt_link_try_recv(struct pt_link *l, uint64_t *batch)
{
	return l->ring ? ring_recv(l->ring, batch) :
			 partop_channel_try_recv(l->channel, batch) == 0;
}

uint64_t
pt_link_count(struct pt_link *l)
{
	uint64_t depth = 1 + (l->ring ? ring_len(l->ring) : partop_channel_len(l->channel)), most;

	if (depth > l->capacity) /* one was sent since */
		depth = l->capacity;
	atomic_fetch_add_explicit(&l->taken, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&l->depth_sum, depth, memory_order_relaxed);
	most = atomic_load_explicit(&l->depth_max, memory_order_relaxed);
	while (depth > most &&
		!atomic_compare_exchange_weak_explicit(&l->depth_max, &most, depth,
			memory_order_relaxed, memory_order_relaxed))
		;
	return depth;
}

uint64_t
pt_links_bytes(uint64_t sources, uint64_t capacity, uint64_t batches)
{
	uint64_t slots = pt_buffer_bytes(sources + 2, pt_buffer_bytes(capacity, 32));
	uint64_t all =
		pt_buffer_bytes(sources, pt_buffer_bytes(batches, sizeof(struct pt_batch) + 32));

	return slots > UINT64_MAX - all ? UINT64_MAX : slots + all;
}

/* SPDX-License-Identifier: MIT */
/*
 * Bounded channels: see partop/channel.h, and channel.h here for the protocol.  This file copies
 * elements in and out; channel_wait.c waits.
 */
#include "config.h"

#include "runtime/channel.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/channel_wait.h"

#define CAPACITY_MAX ((uint64_t)1 << 31)
#define SPIN_STEPS 6 /* pauses of 1, 2, 4 ... 64 instructions, then yields */

void
pt_channel_pause(unsigned n)
{
	if (n > SPIN_STEPS) {
		sched_yield();
		return;
	}
	for (unsigned i = 0; i < 1u << n; i++) {
#if defined(__x86_64__) || defined(__i386__)
		__builtin_ia32_pause();
#elif defined(__aarch64__)
		__asm__ volatile("yield");
#endif
	}
}

/* ---- make and free ---- */

static uint64_t
power_of_two(uint64_t least)
{
	uint64_t n = 1;

	while (n < least)
		n *= 2;
	return n;
}

static unsigned char *
make_slots(uint64_t capacity, size_t stride)
{
	size_t bytes;

	if (__builtin_mul_overflow(capacity, stride, &bytes))
		return NULL;
	return malloc(bytes);
}

int
partop_channel_create(partop_channel **out, uint64_t capacity, size_t size)
{
	const size_t word = sizeof(uint64_t);
	partop_channel *c;

	*out = NULL;
	if (capacity == 0 || capacity > CAPACITY_MAX || size > (size_t)1 << 31)
		return -EINVAL;
	c = aligned_alloc(_Alignof(partop_channel), sizeof(*c));
	if (!c)
		return -ENOMEM;
	memset(c, 0, sizeof(*c));
	c->capacity = capacity;
	c->lap = power_of_two(capacity);
	c->size = size;
	c->stride = word + (size + word - 1) / word * word;
	c->slots = make_slots(capacity, c->stride);
	if (!c->slots) {
		free(c);
		return -ENOMEM;
	}
	for (uint64_t i = 0; i < capacity; i++)
		PT_ST(pt_channel_slot(c, i)->stamp, pt_channel_free_stamp(i), relaxed);
	*out = c;
	return 0;
}

void
partop_channel_destroy(partop_channel *c)
{
	if (!c)
		return;
	free(c->slots);
	free(c);
}

void
partop_channel_close(partop_channel *c)
{
	pt_channel_shut(c);
}

/* ---- elements ---- */

/* A word is the usual element: a pointer, an index. */
static inline void
copy(void *to, const void *from, size_t size)
{
	if (size == sizeof(uint64_t))
		memcpy(to, from, sizeof(uint64_t));
	else if (size > 0)
		memcpy(to, from, size);
}

static inline enum pt_channel_answer
try_send(partop_channel *c, const void *element)
{
	uint64_t position, flags;
	enum pt_channel_answer a = pt_channel_claim(c, PT_CHANNEL_SEND, &position, &flags);

	if (a != PT_CHANNEL_DONE)
		return a;
	copy(pt_channel_slot(c, position)->element, element, c->size);
	pt_channel_finish(c, PT_CHANNEL_SEND, position);
	if (PT_UNLIKELY(flags & PT_CHANNEL_WAIT))
		pt_channel_wake(c, PT_CHANNEL_RECV);
	return PT_CHANNEL_DONE;
}

static inline enum pt_channel_answer
try_recv(partop_channel *c, void *element)
{
	uint64_t position, flags;
	enum pt_channel_answer a = pt_channel_claim(c, PT_CHANNEL_RECV, &position, &flags);

	if (a != PT_CHANNEL_DONE)
		return a;
	copy(element, pt_channel_slot(c, position)->element, c->size);
	pt_channel_finish(c, PT_CHANNEL_RECV, position);
	if (PT_UNLIKELY(flags & PT_CHANNEL_WAIT))
		pt_channel_wake(c, PT_CHANNEL_SEND);
	return PT_CHANNEL_DONE;
}

enum pt_channel_answer
pt_channel_try(struct partop_select *s)
{
	enum pt_channel_answer a = PT_CHANNEL_NOT_NOW;

	if (s->channel)
		a = s->send ? try_send(s->channel, s->send) : try_recv(s->channel, s->recv);
	if (a != PT_CHANNEL_NOT_NOW)
		s->error = a == PT_CHANNEL_DONE ? 0 : -EPIPE;
	return a;
}

/* ---- the calls ---- */

static int
try_error(enum pt_channel_answer a)
{
	return a == PT_CHANNEL_DONE ? 0 : a == PT_CHANNEL_OVER ? -EPIPE : -EAGAIN;
}

/* Waits for one send or receive. */
static int
wait_for(struct partop_select *s, uint64_t timeout_ns)
{
	int chosen = pt_channel_wait(s, 1, timeout_ns);

	return chosen < 0 ? chosen : s->error;
}

int
partop_channel_send_timeout(partop_channel *c, const void *element, uint64_t timeout_ns)
{
	enum pt_channel_answer a = try_send(c, element);

	if (a != PT_CHANNEL_NOT_NOW)
		return try_error(a);
	/* A send of nothing is one, too: its address is not read. */
	return wait_for(&(struct partop_select){ .channel = c, .send = element ? element : c },
		timeout_ns);
}

int
partop_channel_send(partop_channel *c, const void *element)
{
	return partop_channel_send_timeout(c, element, PARTOP_FOREVER);
}

int
partop_channel_try_send(partop_channel *c, const void *element)
{
	return try_error(try_send(c, element));
}

int
partop_channel_recv_timeout(partop_channel *c, void *element, uint64_t timeout_ns)
{
	enum pt_channel_answer a = try_recv(c, element);

	if (a != PT_CHANNEL_NOT_NOW)
		return try_error(a);
	return wait_for(&(struct partop_select){ .channel = c, .recv = element }, timeout_ns);
}

int
partop_channel_recv(partop_channel *c, void *element)
{
	return partop_channel_recv_timeout(c, element, PARTOP_FOREVER);
}

int
partop_channel_try_recv(partop_channel *c, void *element)
{
	return try_error(try_recv(c, element));
}

int
partop_channel_select(struct partop_select *cases, size_t n, uint64_t timeout_ns)
{
	if (n > PARTOP_SELECT_MAX)
		return -EINVAL;
	return pt_channel_wait(cases, n, timeout_ns);
}

/* Both ends at one moment: that of the second load, since the tail was the same before and after.
 * Acquire keeps the three in this order; what they read is used for nothing else. */
uint64_t
partop_channel_len(const partop_channel *c)
{
	uint64_t tail, head, again = PT_LD(c->tail, acquire), laps;

	do {
		tail = again;
		head = pt_channel_position(PT_LD(c->head, acquire));
		again = PT_LD(c->tail, acquire);
	} while (again >> PT_CHANNEL_SHIFT != tail >> PT_CHANNEL_SHIFT);
	tail = pt_channel_position(tail);
	laps = tail / c->lap - head / c->lap;
	return laps * c->capacity + (tail & (c->lap - 1)) - (head & (c->lap - 1));
}

uint64_t
partop_channel_capacity(const partop_channel *c)
{
	return c->capacity;
}

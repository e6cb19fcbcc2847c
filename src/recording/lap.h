/* SPDX-License-Identifier: MIT */
/*
 * The protocol between a worker that recycles its ring of chunks and a reader that copies them.
 *
 * chunk_seq counts the chunks begun: it is raised BEFORE the oldest chunk is written over.  The
 * reader looks at it again AFTER the copy: if the worker has begun more than `ring` chunks since
 * the one that was copied, the copy may be of two chunks and is thrown away.  position is the
 * commit word: what it counts is there.
 *
 * This text is also compiled in Relacy's memory model (PT_MODEL); tags as in runtime/deque.h.
 */
#ifndef PT_RECORDING_LAP_H
#define PT_RECORDING_LAP_H

#ifndef PT_MODEL
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "recording/layout.h"

#define PT_LAP_WORD _Atomic uint64_t
#define PT_LAP_LD(x, mo) atomic_load_explicit(&(x), memory_order_##mo)
#define PT_LAP_ST(x, v, mo) atomic_store_explicit(&(x), (v), memory_order_##mo)
#define PT_LAP_FENCE(mo) pt_rec_fence(memory_order_##mo)
#endif

/* Writer, before anything of the chunk is overwritten: it will be number `begun` - 1. */
static inline void
pt_lap_begin(PT_LAP_WORD *chunk_seq, uint64_t begun, PT_LAP_WORD *content_bits)
{
	PT_LAP_ST(*chunk_seq, begun, release);	/* [L1] -> L6: what was committed before */
	PT_LAP_FENCE(release);			/* [L1] -> L4: before the overwriting */
	PT_LAP_ST(*content_bits, 0, relaxed);	/* [L2] */
	PT_LAP_FENCE(release);			/* [L2] a crash below leaves a chunk readers skip */
}

/* Writer: all bytes below `position` of the chunk are written. */
static inline void
pt_lap_commit(PT_LAP_WORD *position, uint64_t value)
{
	PT_LAP_ST(*position, value, release);	/* [L3] -> L3 */
}

/* Writer: the chunk is left, with so many bits. */
static inline void
pt_lap_close(PT_LAP_WORD *content_bits, uint64_t bits)
{
	PT_LAP_ST(*content_bits, bits, release); /* [L5] -> the reader's copy of the head */
}

/*
 * Reader: where the worker is.  chunk_seq first: then position is not older, and cannot be one of
 * an earlier life of the newest chunk's place in the ring.
 */
static inline void
pt_lap_place(const PT_LAP_WORD *position, const PT_LAP_WORD *chunk_seq, uint64_t *at, uint64_t *begun)
{
	*begun = PT_LAP_LD(*chunk_seq, acquire);	/* [L6] <- L1 */
	*at = PT_LAP_LD(*position, acquire);		/* [L3] <- L3 */
}

/*
 * Reader: has the worker left chunk number seq, so that its head says how much is in it?  The head
 * of the newest chunk may be half of its last life and half of this one.
 */
static inline bool
pt_lap_left(uint64_t begun, uint64_t seq, uint64_t ring)
{
	return ring == 0 || seq + 1 < begun;
}

/* Reader, between the copy and the second look at chunk_seq. */
static inline void
pt_lap_copied(void)
{
	PT_LAP_FENCE(acquire);			/* [L4] <- L1 */
}

/* Reader: is chunk number seq being overwritten, or gone?  The difference is unsigned. */
static inline bool
pt_lap_lapped(uint64_t begun, uint64_t seq, uint64_t ring)
{
	return ring != 0 && begun - seq > ring;
}

#endif

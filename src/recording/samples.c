/* SPDX-License-Identifier: MIT */
/*
 * Samples: what the workers' pages say, written down 50 times a second by the service thread, so that
 * counters without events are known of the past, too.  A worker pays nothing for it.
 *
 * Only what has changed is written; before a change after a rest, the instant up to which nothing had.
 * A chunk begins with all of every worker, so it can be read alone.
 * Where there is no room for another chunk, what came since is not known; the pages tell the end.
 */
#include "recording/writer_internal.h"

#include <stdlib.h>
#include <string.h>

#define PERIOD_NS 20000000u
#define MANY_WORKERS 64 /* from here on less often: it is their pages that are read */
#define MANY_PERIOD_NS 50000000u

/* What a worker's page said at some instant. */
struct look {
	uint64_t counter[PT_REC_COUNTERS];
	uint32_t cpu;
};

/* What was written of a worker last. */
struct last {
	struct look look;
	uint64_t same; /* ticks of a later look, at which nothing had changed; 0: there was none */
};

struct pt_rec_samples {
	struct pt_rec_chunk *chunk; /* NULL: none yet */
	uint32_t used;
	uint64_t seq, due_ns;
	bool stopped; /* there was no room */
	struct last last[];
};

/* The chunk begins at the last look before it: so long some workers had not changed. */
static uint64_t
first_tick(const struct pt_rec_writer *w, const struct pt_rec_samples *s)
{
	uint64_t first = pt_rec_ticks();

	for (uint32_t i = 0; i < w->slots; i++)
		if (s->last[i].same != 0 && s->last[i].same < first)
			first = s->last[i].same;
	return first;
}

static bool
begin_chunk(struct pt_rec_writer *w, struct pt_rec_samples *s)
{
	uint64_t n = pt_rec_take(w, 1, w->cap_chunks);
	struct pt_rec_chunk *c = pt_rec_chunk_at(w, n), *before = s->chunk;

	if (n == 0)
		return false;
	*c = (struct pt_rec_chunk){ .magic = PT_REC_CTF_MAGIC,
		.stream = PT_REC_STREAM_SAMPLES,
		.ts_begin = first_tick(w, s),
		.packet_bits = (uint64_t)w->chunk_bytes * 8,
		.worker = UINT32_MAX,
		.seq = s->seq++ };
	s->chunk = c;
	s->used = sizeof(*c);
	atomic_store_explicit(&c->content_bits, (uint64_t)s->used * 8, memory_order_release);
	if (before)
		before->next = (uint32_t)n;
	return true;
}

static uint8_t *
put_number(uint8_t *at, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*at++ = (uint8_t)(v | 0x80);
	*at++ = (uint8_t)v;
	return at;
}

static void
look_at(const struct pt_rec_worker *g, struct look *l)
{
	for (unsigned i = 0; i < PT_REC_COUNTERS; i++)
		l->counter[i] = atomic_load_explicit(&g->counter[i], memory_order_relaxed);
	l->cpu = atomic_load_explicit(&g->cpu, memory_order_relaxed);
}

/* A sample of what has changed between two looks; from NULL: all of it.  Returns its end, `out`: nothing
 * has. */
static uint8_t *
put_sample(uint8_t *out, uint32_t slot, uint64_t ticks, const struct look *from,
	const struct look *to)
{
	struct pt_rec_sample head = { .ticks = ticks, .slot = slot };
	uint8_t *at = out + sizeof(head);

	for (unsigned i = 0; i < PT_COUNTERS_USED; i++) {
		uint64_t gain = to->counter[i] - (from ? from->counter[i] : 0);

		if (gain == 0)
			continue;
		head.mask |= UINT32_C(1) << i;
		at = put_number(at, gain);
	}
	if (!from || to->cpu != from->cpu) {
		head.mask |= UINT32_C(1) << PT_REC_SAMPLE_CPU;
		at = put_number(at, to->cpu);
	}
	if (head.mask == 0)
		return out;
	memcpy(out, &head, sizeof(head));
	while ((at - out) % 8 != 0)
		*at++ = 0;
	return at;
}

static uint8_t *
put_same(uint8_t *out, uint32_t slot, uint64_t ticks)
{
	struct pt_rec_sample head = { .ticks = ticks, .slot = slot };

	memcpy(out, &head, sizeof(head));
	return out + sizeof(head);
}

/* What there is to say of a worker; whole: nothing of it stands in the chunk yet.  Returns its bytes. */
static size_t
encode(uint8_t *out, struct last *last, const struct pt_rec_worker *g, uint32_t slot, bool whole)
{
	struct look now;
	uint64_t ticks = pt_rec_ticks();
	uint8_t change[PT_REC_SAMPLE_BYTES_MAX], *at = out;
	size_t len;

	look_at(g, &now);
	len = (size_t)(put_sample(change, slot, ticks, whole && !last->same ? NULL : &last->look,
			       &now) -
		change);
	if (whole && last->same)
		at = put_sample(at, slot, last->same, NULL, &last->look);
	else if (len > 0 && last->same)
		at = put_same(at, slot, last->same);
	memcpy(at, change, len);
	last->same = len > 0 ? 0 : ticks;
	last->look = now;
	return (size_t)(at - out) + len;
}

/* The service thread alone writes chunks of samples; readers take what content_bits covers. */
static void
append(struct pt_rec_samples *s, const uint8_t *bytes, size_t len)
{
	memcpy((uint8_t *)s->chunk + s->used, bytes, len);
	s->used += (uint32_t)len;
	s->chunk->ts_end = pt_rec_ticks();
	/* pairs with the acquire of content_bits in readers */
	atomic_store_explicit(&s->chunk->content_bits, (uint64_t)s->used * 8, memory_order_release);
}

/* All workers whose pages are in use.  False: the chunk is full. */
static bool
take_all(struct pt_rec_writer *w, struct pt_rec_samples *s, bool whole)
{
	uint8_t bytes[2 * PT_REC_SAMPLE_BYTES_MAX];

	for (uint32_t i = 0; i < atomic_load(&w->pens_len); i++) {
		const struct pt_rec_worker *g = pt_rec_page_at(w, i);
		size_t len;

		if (atomic_load_explicit(&g->life, memory_order_acquire) == PT_REC_SLOT_FREE)
			continue; /* pairs with the release that opens the slot */
		if (s->used + sizeof(bytes) > w->chunk_bytes)
			return false;
		len = encode(bytes, &s->last[i], g, i, whole);
		if (len > 0)
			append(s, bytes, len);
	}
	return true;
}

static struct pt_rec_samples *
samples_of(struct pt_rec_writer *w)
{
	if (!w->samples)
		w->samples = calloc(1, sizeof(*w->samples) + w->slots * sizeof(struct last));
	return w->samples;
}

static uint64_t
period_ns(struct pt_rec_writer *w)
{
	return atomic_load(&w->pens_len) < MANY_WORKERS ? PERIOD_NS : MANY_PERIOD_NS;
}

uint64_t
pt_rec_samples_take(struct pt_rec_writer *w, uint64_t now_ns)
{
	struct pt_rec_samples *s = samples_of(w);

	if (!s)
		return MANY_PERIOD_NS;
	if (now_ns < s->due_ns)
		return s->due_ns - now_ns;
	s->due_ns = now_ns + period_ns(w);
	/* a chunk that cannot take all workers of one instant is left; the next one has them all */
	if (s->chunk && !s->stopped && take_all(w, s, false))
		return period_ns(w);
	if (atomic_load(&w->pens_len) == 0)
		return period_ns(w);
	s->stopped = !begin_chunk(w, s) || !take_all(w, s, true);
	return period_ns(w);
}

void
pt_rec_samples_end(struct pt_rec_writer *w)
{
	free(w->samples);
	w->samples = NULL;
}

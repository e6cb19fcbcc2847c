/* SPDX-License-Identifier: MIT */
/* Counters at an instant: between the samples of a page before and after it.  See time.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/time/internal.h"

/* ---- chunks ---- */

void
pt_time_samples_begin(struct pt_time *t)
{
	const struct pt_rec_reader *r = t->r;
	size_t cap = 0;

	for (uint64_t i = 0; i < r->index_len; i++) {
		const struct pt_rec_chunk *c = &r->index[i];
		uint64_t last = t->samples_len ? t->samples[t->samples_len - 1].begin : 0;

		if (c->stream != PT_REC_STREAM_SAMPLES || c->content_bits == 0 ||
			c->ts_begin < last)
			continue;
		t->samples =
			pt_array_room(t->samples, &cap, t->samples_len + 1, sizeof(*t->samples));
		t->samples[t->samples_len++] = (struct pt_time_sample_chunk){ .begin = c->ts_begin,
			.number = (uint32_t)i };
	}
}

static void
forget(struct pt_time_sampled *s)
{
	free(s->sample);
	free(s->first);
	*s = (struct pt_time_sampled){ 0 };
}

void
pt_time_samples_fini(struct pt_time *t)
{
	for (size_t i = 0; i < PT_TIME_SAMPLED; i++)
		forget(&t->sampled[i]);
	free(t->samples);
}

/* ---- one chunk ---- */

struct filling {
	const struct pt_time *t;
	struct pt_time_sampled *s;
	size_t *next; /* by lane; NULL: they are counted only */
};

static void
take(void *arg, const struct pt_rec_sampled *from)
{
	struct filling *f = arg;

	if (from->slot >= f->t->lanes)
		return;
	if (f->next)
		f->s->sample[f->next[from->slot]++] = *from;
	else
		f->s->first[from->slot + 1]++;
}

/* Counted first, then put in their places. */
static void
fill(struct pt_time *t, struct pt_time_sampled *s, size_t used)
{
	struct pt_rec_sampled *by_slot = pt_xcalloc(t->r->slots, sizeof(*by_slot));
	struct filling f = { .t = t, .s = s };

	s->first = pt_xcalloc(t->lanes + 1, sizeof(*s->first));
	pt_rec_samples(t->buffer, used, by_slot, t->r->slots, take, &f);
	for (uint32_t i = 0; i < t->lanes; i++)
		s->first[i + 1] += s->first[i];
	s->sample = pt_xcalloc(s->first[t->lanes] + 1, sizeof(*s->sample));
	f.next = (size_t *)(void *)pt_xmemdup(s->first, (t->lanes + 1) * sizeof(*s->first));
	pt_rec_samples(t->buffer, used, by_slot, t->r->slots, take, &f);
	free(f.next);
	free(by_slot);
}

static const struct pt_time_sampled *
sampled(struct pt_time *t, size_t chunk)
{
	struct pt_time_sampled *s;

	for (size_t i = 0; i < PT_TIME_SAMPLED; i++)
		if (t->sampled[i].chunk == chunk + 1)
			return &t->sampled[i];
	s = &t->sampled[t->sampled_next++ % PT_TIME_SAMPLED];
	forget(s);
	fill(t, s, pt_rec_load(t->r, t->samples[chunk].number, t->buffer));
	s->chunk = chunk + 1;
	return s;
}

/* ---- around an instant ---- */

/* The last chunk of samples that begins at or before `at`; -1: none does. */
static ptrdiff_t
chunk_at(const struct pt_time *t, uint64_t at)
{
	size_t lo = 0, hi = t->samples_len;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (t->samples[middle].begin <= at)
			lo = middle + 1;
		else
			hi = middle;
	}
	return (ptrdiff_t)lo - 1;
}

/* The last sample of a lane at or before `at`.  False: it had none yet; *s is zero. */
static bool
sample_before(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_rec_sampled *out)
{
	for (ptrdiff_t k = chunk_at(t, at); k >= 0; k--) {
		const struct pt_time_sampled *s = sampled(t, (size_t)k);

		for (size_t i = s->first[lane + 1]; i-- > s->first[lane];)
			if (s->sample[i].ticks <= at) {
				*out = s->sample[i];
				return true;
			}
	}
	*out = (struct pt_rec_sampled){ .ticks = t->lane[lane].begun };
	return false;
}

/* The first one after `at`: at the end it is the page. */
static void
sample_after(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_rec_sampled *out)
{
	ptrdiff_t first = chunk_at(t, at);
	struct pt_rec_snapshot p;

	for (size_t k = first < 0 ? 0 : (size_t)first; k < t->samples_len; k++) {
		const struct pt_time_sampled *s = sampled(t, k);

		for (size_t i = s->first[lane]; i < s->first[lane + 1]; i++)
			if (s->sample[i].ticks > at) {
				*out = s->sample[i];
				return;
			}
	}
	*out = (struct pt_rec_sampled){ .ticks = t->lane[lane].end.begin };
	if (pt_rec_snapshot(t->r, lane, &p) == 0) {
		memcpy(out->counter, p.counter, sizeof(out->counter));
		out->cpu = p.cpu;
	}
}

/* A value that did not change meanwhile is exact. */
static void
between(const struct pt_rec_sampled *a, const struct pt_rec_sampled *b, uint64_t at,
	struct pt_time_counters *out)
{
	uint64_t len = b->ticks > a->ticks ? b->ticks - a->ticks : 0;
	uint64_t x = at > a->ticks ? at - a->ticks : 0;

	for (unsigned i = 0; i < PT_REC_COUNTERS; i++) {
		uint64_t gain = b->counter[i] > a->counter[i] ? b->counter[i] - a->counter[i] : 0;

		if (gain == 0 || x == 0 || x >= len)
			out->exact |= UINT32_C(1) << i;
		out->value[i] = a->counter[i] +
			(x >= len ? gain : (uint64_t)((unsigned __int128)gain * x / len));
	}
	out->cpu = x >= len ? b->cpu : a->cpu;
}

void
pt_time_counters(struct pt_time *t, uint32_t lane, uint64_t at, struct pt_time_counters *out)
{
	struct pt_rec_sampled a, b;

	*out = (struct pt_time_counters){ .known = t->samples_len > 0 && lane < t->lanes };
	if (!out->known)
		return;
	sample_before(t, lane, at, &a);
	sample_after(t, lane, at, &b);
	if (b.ticks < a.ticks)
		b = a;
	between(&a, &b, at, out);
}
